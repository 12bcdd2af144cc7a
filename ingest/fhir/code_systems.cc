#include "ingest/fhir/code_systems.h"

#include <algorithm>
#include <string>

#include "ingest/x12/loops.h"

namespace scrubline {
namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool EqualNoCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return Lower(x) == Lower(y); });
}

struct SystemRow {
  std::string_view spelling;  // lower case, without scheme, `.html` and closing slash
  CodeSystem system;
};
constexpr SystemRow kSystems[] = {
    {"www.ama-assn.org/go/cpt", CodeSystem::kProcedure},
    {"urn:oid:2.16.840.1.113883.6.12", CodeSystem::kProcedure},
    {"www.cms.gov/medicare/coding/hcpcsreleasecodesets", CodeSystem::kProcedure},
    {"bluebutton.cms.gov/resources/codesystem/hcpcs", CodeSystem::kProcedure},
    {"bluebutton.cms.gov/resources/variables/hcpcs_cd", CodeSystem::kProcedure},
    {"terminology.hl7.org/codesystem/hcpcs-all-codes", CodeSystem::kProcedure},
    {"urn:oid:2.16.840.1.113883.6.14", CodeSystem::kProcedure},
    {"urn:oid:2.16.840.1.113883.6.285", CodeSystem::kProcedure},
    {"www.cms.gov/medicare/medicare-fee-for-service-payment/prospmedicarefeesvcpmtgen/hippscodes",
     CodeSystem::kProcedure},
    {"www.cms.gov/medicare/coding/hippscodes", CodeSystem::kProcedure},
    {"hl7.org/fhir/sid/icd-10-cm", CodeSystem::kIcd10},
    // The URL of the WHO's list, in wide use for codes of the American one.
    {"hl7.org/fhir/sid/icd-10", CodeSystem::kIcd10},
    {"urn:oid:2.16.840.1.113883.6.90", CodeSystem::kIcd10},
    {"hl7.org/fhir/sid/icd-9-cm", CodeSystem::kIcd9},
    {"hl7.org/fhir/sid/icd-9-cm/diagnosis", CodeSystem::kIcd9},
    {"urn:oid:2.16.840.1.113883.6.103", CodeSystem::kIcd9},
    {"www.cms.gov/medicare/coding/place-of-service-codes/place_of_service_code_set",
     CodeSystem::kPlaceOfService},
    {"terminology.hl7.org/codesystem/ex-serviceplace", CodeSystem::kPlaceOfService},
    {"bluebutton.cms.gov/resources/variables/line_place_of_srvc_cd", CodeSystem::kPlaceOfService},
    {"www.nubc.org/codesystem/revenuecodes", CodeSystem::kRevenue},
    {"bluebutton.cms.gov/resources/variables/rev_cntr", CodeSystem::kRevenue},
    {"bluebutton.cms.gov/resources/variables/fiss/rev-cd", CodeSystem::kRevenue},
    {"bluebutton.cms.gov/fhir/codesystem/clm-rev-cntr-cd", CodeSystem::kRevenue},
    {"hl7.org/fhir/sid/ndc", CodeSystem::kNdc},
    {"urn:oid:2.16.840.1.113883.6.69", CodeSystem::kNdc},
    {"snomed.info/sct", CodeSystem::kClinical},
    {"www.nlm.nih.gov/research/umls/rxnorm", CodeSystem::kClinical},
    {"loinc.org", CodeSystem::kClinical},
    {"hl7.org/fhir/sid/cvx", CodeSystem::kClinical},
    {"terminology.hl7.org/codesystem/data-absent-reason", CodeSystem::kDataAbsent},
    {"www.nubc.org/codesystem/typeofbill", CodeSystem::kTypeOfBill},
    {"www.cms.gov/codes/billtype", CodeSystem::kTypeOfBill},
    {"bluebutton.cms.gov/resources/variables/fiss/freq-cd", CodeSystem::kBillFrequency},
    {"www.nubc.org/codesystem/conditioncodes", CodeSystem::kConditionCode},
    {"www.nubc.org/codesystem/occurrencecodes", CodeSystem::kOccurrenceCode},
    {"www.nubc.org/codesystem/occurrencespancodes", CodeSystem::kOccurrenceSpanCode},
    {"www.nubc.org/codesystem/valuecodes", CodeSystem::kValueCode},
    {"nucc.org/provider-taxonomy", CodeSystem::kTaxonomy},
    {"urn:oid:2.16.840.1.113883.6.101", CodeSystem::kTaxonomy},
    {"terminology.hl7.org/codesystem/v3-actcode", CodeSystem::kCoverageActCode},
    {"nahdo.org/sopt", CodeSystem::kPaymentTypology},
    {"www.nahdo.org/sopt", CodeSystem::kPaymentTypology},
    {"www.phdsc.org/standards/payer-typology.asp", CodeSystem::kPaymentTypology},
    {"codesystem.x12.org/005010/1032", CodeSystem::kFilingIndicator},
    {"hl7.org/fhir/sid/us-npi", CodeSystem::kNpi},
    {"urn:oid:2.16.840.1.113883.4.6", CodeSystem::kNpi},
    {"urn:oid:2.16.840.1.113883.4.4", CodeSystem::kTaxId},
    {"bluebutton.cms.gov/resources/variables/fiss/fed-tax-nb", CodeSystem::kTaxId},
    {"bluebutton.cms.gov/resources/variables/mcs/bill-prov-ein", CodeSystem::kTaxId},
    {"urn:oid:2.16.840.1.113883.4.7", CodeSystem::kClia},
    {"hl7.org/fhir/sid/us-mbi", CodeSystem::kMedicareNumber},
    {"hl7.org/fhir/sid/us-medicare", CodeSystem::kMedicareNumber},
};

