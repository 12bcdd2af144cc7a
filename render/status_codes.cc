#include "render/status_codes.h"

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "scrubline/v1/claim.pb.h"

namespace scrubline {
namespace {

// `codes`: up to three triples, `category:status[:entity]`, blanks between. An entity `@85` is that
// of the role in the finding's field, 85 where the field names none. A status `dx` is 254 for the
// claim's first diagnosis, 255 for the others.
struct Row {
  std::string_view key;
  std::string_view codes;
  std::string_view issue;
};

// By rule, or by family. A rule says A6 when what it asks for is absent, A7 when what is there is
// wrong in itself, A8 when it does not go with something else.
constexpr Row kRules[] = {
    {"ANES", "A8:453 A8:454", "code-invalid"},
    {"ANES.ROLE", "A8:453 A8:145:@82", "business-rule"},
    {"ANES.TIME", "A7:659 A7:251", "value"},
    {"ANES.TIME.MINUTES", "A7:251", "value"},
    {"AUTH", "A7:252:PR", "business-rule"},
    {"AUTH.MISSING", "A6:252:PR", "required"},
    {"AUTO", "A6:633", "required"},
    {"AUTO.LINE_OF_BUSINESS", "A3:116", "business-rule"},
    {"AUTO.NOT_ACCIDENT_RELATED", "A8:454 A8:633", "business-rule"},
    {"CHG", "A7:583", "value"},
    {"CHG.TOTAL", "A7:400 A7:178", "invariant"},
    {"CHG.ZERO", "A7:402 A7:583", "value"},
    {"CLIA", "A7:544", "value"},
    {"CLIA.DATE", "A8:544 A8:187", "business-rule"},
    {"CLIA.LEVEL", "A8:544 A8:454", "business-rule"},
    {"CLIA.MISSING", "A6:544", "required"},
    {"CLIA.QW_BAD", "A8:453 A8:454", "code-invalid"},
    {"CLIA.QW_MISSING", "A6:453 A8:544", "code-invalid"},
    {"COB", "A7:286", "invariant"},
    {"COB.AMOUNTS", "A6:286", "required"},
    {"COB.BALANCE", "A7:672", "invariant"},
    {"COB.ORDER", "A7:742", "invariant"},
    {"CODE", "A7:454", "code-invalid"},
    {"CODE.NOC", "A6:306 A6:454", "required"},
    {"CODE.NOT_YET", "A8:454 A8:187", "code-invalid"},
    {"CODE.STATUS_LOB", "A8:454", "business-rule"},
    {"CODE.TERM", "A8:454 A8:187", "code-invalid"},
    {"COMMERCIAL.MODIFIER", "A8:453 A8:454", "code-invalid"},
    {"COMMERCIAL.POS", "A8:249 A8:454", "business-rule"},
    {"COMMERCIAL.VISIT", "A8:475", "business-rule"},
    {"COMP", "A8:736 A8:454", "business-rule"},
    {"COMP.IMMUN_DX", "A8:488 A8:454", "business-rule"},
    {"COMP.SURG_ASSIST", "A8:453 A8:454", "business-rule"},
    {"COMP.VACCINE.HEPATITIS_B", "A8:454", "code-invalid"},
    {"COMP.VACCINE.INFLUENZA", "A8:454", "code-invalid"},
    {"COMP.VACCINE.PNEUMOCOCCAL", "A8:454", "code-invalid"},
    {"COMP.VENI_A", "A8:454", "business-rule"},
    {"COV", "A8:88:QC A8:187", "business-rule"},
    {"DATE", "A7:187", "value"},
    {"DATE.ADMIT", "A8:187 A8:189", "invariant"},
    {"DATE.ADMIT.STATEMENT", "A8:189 A8:188", "invariant"},
    {"DATE.BEFORE_ACCIDENT", "A8:187 A8:727", "invariant"},
    {"DATE.DOB", "A8:187 A8:158:QC", "invariant"},
    {"DATE.DOD", "A8:187 A8:159:QC", "invariant"},
    {"DATE.FUTURE", "A7:510 A7:187", "value"},
    {"DATE.ORDER.SPAN", "A7:187", "business-rule"},
    {"DUP", "A3:54", "duplicate"},
    {"DUP.ALREADY_PAID", "A8:54", "duplicate"},
    {"DX", "A7:dx", "code-invalid"},
    {"DX.AGE", "A8:dx A8:158:QC", "business-rule"},
    {"DX.CODEFIRST", "A8:255", "business-rule"},
    {"DX.COUNT", "A7:255", "too-long"},
    {"DX.DATE", "A8:dx A8:187", "code-invalid"},
    {"DX.DUP", "A7:255", "business-rule"},
    {"DX.ECODE_FIRST", "A7:254 A8:509", "code-invalid"},
    {"DX.EXCL1", "A8:255", "business-rule"},
    {"DX.MANIF_FIRST", "A7:254", "code-invalid"},
    {"DX.PTR", "A7:477", "value"},
    {"DX.PTR_UNUSED", "A7:477", "business-rule"},
    {"DX.SEQUELA", "A8:255", "business-rule"},
    {"DX.SEX", "A8:86", "business-rule"},
    {"DX.SPAN", "A8:dx A8:187", "code-invalid"},
    {"DX.UNACCEPT_PDX", "A7:254", "code-invalid"},
    {"DX.USEADDL", "A8:255", "business-rule"},
    {"EM", "A8:454", "business-rule"},
    {"FREQ", "A8:454 A8:259", "business-rule"},
    {"FREQ.MAMMOGRAM_AGE", "A8:475", "business-rule"},
    {"GLOB", "A8:453 A8:454", "code-invalid"},
    {"GLOB.24.DIAGNOSIS", "A8:453 A8:488", "business-rule"},
    {"GLOB.78.PLACE", "A8:453 A8:249", "business-rule"},
    {"IMM", "A8:454", "business-rule"},
    {"IMM.COUNSELED_AGE", "A8:475", "business-rule"},
    {"IMM.VFC", "A8:453 A8:583", "business-rule"},
    {"INF", "A8:454", "business-rule"},
    {"INF.96376_P", "A8:454 A8:249", "business-rule"},
    {"INF.TIME", "A7:476", "value"},
    {"LINES", "A7:121", "too-long"},
    {"MA", "A3:116", "business-rule"},
    {"MEDICAID.ABORTION", "A6:785", "required"},
    {"MEDICAID.EPSDT", "A6:564", "required"},
    {"MEDICAID.HYSTERECTOMY", "A6:785", "required"},
    {"MEDICAID.NDC", "A6:218", "required"},
    {"MEDICAID.NEVER_EVENT", "A8:744 A8:454", "business-rule"},
    {"MEDICAID.STERILIZATION.AGE", "A8:475", "business-rule"},
    {"MEDICAID.STERILIZATION.CONSENT", "A6:785", "required"},
    {"MEDICARE.MODIFIER", "A8:453 A8:454", "code-invalid"},
    {"MEDICARE.VISIT", "A8:454", "code-invalid"},
    {"MN", "A8:453 A8:454", "business-rule"},
    {"MN.NOT_COVERED", "A8:488 A8:454", "business-rule"},
    {"MOD", "A8:453 A8:454", "code-invalid"},
    {"MOD.BILAT.UNITS", "A8:453 A7:476", "value"},
    {"MOD.COSURGEON.SPECIALTY", "A8:453 A8:145:@82", "business-rule"},
    {"MOD.DATE", "A8:453 A8:187", "code-invalid"},
    {"MOD.DUP", "A7:453", "code-invalid"},
    {"MOD.JZ_MISSING", "A6:453 A8:454", "required"},
    {"MOD.LATERALITY", "A8:453 A8:488", "business-rule"},
    {"MOD.PC_REQUIRED_FACILITY", "A8:453 A8:249", "business-rule"},
    {"MOD.SYNTAX", "A7:453", "code-invalid"},
    {"MOD.UNKNOWN", "A7:453", "code-invalid"},
    {"MPFS", "A8:454", "business-rule"},
    {"MPFS.BUNDLED", "A8:735 A8:454", "business-rule"},
    {"MPFS.INCIDENT_TO", "A8:249 A8:454", "business-rule"},
    {"MPFS.ONLY_SERVICE", "A8:735 A8:454", "business-rule"},
    {"MPFS.TECHNICAL_ONLY", "A8:249 A8:454", "business-rule"},
    {"NCCI.AOC", "A8:736 A8:454", "business-rule"},
    {"NCCI.AOC.LATERALITY", "A8:453 A8:454", "business-rule"},
    {"NCCI.MUE", "A7:476", "value"},
    {"NCCI.MUE.ZERO", "A8:454", "business-rule"},
    {"NCCI.PTP", "A8:454 A8:453", "business-rule"},
    {"NCCI.PTP.Q1", "A8:453 A8:454", "business-rule"},
    {"NCCI.PTP.Q2", "A8:453 A8:454", "business-rule"},
    {"NCCI.PTP.Q3", "A8:453 A8:454", "business-rule"},
    {"NCCI.PTP.Q4", "A8:453 A8:454", "business-rule"},
    {"POS", "A8:249 A8:454", "business-rule"},
    {"POS.FACILITY_NPI", "A6:562:77", "required"},
    {"POS.INPATIENT_STAY", "A8:249 A8:187", "business-rule"},
    {"POS.UNKNOWN", "A7:249", "code-invalid"},
    {"PROV", "A8:743:@85", "business-rule"},
    {"PROV.ENROLMENT", "A8:743:@85 A8:187", "business-rule"},
    {"PROV.ENTITY", "A7:775:@82", "value"},
    {"PROV.NPI_DEACTIVATED", "A8:562:@85 A8:187", "value"},
    {"PROV.NPI_FORMAT", "A7:562:@85", "value"},
    {"PROV.NPI_LUHN", "A7:562:@85", "value"},
    {"PROV.NPI_MISSING", "A6:562:@85", "required"},
    {"PROV.NPI_UNKNOWN", "A7:562:@85", "not-found"},
    {"PROV.ORDERING", "A6:562:DK", "required"},
    {"PROV.ORDERING.THERAPY", "A6:562:DN", "required"},
    {"PROV.SAME", "A6:562:82", "required"},
    {"PROV.SELF_REF", "A8:562:DN", "business-rule"},
    {"PROV.SUPERVISING", "A6:562:DQ", "required"},
    {"PROV.TAXONOMY_CODE", "A8:145:@82 A8:454", "business-rule"},
    {"PROV.TAXONOMY_FORMAT", "A7:145:@85", "code-invalid"},
    {"PROV.TAXONOMY_MISMATCH", "A8:145:@85", "business-rule"},
    {"REF", "A6:761:PR", "required"},
    {"REQ.ACCIDENT_DATE", "A6:727", "required"},
    {"REQ.ACCIDENT_STATE", "A6:728", "required"},
    {"REQ.ADMISSION_DATE", "A6:189", "required"},
    {"REQ.BIRTH_DATE", "A6:158:QC", "required"},
    {"REQ.INITIAL_TREATMENT_DATE", "A6:701", "required"},
    {"REQ.LMP", "A6:191", "required"},
    {"REQ.ORIGINAL_REFERENCE", "A6:464", "required"},
    {"REQ.SEX", "A6:157:QC", "required"},
    {"REQ.SUBSCRIBER_ID", "A7:164:IL", "required"},
    {"REQ.SUBSCRIBER_ID.MBI", "A7:164:IL", "value"},
    {"SAMPLE01.TELEHEALTH", "A6:453 A8:454", "code-invalid"},
    {"TELE", "A8:454 A8:453", "business-rule"},
    {"TELE.MOD", "A6:453 A8:454", "code-invalid"},
    {"TELE.PAYERCODE", "A8:454", "code-invalid"},
    {"TELE.POS", "A8:249 A8:453", "business-rule"},
    {"TF", "A3:718", "business-rule"},
    {"THER", "A8:453 A8:454", "code-invalid"},
    {"THER.DISCIPLINE", "A6:453 A8:454", "code-invalid"},
    {"THER.KX", "A6:453 A8:483", "business-rule"},
    {"THER.KX_EARLY", "A8:453", "business-rule"},
    {"THER.SPECIALTY", "A8:453 A8:145:@82", "business-rule"},
    {"THER.SPECIALTY.MISSING", "A6:453 A8:145:@82", "code-invalid"},
    {"TRICARE.EXCLUDED", "A8:454", "business-rule"},
    {"TRICARE.PRIME_REFERRAL", "A6:761:PR", "required"},
    {"UB.ATTENDING", "A6:562:71", "required"},
    {"UB.ATTENDING.OPERATING", "A6:562:72", "required"},
    {"UB.CC", "A7:460", "code-invalid"},
    {"UB.CC.CHANGE_REASON", "A6:460", "required"},
    {"UB.CC.CHANGE_REASON_ORIGINAL", "A8:460 A8:228", "business-rule"},
    {"UB.CC.INPATIENT_CHANGED", "A8:460 A8:228", "business-rule"},
    {"UB.CC.PHP", "A6:460", "required"},
    {"UB.CC.VACCINE", "A6:460", "required"},
    {"UB.CHARGE", "A7:596 A7:583", "invariant"},
    {"UB.CHARGE.TOTAL_LINE", "A7:400 A7:178", "invariant"},
    {"UB.DATES", "A8:187 A8:188", "invariant"},
    {"UB.DATES.INTERIM", "A8:188 A8:189", "invariant"},
    {"UB.DATES.INTERIM_SEQUENCE", "A8:188 A8:228", "business-rule"},
    {"UB.DATES.LINE", "A6:187", "required"},
    {"UB.DATES.REVERSED", "A7:188", "value"},
    {"UB.DATES.STATEMENT", "A6:188", "required"},
    {"UB.E10", "A8:460", "business-rule"},
    {"UB.E11", "A8:460", "business-rule"},
    {"UB.E18", "A8:454 A8:228", "business-rule"},
    {"UB.E21", "A6:453 A8:454", "code-invalid"},
    {"UB.E27", "A8:735 A8:454", "business-rule"},
    {"UB.E29", "A7:254 A8:228", "business-rule"},
    {"UB.E35", "A8:454", "business-rule"},
    {"UB.E37", "A8:453 A7:476", "value"},
    {"UB.E42", "A6:460", "required"},
    {"UB.E43", "A8:736 A8:454", "business-rule"},
    {"UB.E44", "A8:455 A8:454", "business-rule"},
    {"UB.E46", "A8:228 A8:460", "business-rule"},
    {"UB.E49", "A8:454", "business-rule"},
    {"UB.E53", "A8:228 A8:454", "business-rule"},
    {"UB.E61", "A3:116", "business-rule"},
    {"UB.E62", "A7:454", "code-invalid"},
    {"UB.E63", "A8:454 A8:460", "business-rule"},
    {"UB.E65", "A7:455", "code-invalid"},
    {"UB.E72", "A3:116", "business-rule"},
    {"UB.E73", "A8:455 A8:454", "business-rule"},
    {"UB.E74", "A7:476", "value"},
    {"UB.E79", "A8:455 A8:454", "business-rule"},
    {"UB.E81", "A8:454 A8:460", "business-rule"},
    {"UB.E82", "A7:583", "value"},
    {"UB.E87", "A8:736 A8:454", "business-rule"},
    {"UB.E9", "A8:454", "business-rule"},
    {"UB.E93", "A8:736 A8:454", "business-rule"},
    {"UB.E99", "A8:736 A8:454", "business-rule"},
    {"UB.OBS", "A8:455 A8:454", "business-rule"},
    {"UB.OBS.DIRECT", "A8:736 A8:454", "business-rule"},
    {"UB.OBS.HOURS", "A8:476", "business-rule"},
    {"UB.OCC", "A6:720", "required"},
    {"UB.OCC.ABN", "A6:719", "required"},
    {"UB.OCC.ACCIDENT", "A6:719", "required"},
    {"UB.OCC.HOSPICE", "A6:719", "required"},
    {"UB.OCC.LEAVE", "A6:721", "required"},
    {"UB.OCC.SPAN", "A6:722", "required"},
    {"UB.OCC.SPAN_PERIOD", "A8:722 A8:188", "invariant"},
    {"UB.OCC.THERAPY_OT", "A6:719", "required"},
    {"UB.OCC.THERAPY_PT", "A6:719", "required"},
    {"UB.OCC.THERAPY_SLP", "A6:719", "required"},
    {"UB.OCC.UNKNOWN", "A7:719", "code-invalid"},
    {"UB.PDX", "A6:254", "required"},
    {"UB.PDX.ADMITTING", "A6:232", "required"},
    {"UB.PDX.REASON_FOR_VISIT", "A6:673", "required"},
    {"UB.POA", "A7:688", "required"},
    {"UB.REV", "A7:455", "code-invalid"},
    {"UB.REV.ACCOMMODATION", "A8:455 A8:228", "business-rule"},
    {"UB.REV_HCPCS", "A6:454", "required"},
    {"UB.REV_PAIR", "A8:455 A8:454", "business-rule"},
    {"UB.REV_PAIR.THERAPY", "A8:455 A8:453", "business-rule"},
    {"UB.STATUS", "A6:234", "required"},
    {"UB.STATUS.INTERIM", "A8:234 A8:228", "business-rule"},
    {"UB.STATUS.STILL_PATIENT", "A8:234 A8:228", "business-rule"},
    {"UB.STATUS.UNKNOWN", "A7:234", "code-invalid"},
    {"UB.TOB", "A7:228", "code-invalid"},
    {"UB.TOB.FREQUENCY", "A7:228 A7:535", "code-invalid"},
    {"UB.VAL", "A6:726", "required"},
    {"UB.VAL.AGREED_AMOUNT", "A8:725 A8:286", "invariant"},
    {"UB.VAL.ANEMIA", "A6:725", "required"},
    {"UB.VAL.BLOOD", "A6:725", "required"},
    {"UB.VAL.BODY", "A6:725", "required"},
    {"UB.VAL.COVERED_DAYS", "A6:725", "required"},
    {"UB.VAL.DEVICE_CREDIT", "A6:725", "required"},
    {"UB.VAL.ROOM_RATE", "A6:725", "required"},
    {"UB.VAL.SECONDARY", "A6:725", "required"},
    {"UB.VAL.THERAPY_VISITS", "A6:725", "required"},
    {"UB.VAL.UNKNOWN", "A7:725", "code-invalid"},
    {"UB.WINDOW_72H", "A8:454 A8:187", "business-rule"},
    {"UB.WINDOW_72H.STAY", "A8:188", "business-rule"},
    {"UNIT", "A7:476", "value"},
    {"UNIT.NDC", "A7:218", "value"},
    {"UNIT.NDC.MISMATCH", "A8:218 A8:454", "business-rule"},
    {"UNIT.NDC.UNIT", "A7:659 A8:218", "required"},
    {"UNIT.SPAN", "A7:258 A8:187", "value"},
    {"UNIT.ZERO", "A7:476", "required"},
    {"WC.EXTERNAL_CAUSE", "A6:509", "required"},
    {"WC.LINE_OF_BUSINESS", "A3:116", "business-rule"},
    {"WC.NOT_WORK_RELATED", "A8:454 A8:633", "business-rule"},
    {"WC.RELATED_CAUSE", "A6:633", "required"},
};

// By the field that a finding is about or that could not be read; the longest end of the path that
// has a row, its indexes left out.
constexpr Row kFields[] = {
    {"accept_assignment", "A7:589", "value"},
    {"accident", "A7:633", "value"},
    {"accident.date", "A7:727", "value"},
    {"accident.state", "A7:728", "value"},
    {"administered_quantity", "A7:724", "value"},
    {"admission_date", "A7:189", "value"},
    {"authorizations", "A7:252:PR", "business-rule"},
    {"charge_cents", "A7:583", "value"},
    {"claim_id", "A7:478", "value"},
    {"clia_number", "A7:544", "value"},
    {"condition_codes", "A7:460", "code-invalid"},
    {"description", "A7:306", "value"},
    {"diagnoses", "A7:255", "code-invalid"},
    {"diagnoses.code", "A7:dx", "code-invalid"},
    {"diagnosis_pointers", "A7:477", "value"},
    {"eligibility", "A7:197", "business-rule"},
    {"entity_type", "A7:775:@85", "value"},
    {"frequency_code", "A7:535", "code-invalid"},
    {"initial_treatment_date", "A7:701", "value"},
    {"last_menstrual_period_date", "A7:191", "value"},
    {"line_number", "A7:247", "value"},
    {"minutes", "A7:263", "value"},
    {"modifiers", "A7:453", "code-invalid"},
    {"ndc", "A7:218", "value"},
    {"ndc_quantity", "A7:724", "value"},
    {"ndc_unit", "A7:659 A7:218", "value"},
    {"noncovered_charge_cents", "A7:596", "value"},
    {"npi", "A7:562:@85", "value"},
    {"occurrence_spans", "A7:722", "value"},
    {"occurrence_spans.code", "A7:721", "code-invalid"},
    {"occurrences", "A7:720", "value"},
    {"occurrences.code", "A7:719", "code-invalid"},
    {"onset_date", "A7:397", "value"},
    {"original_reference_number", "A7:464", "value"},
    {"other_payers", "A7:286", "value"},
    {"other_payers.adjusted_cents", "A7:672", "value"},
    {"other_payers.payer_id", "A7:479", "value"},
    {"other_payers.remittance_date", "A7:516:PR", "value"},
    {"other_payers.responsibility", "A7:742", "code-invalid"},
    {"patient", "A7:153:QC", "value"},
    {"patient.birth_date", "A7:158:QC", "value"},
    {"patient.death_date", "A7:159:QC", "value"},
    {"patient.relationship", "A7:156", "code-invalid"},
    {"patient.sex", "A7:157:QC", "code-invalid"},
    {"patient_status", "A7:234", "code-invalid"},
    {"payer", "A7:153:PR", "value"},
    {"payer.filing_indicator", "A7:480:PR", "code-invalid"},
    {"payer.line_of_business", "A7:480:PR", "code-invalid"},
    {"payer.name", "A7:125:PR", "value"},
    {"payer.plan_id", "A7:163:IL", "value"},
    {"payer.responsibility", "A7:742", "code-invalid"},
    {"place_of_service", "A7:249", "code-invalid"},
    {"present_on_admission", "A7:688", "code-invalid"},
    {"prior_authorization_number", "A7:252:PR", "value"},
    {"procedure_code", "A7:454", "code-invalid"},
    {"received_date", "A7:756:PR", "value"},
    {"referral_number", "A7:761:PR", "value"},
    {"revenue_code", "A7:455", "code-invalid"},
    {"service_date", "A7:187", "value"},
    {"service_date_through", "A7:187", "value"},
    {"specialty_code", "A7:145:@85", "code-invalid"},
    {"state", "A7:501:@85", "code-invalid"},
    {"statement_from", "A7:188", "value"},
    {"statement_through", "A7:188", "value"},
    {"submitted_date", "A7:718", "value"},
    {"subscriber_id", "A7:164:IL", "value"},
    {"tax_id", "A7:128:@85", "value"},
    {"taxonomy_code", "A7:145:@85", "code-invalid"},
    {"total_charge_cents", "A7:178", "value"},
    {"type_of_bill", "A7:228", "code-invalid"},
    {"unit_basis", "A7:659", "value"},
    {"units", "A7:476", "value"},
    {"value_codes", "A7:726", "value"},
    {"value_codes.code", "A7:725", "code-invalid"},
    {"wasted_quantity", "A7:724", "value"},
    {"zip", "A7:500:@85", "value"},
};

// By the denial a finding would prevent.
constexpr Row kDenials[] = {
    {"4", "A8:453 A8:454", "code-invalid"},
    {"5", "A8:249 A8:454", "business-rule"},
    {"6", "A8:475", "business-rule"},
    {"7", "A8:474", "business-rule"},
    {"8", "A8:145:@82 A8:454", "business-rule"},
    {"9", "A8:255 A8:158:QC", "business-rule"},
    {"10", "A8:86", "business-rule"},
    {"11", "A8:488 A8:454", "business-rule"},
    {"15", "A7:252:PR", "business-rule"},
    {"18", "A3:54", "duplicate"},
    {"22", "A6:286", "required"},
    {"26", "A8:88:QC A8:187", "business-rule"},
    {"27", "A8:88:QC A8:187", "business-rule"},
    {"29", "A3:718", "business-rule"},
    {"31", "A7:164:IL", "value"},
    {"50", "A8:488 A8:454", "business-rule"},
    {"58", "A8:249 A8:454", "business-rule"},
    {"96", "A8:454", "business-rule"},
    {"97", "A8:735 A8:454", "business-rule"},
    {"107", "A8:736 A8:454", "business-rule"},
    {"109", "A3:116", "business-rule"},
    {"110", "A7:510 A7:187", "value"},
    {"119", "A8:454 A8:259", "business-rule"},
    {"146", "A8:dx A8:187", "code-invalid"},
    {"151", "A7:476", "value"},
    {"167", "A8:488 A8:454", "business-rule"},
    {"181", "A8:454 A8:187", "code-invalid"},
    {"182", "A8:453 A8:187", "code-invalid"},
    {"197", "A6:252:PR", "required"},
    {"198", "A8:674", "business-rule"},
    {"199", "A8:455 A8:454", "business-rule"},
    {"206", "A6:562:@85", "required"},
    {"207", "A7:562:@85", "value"},
    {"208", "A7:562:@85", "not-found"},
    {"236", "A8:454 A8:453", "business-rule"},
    {"B7", "A8:743:@85 A8:187", "business-rule"},
    {"B15", "A8:736 A8:454", "business-rule"},
};

constexpr Row kLineInGeneral = {"", "A8:732 A8:247", "business-rule"};
constexpr Row kClaimInGeneral = {"", "A8:732 A8:275", "business-rule"};
constexpr Row kLineUnreadable = {"", "A7:481 A7:247", "invalid"};
constexpr Row kClaimUnreadable = {"", "A7:481 A7:275", "invalid"};

using Index = absl::flat_hash_map<std::string_view, const Row*>;

template <typename Rows>
Index IndexOf(const Rows& rows) {
  Index index;
  for (const Row& row : rows) index.emplace(row.key, &row);
  return index;
}

const Row* FindRule(std::string_view rule_id) {
  static const Index& rules = *new Index(IndexOf(kRules));
  for (std::string_view front = rule_id;;) {
    if (const auto found = rules.find(front); found != rules.end()) return found->second;
    const size_t dot = front.rfind('.');
    if (dot == front.npos) return nullptr;
    front = front.substr(0, dot);
  }
}

// `service_lines[2].modifiers[0]` without its indexes.
std::string WithoutIndexes(std::string_view field) {
  std::string plain;
  for (bool inside = false; const char c : field) {
    if (c == '[') inside = true;
    if (!inside) plain += c;
    if (c == ']') inside = false;
  }
  return plain;
}

const Row* FindField(std::string_view field) {
  static const Index& fields = *new Index(IndexOf(kFields));
  const std::string plain = WithoutIndexes(field);
  // The end of the path first, as a whole; then that of what it belongs to: a row says what it
  // can of any field below it.
  for (std::string_view path = plain; !path.empty();) {
    for (std::string_view end = path;;) {
      if (const auto found = fields.find(end); found != fields.end()) return found->second;
      const size_t dot = end.find('.');
      if (dot == end.npos) break;
      end.remove_prefix(dot + 1);
    }
    const size_t dot = path.rfind('.');
    path = dot == path.npos ? std::string_view() : path.substr(0, dot);
  }
  return nullptr;
}

const Row* FindDenial(const v1::Finding& finding) {
  static const Index& denials = *new Index(IndexOf(kDenials));
  for (const std::string& carc : finding.carc()) {
    if (const auto found = denials.find(carc); found != denials.end()) return found->second;
  }
  return nullptr;
}

std::string_view EntityIn(std::string_view field, std::string_view otherwise) {
  constexpr std::pair<std::string_view, std::string_view> kRoles[] = {
      {"billing.", "85"},   {"rendering.", "82"},   {"referring.", "DN"},
      {"ordering.", "DK"},  {"supervising.", "DQ"}, {"service_facility.", "77"},
      {"attending.", "71"}, {"operating.", "72"}};
  for (const auto& [role, entity] : kRoles) {
    const size_t at = field.find(role);
    if (at != field.npos && (at == 0 || field[at - 1] == '.')) return entity;
  }
  return otherwise;
}

std::string_view DiagnosisStatus(std::string_view field) {
  return field.starts_with("diagnoses[0]") ? "254" : "255";
}

std::string_view TakeUntil(char separator, std::string_view& text) {
  const size_t end = text.find(separator);
  const std::string_view front = text.substr(0, end);
  text = end == text.npos ? std::string_view() : text.substr(end + 1);
  return front;
}

StatusCodes Read(const Row& row, std::string_view field) {
  StatusCodes codes{.triples = {}, .issue = row.issue};
  std::string_view rest = row.codes;
  for (StatusTriple& triple : codes.triples) {
    std::string_view text = TakeUntil(' ', rest);
    triple.category = TakeUntil(':', text);
    triple.status = TakeUntil(':', text);
    triple.entity = text;
    if (triple.status == "dx") triple.status = DiagnosisStatus(field);
    if (triple.entity.starts_with('@')) {
      triple.entity = EntityIn(field, triple.entity.substr(1));
    }
  }
  return codes;
}

}  // namespace

std::string StatusTriple::ToString(char separator) const {
  std::string text(category);
  text += separator;
  text += status;
  if (!entity.empty()) {
    text += separator;
    text += entity;
  }
  return text;
}

std::string StatusCodes::ToString() const {
  std::string text;
  for (const StatusTriple& triple : triples) {
    if (triple.empty()) break;
    if (!text.empty()) text += ' ';
    text += triple.ToString();
  }
  return text;
}

StatusCodes StatusOf(const v1::Finding& finding) {
  const Row* row = FindRule(finding.rule_id());
  if (row == nullptr) row = FindField(finding.field());
  if (row == nullptr) row = FindDenial(finding);
  if (row == nullptr) row = finding.line_numbers().empty() ? &kClaimInGeneral : &kLineInGeneral;
  return Read(*row, finding.field());
}

StatusCodes StatusOfUnreadable(std::string_view field) {
  const Row* row = FindField(field);
  if (row == nullptr) {
    row = field.starts_with("service_lines[") ? &kLineUnreadable : &kClaimUnreadable;
  }
  return Read(*row, field);
}

std::string_view UnreadableField(const v1::NotEvaluated& gap) {
  constexpr std::string_view kWord = "unreadable: ";
  std::string_view reason = gap.reason();
  if (gap.rule_id() != "INPUT.UNREADABLE" || !reason.starts_with(kWord)) return {};
  reason.remove_prefix(kWord.size());
  const std::string_view path = reason.substr(0, reason.find_first_of(" :"));
  // Where no field is to blame the sentence begins at once.
  const std::string field(path.substr(0, path.find_first_of("[.")));
  return v1::Claim::descriptor()->FindFieldByName(field) == nullptr ? std::string_view() : path;
}

bool HasStatusRow(std::string_view rule_id) { return FindRule(rule_id) != nullptr; }

std::vector<StatusCodes> AllStatusCodes() {
  std::vector<StatusCodes> all;
  const auto add = [&all](const auto& rows) {
    for (const Row& row : rows) {
      all.push_back(Read(row, ""));
      all.push_back(Read(row, "diagnoses[0].code"));
    }
  };
  add(kRules);
  add(kFields);
  add(kDenials);
  add(std::initializer_list<Row>{kLineInGeneral, kClaimInGeneral, kLineUnreadable,
                                 kClaimUnreadable});
  return all;
}

}  // namespace scrubline
