// The claim itself: CLM, its dates and codes, and what it takes over from the levels above it.
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "ingest/x12/claim_builder.h"
#include "ingest/x12/text.h"
#include "ingest/x12/values.h"

namespace scrubline {
namespace {

constexpr size_t kMaxClaimId = 38;
constexpr size_t kMaxProfessionalDiagnoses = 12;
constexpr size_t kMaxInstitutionalDiagnoses = 50;
constexpr size_t kMaxCodesOfAKind = 24;

}  // namespace

void ClaimBuilder::OpenClaim(const Segment& segment) {
  CompleteClaim();
  claim_open_ = true;
  claim_position_ = position_;
  claim_guide_ = guide_;
  level_ = Level::kClaim;
  loop_ = {};
  role_ = Role::kNone;
  has_diagnosis_segment_ = false;
  claim_service_date_ = claim_service_date_through_ = Date();
  line_dropped_ = false;
  highest_line_number_ = 0;
  other_payer_ = -1;
  adjustments_known_ = true;
  CopyContext();

  claim_.claim_id = KeptText(segment[1], kMaxClaimId, "claim_id");
  claim_.total_charge_cents = ReadCents(segment[2], "total_charge_cents");
  const Composite place = SplitProbing(segment[5]);
  const Guide content = place[2] == "B"   ? Guide::kProfessional
                        : place[2] == "A" ? Guide::kInstitutional
                                          : Guide::kUnknown;
  if (claim_guide_ == Guide::kUnknown) {
    claim_guide_ = content;
  } else if (content != Guide::kUnknown && content != claim_guide_) {
    Issue(X12Problem::kContentMismatch);
    Unread("type", "CLM05 is of another kind of claim than ST03 names");
  }
  claim_.frequency_code = ReadCode(place[3], "frequency_code");
  if (claim_guide_ == Guide::kInstitutional) {
    claim_.type = ClaimType::kInstitutional;
    std::string_view facility = place[1];
    if (facility.size() == 3 && facility[0] == '0') {
      Issue(X12Problem::kTypeOfBillForm, 5, 1, 1331);
      facility.remove_prefix(1);
    }
    if (facility.size() == 2 && place[3].size() == 1) {
      std::string bill = "0";
      bill.append(facility).append(place[3]);
      claim_.type_of_bill = ReadCode(bill, "type_of_bill");
    } else {
      Unread("type_of_bill", "CLM05 does not hold two characters and a frequency code");
    }
  } else {
    if (claim_guide_ == Guide::kProfessional) {
      claim_.type = ClaimType::kProfessional;
    } else {
      Unread("type", "neither ST03, GS08 nor CLM05 say what kind of claim this is");
    }
    claim_.place_of_service = ReadCode(place[1], "place_of_service");
  }
  const std::string_view assignment = segment[7];
  if (assignment == "A") {
    claim_.accept_assignment = Tristate::kYes;
  } else if (assignment == "C") {
    claim_.accept_assignment = Tristate::kNo;
  } else if (!assignment.empty() && assignment != "B") {
    Unread("accept_assignment", "not one of A, B, C");
  }
  if (!segment[11].empty()) ReadAccident(segment[11]);
}

void ClaimBuilder::CopyContext() {
  claim_.submitted_date = submitted_date_;
  if (billing_.has_provider) {
    const ProviderText& from = billing_.provider;
    claim_.billing = claim_.AddProvider({.npi = claim_.Keep(from.npi),
                                         .taxonomy_code = claim_.Keep(from.taxonomy_code),
                                         .tax_id = claim_.Keep(from.tax_id),
                                         .state = from.state,
                                         .zip = claim_.Keep(from.zip),
                                         .entity_type = from.entity_type});
  }
  claim_.subscriber_id = claim_.Keep(subscriber_.person.id);
  claim_.payer.id = claim_.Keep(subscriber_.payer_id);
  claim_.payer.name = claim_.Keep(subscriber_.payer_name);
  claim_.payer.filing_indicator = subscriber_.filing_indicator;
  claim_.payer.line_of_business = subscriber_.line_of_business;
  claim_.payer.responsibility = subscriber_.responsibility;
  if (!subscriber_.open) {
    Issue(X12Problem::kClaimOutsideHierarchy);
    Unread("payer", "the claim stands under no subscriber");
  }

  const Person* patient = nullptr;
  if (hierarchy_ == Level::kPatient) {
    patient = &patient_.person;
    claim_.patient.id = claim_.Keep(patient->id);
  } else if (subscriber_.is_patient) {
    patient = &subscriber_.person;
  } else if (subscriber_.open) {
    Issue(X12Problem::kPatientUnknown);
  }
  if (patient != nullptr) {
    claim_.patient.birth_date = patient->birth_date;
    claim_.patient.death_date = patient->death_date;
    claim_.patient.sex = patient->sex;
    claim_.patient.relationship = patient->relationship;
  }

  const std::array<const OpenLevel*, 4> levels = {&header_, &billing_, &subscriber_, &patient_};
  for (const OpenLevel* level : levels) {
    for (const ContextProblem& problem : level->problems) {
      UnreadInClaim(problem.field, problem.problem, -1);
    }
  }
}

void ClaimBuilder::ReadAccident(std::string_view related_causes) {
  const Composite causes = Split(related_causes);
  for (int i = 1; i <= 3; ++i) {
    const std::string_view cause = causes[i];
    if (cause == "AA") {
      claim_.accident.auto_accident = Tristate::kYes;
    } else if (cause == "EM") {
      claim_.accident.employment = Tristate::kYes;
    } else if (cause == "OA") {
      claim_.accident.other = Tristate::kYes;
    } else if (!cause.empty()) {
      Unread("accident", "a related cause is not one of AA, EM, OA");
    }
  }
  claim_.accident.state = ReadCode(causes[4], "accident.state");
}

void ClaimBuilder::ReadInstitutionalCodes(const Segment& segment) {
  claim_.patient_status = ReadCode(segment[3], "patient_status");
}

void ClaimBuilder::ReadDate(const Segment& segment) {
  const DateRow* row = FindDate(claim_guide(), level_, segment[1]);
  if (row == nullptr) return;
  if (row->misplaced) {
    Issue(level_ == Level::kClaim ? X12Problem::kClaimServiceDate : X12Problem::kMisplaced);
  }
  // A date is the claim's or line's own, whichever party it happens to follow.
  const Role role = std::exchange(role_, Role::kNone);
  const std::string_view format = segment[2];
  const std::string_view value = segment[3];
  constexpr std::string_view kNotARange = "not a date or date range of the calendar";
  switch (row->field) {
    case DateField::kAdmission:
      claim_.admission_date = ReadDay(format, value, "admission_date");
      break;
    case DateField::kAccident:
      claim_.accident.date = ReadDay(format, value, "accident.date");
      break;
    case DateField::kInitialTreatment: {
      // Of the claim, though a line may state it; the first one said stands.
      const Level level = std::exchange(level_, Level::kClaim);
      if (!claim_.initial_treatment_date.has_value()) {
        claim_.initial_treatment_date = ReadDay(format, value, "initial_treatment_date");
      }
      level_ = level;
      break;
    }
    case DateField::kLastMenstrualPeriod:
      claim_.last_menstrual_period_date = ReadDay(format, value, "last_menstrual_period_date");
      break;
    case DateField::kRemittance:
      ReadRemittanceDate(format, value);
      break;
    case DateField::kOnset:
      claim_.onset_date = ReadDay(format, value, "onset_date");
      break;
    case DateField::kStatement:
      if (const auto range = ParseDateRange(format, value)) {
        claim_.statement_from = range->from;
        claim_.statement_through = range->through.has_value() ? range->through : range->from;
      } else {
        Unread("statement_from", kNotARange);
      }
      break;
    case DateField::kService: {
      const bool in_line = InLine();
      Date& from = in_line ? line().service_date : claim_service_date_;
      Date& through = in_line ? line().service_date_through : claim_service_date_through_;
      if (in_line && std::exchange(line_has_service_date_, true)) {
        Issue(X12Problem::kSegmentRepeated);
      } else if (const auto range = ParseDateRange(format, value)) {
        from = range->from;
        through = range->through;
      } else if (in_line) {
        Unread("service_date", kNotARange);
      }
      break;
    }
  }
  role_ = role;
}

void ClaimBuilder::ReadHealthCodes(const Segment& segment) {
  const Role role = std::exchange(role_, Role::kNone);
  if (level_ != Level::kClaim) Issue(X12Problem::kMisplaced);
  const Level level = std::exchange(level_, Level::kClaim);
  int last = segment.size();
  while (last > 0 && segment[last].empty()) --last;
  bool has_diagnosis = false;
  for (int i = 1; i <= last; ++i) {
    const std::string_view text = segment[i];
    if (text.empty()) {
      // Pointers count the places in HI: an empty one keeps its number.
      if (has_diagnosis) AddDiagnosisSlot({});
      continue;
    }
    const Composite composite = SplitProbing(text);
    const HealthCodeRow* row = FindHealthCode(claim_guide(), composite[1]);
    if (row == nullptr) {
      Issue(X12Problem::kSegmentUnexpected);
      Unread("diagnoses", "a code in HI has a qualifier that does not belong here");
    } else if (row->kind == HealthCode::kDiagnosis) {
      if (!has_diagnosis && has_diagnosis_segment_ && claim_guide() == Guide::kProfessional) {
        Issue(X12Problem::kDiagnosisSplit);
      }
      if (row->icd9 && !has_diagnosis) Issue(X12Problem::kIcd9);
      has_diagnosis = true;
      ReadDiagnosis(*row, composite);
    } else {
      ReadOtherHealthCode(*row, composite);
    }
  }
  has_diagnosis_segment_ |= has_diagnosis;
  level_ = level;
  role_ = role;
}

void ClaimBuilder::ReadDiagnosis(const HealthCodeRow& row, const Composite& composite) {
  Diagnosis diagnosis{.role = row.role};
  const auto code = Code::ParseDiagnosis(composite[2]);
  if (code && IsAlphanumeric(code->ToString())) diagnosis.code = *code;
  if (!diagnosis.code.empty() && composite[2].find('.') != std::string_view::npos) {
    Issue(X12Problem::kDiagnosisPoint, ElementOf(composite[2]), 2, 1271);
  }
  const std::string_view poa = composite[9];
  const size_t place = claim_.diagnoses.size();
  if (poa.size() == 1 && std::string_view("YNUW1").find(poa[0]) != std::string_view::npos) {
    diagnosis.present_on_admission = poa[0];
  } else if (!poa.empty()) {
    Unread("diagnoses[" + std::to_string(place) + "].present_on_admission",
           "not one of Y, N, U, W, 1");
  }
  AddDiagnosisSlot(diagnosis);
}

void ClaimBuilder::AddDiagnosisSlot(const Diagnosis& diagnosis) {
  const size_t place = claim_.diagnoses.size();
  const size_t limit = claim_guide() == Guide::kInstitutional ? kMaxInstitutionalDiagnoses
                                                              : kMaxProfessionalDiagnoses;
  if (place >= limit) {
    return Unread("diagnoses", "more diagnoses than the claim has places for");
  }
  if (diagnosis.code.empty()) {
    Unread("diagnoses[" + std::to_string(place) + "].code", "no code, or not a diagnosis code");
  }
  claim_.diagnoses.push_back(diagnosis);
}

void ClaimBuilder::ReadOtherHealthCode(const HealthCodeRow& row, const Composite& composite) {
  const auto read = [&](auto& codes, std::string_view field, auto make) {
    if (codes.size() >= kMaxCodesOfAKind) {
      return Unread(field, "more codes than the claim has places for");
    }
    const std::string path = std::string(field) + "[" + std::to_string(codes.size()) + "]";
    codes.push_back(make(path));
  };
  switch (row.kind) {
    case HealthCode::kCondition:
      return read(claim_.condition_codes, "condition_codes",
                  [&](const std::string& path) { return ReadCode(composite[2], path); });
    case HealthCode::kOccurrence:
      return read(claim_.occurrences, "occurrences", [&](const std::string& path) {
        const Occurrence occurrence{ReadCode(composite[2], path + ".code"),
                                    ReadDay(composite[3], composite[4], path + ".date")};
        TakeAccident(occurrence);
        return occurrence;
      });
    case HealthCode::kOccurrenceSpan:
      return read(claim_.occurrence_spans, "occurrence_spans", [&](const std::string& path) {
        OccurrenceSpan span{ReadCode(composite[2], path + ".code"), {}, {}};
        if (const auto range = ParseDateRange(composite[3], composite[4])) {
          span.from = range->from;
          span.through = range->through;
        } else {
          Unread(path + ".from", "not a date range of the calendar");
        }
        return span;
      });
    case HealthCode::kValue:
      return read(claim_.value_codes, "value_codes", [&](const std::string& path) {
        return ValueCode{ReadCode(composite[2], path + ".code"),
                         ReadCents(composite[5], path + ".amount_cents")};
      });
    case HealthCode::kNotInModel:
    case HealthCode::kDiagnosis:
      return;
  }
}

// Institutional claims tell of an accident by occurrence codes: 01 to 06, 04 being one at work.
void ClaimBuilder::TakeAccident(const Occurrence& occurrence) {
  if (occurrence.code < Code::Of("01") || Code::Of("06") < occurrence.code) return;
  if (!claim_.accident.date.has_value()) claim_.accident.date = occurrence.date;
  if (occurrence.code == Code::Of("04")) claim_.accident.employment = Tristate::kYes;
}

void ClaimBuilder::CompleteClaim() {
  if (!claim_open_) return;
  CommitParty();
  CloseLine();
  Date from = claim_service_date_;
  Date through = claim_service_date_through_;
  if (claim_guide_ == Guide::kInstitutional) {
    // An institutional line need not be dated: it then has the dates of the statement.
    from = claim_.statement_from;
    through = claim_.statement_through == from ? Date() : claim_.statement_through;
  }
  if (from.has_value()) {
    for (ServiceLine& undated : claim_.service_lines) {
      if (undated.service_date.has_value()) continue;
      const auto index = static_cast<int16_t>(&undated - claim_.service_lines.data());
      const auto unreadable = [index](const Unreadable& entry) {
        return entry.line == index && entry.field.ends_with(".service_date");
      };
      if (std::any_of(claim_.unreadable.begin(), claim_.unreadable.end(), unreadable)) continue;
      undated.service_date = from;
      undated.service_date_through = through;
    }
  }
  CompleteOtherPayers();
  deliver_(claim_, claim_position_);
  claim_.Clear();
  claim_open_ = false;
  level_ = hierarchy_;
}

}  // namespace scrubline