template <typename Value>
struct CodeRow {
  std::string_view code;  // compared without regard to case
  Value value;
};
template <typename Value, size_t kRows>
Value Find(const CodeRow<Value> (&rows)[kRows], std::string_view code, Value otherwise) {
  for (const CodeRow<Value>& row : rows) {
    if (EqualNoCase(row.code, code)) return row.value;
  }
  return otherwise;
}

constexpr CodeRow<CodeSystem> kIdentifierKinds[] = {
    {"npi", CodeSystem::kNpi},   {"tax", CodeSystem::kTaxId},         {"en", CodeSystem::kTaxId},
    {"clia", CodeSystem::kClia}, {"mc", CodeSystem::kMedicareNumber},
};

// FHIR's and CARIN's codes, and the qualifiers of the 837 as Da Vinci uses them.
constexpr CodeRow<CareTeamRole> kCareTeamRoles[] = {
    {"primary", CareTeamRole::kRendering},
    {"performing", CareTeamRole::kRendering},
    {"rendering", CareTeamRole::kRendering},
    {"82", CareTeamRole::kRendering},
    {"referring", CareTeamRole::kReferring},
    {"DN", CareTeamRole::kReferring},
    {"prescribing", CareTeamRole::kOrdering},
    {"ordering", CareTeamRole::kOrdering},
    {"DK", CareTeamRole::kOrdering},
    {"supervising", CareTeamRole::kSupervising},
    {"supervisor", CareTeamRole::kSupervising},
    {"DQ", CareTeamRole::kSupervising},
    {"attending", CareTeamRole::kAttending},
    {"71", CareTeamRole::kAttending},
    {"operating", CareTeamRole::kOperating},
    {"72", CareTeamRole::kOperating},
    {"otheroperating", CareTeamRole::kNotInModel},
    {"ZZ", CareTeamRole::kNotInModel},
    {"assist", CareTeamRole::kNotInModel},
    {"other", CareTeamRole::kNotInModel},
    {"pcp", CareTeamRole::kNotInModel},
    {"P3", CareTeamRole::kNotInModel},
    {"purchased", CareTeamRole::kNotInModel},
    {"site", CareTeamRole::kNotInModel},
};

constexpr CodeRow<InfoCategory> kInfoCategories[] = {
    {"typeofbill", InfoCategory::kTypeOfBill},
    {"discharge-status", InfoCategory::kDischargeStatus},
    {"discharge", InfoCategory::kDischargeStatus},
    {"admissionperiod", InfoCategory::kAdmissionPeriod},
    {"hospitalized", InfoCategory::kAdmissionPeriod},
    {"onset", InfoCategory::kOnset},
    {"clmrecvddate", InfoCategory::kReceivedDate},
};

constexpr CodeRow<v1::Diagnosis::Role> kDiagnosisRoles[] = {
    {"principal", v1::Diagnosis::PRINCIPAL},
    {"admitting", v1::Diagnosis::ADMITTING},
    {"patientreasonforvisit", v1::Diagnosis::REASON_FOR_VISIT},
    {"externalcauseofinjury", v1::Diagnosis::EXTERNAL_CAUSE},
    {"externalcause", v1::Diagnosis::EXTERNAL_CAUSE},
    {"other", v1::Diagnosis::OTHER},
    {"secondary", v1::Diagnosis::OTHER},
    {"clinical", v1::Diagnosis::OTHER},
    {"discharge", v1::Diagnosis::OTHER},
};

constexpr CodeRow<v1::Payer::LineOfBusiness> kActCodes[] = {
    {"EHCPOL", v1::Payer::COMMERCIAL},
    {"HSAPOL", v1::Payer::COMMERCIAL},
    {"HIP", v1::Payer::COMMERCIAL},
    {"MCPOL", v1::Payer::COMMERCIAL},
    {"HMO", v1::Payer::COMMERCIAL},
    {"PPO", v1::Payer::COMMERCIAL},
    {"POS", v1::Payer::COMMERCIAL},
    {"AUTOPOL", v1::Payer::AUTO},
    {"WCBPOL", v1::Payer::WORKERS_COMPENSATION},
};

// The typology's numbers grow longer with detail: the longest beginning decides.
constexpr CodeRow<v1::Payer::LineOfBusiness> kTypology[] = {
    {"1", v1::Payer::MEDICARE},
    {"11", v1::Payer::MEDICARE_ADVANTAGE},
    {"14", v1::Payer::MEDICARE_ADVANTAGE},
    {"2", v1::Payer::MEDICAID},
    {"3", v1::Payer::OTHER},
    {"31", v1::Payer::TRICARE},
    {"4", v1::Payer::OTHER},
    {"5", v1::Payer::COMMERCIAL},
    {"6", v1::Payer::COMMERCIAL},
    {"7", v1::Payer::COMMERCIAL},
    {"8", v1::Payer::OTHER},
    {"9", v1::Payer::OTHER},
    {"95", v1::Payer::WORKERS_COMPENSATION},
    {"96", v1::Payer::AUTO},
};

constexpr CodeRow<std::string_view> kRelationships[] = {
    {"self", "18"}, {"18", "18"},     {"spouse", "01"}, {"01", "01"}, {"child", "19"},
    {"19", "19"},   {"common", "53"}, {"53", "53"},     {"20", "20"}, {"21", "21"},
    {"39", "39"},   {"40", "40"},     {"other", "G8"},  {"G8", "G8"},
};

constexpr CodeRow<std::string_view> kDrugUnits[] = {
    {"mL", "ML"},    {"g", "GR"},      {"GR", "GR"}, {"mg", "ME"}, {"ME", "ME"},
    {"F2", "F2"},    {"[iU]", "F2"},   {"IU", "F2"}, {"UN", "UN"}, {"unit", "UN"},
    {"units", "UN"}, {"{unit}", "UN"}, {"EA", "UN"}, {"1", "UN"},
};

}  // namespace

CodeSystem SystemOf(std::string_view uri) {
  std::string spelling(uri);
  std::transform(spelling.begin(), spelling.end(), spelling.begin(), Lower);
  std::string_view key = spelling;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (key.starts_with(scheme)) key.remove_prefix(scheme.size());
  }
  for (const std::string_view ending : {"/", ".html"}) {
    if (key.ends_with(ending)) key.remove_suffix(ending.size());
  }
  for (const SystemRow& row : kSystems) {
    if (row.spelling == key) return row.system;
  }
  return CodeSystem::kUnknown;
}

CodeSystem IdentifierKind(std::string_view type_code) {
  return Find(kIdentifierKinds, type_code, CodeSystem::kUnknown);
}

CareTeamRole CareTeamRoleOf(std::string_view code) {
  return Find(kCareTeamRoles, code, CareTeamRole::kUnknown);
}

InfoCategory InfoCategoryOf(std::string_view code) {
  return Find(kInfoCategories, code, InfoCategory::kOther);
}

v1::Diagnosis::Role DiagnosisRoleOf(std::string_view code) {
  return Find(kDiagnosisRoles, code, v1::Diagnosis::ROLE_UNSPECIFIED);
}

v1::Payer::LineOfBusiness LineOfBusinessOf(CodeSystem system, std::string_view code) {
  constexpr auto kUnspecified = v1::Payer::LINE_OF_BUSINESS_UNSPECIFIED;
  switch (system) {
    case CodeSystem::kCoverageActCode:
      return Find(kActCodes, code, kUnspecified);
    case CodeSystem::kPaymentTypology: {
      const auto longer = Find(kTypology, code.substr(0, 2), kUnspecified);
      return longer != kUnspecified ? longer : Find(kTypology, code.substr(0, 1), kUnspecified);
    }
    case CodeSystem::kFilingIndicator: {
      const FilingRow* row = FindFiling(code);
      if (row == nullptr) return kUnspecified;
      return static_cast<v1::Payer::LineOfBusiness>(row->line_of_business);  // the same order
    }
    default:
      return kUnspecified;
  }
}

std::string_view RelationshipOf(std::string_view code) {
  return Find(kRelationships, code, std::string_view());
}

std::string_view DrugUnitOf(std::string_view unit) {
  return Find(kDrugUnits, unit, std::string_view());
}

bool IsMinutes(std::string_view unit) {
  for (const std::string_view name : {"min", "mins", "minute", "minutes", "mj"}) {
    if (EqualNoCase(unit, name)) return true;
  }
  return false;
}

}  // namespace scrubline
