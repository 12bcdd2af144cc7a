// Service lines: LX and all that stands under it.
#include <algorithm>
#include <utility>

#include "ingest/x12/claim_builder.h"
#include "ingest/x12/text.h"
#include "ingest/x12/values.h"

namespace scrubline {
namespace {

constexpr size_t kMaxDescription = 80;
constexpr size_t kMaxProductId = 48;  // LIN03

}  // namespace

void ClaimBuilder::OpenLine() {
  CommitParty();
  CloseLine();
  level_ = Level::kLine;
  loop_ = {};
  line_has_service_ = line_has_service_date_ = false;
  if (claim_.service_lines.size() >= max_lines_) {
    if (!line_dropped_) {
      Issue(X12Problem::kTooManyLines);
      UnreadInClaim("service_lines", "more service lines than are read of one claim", -1);
    }
    line_dropped_ = true;
    return;
  }
  claim_.service_lines.emplace_back().line_number = ++highest_line_number_;
}

// Findings name a line by its number: one that is missing or not its own is replaced.
void ClaimBuilder::ReadLineNumber(const Segment& segment) {
  if (line_dropped_) return;
  const int32_t number = ParseWhole(segment[1]).value_or(0);
  const auto& lines = claim_.service_lines;
  // The number given when the line was opened is one more than any before it.
  const bool taken =
      number < highest_line_number_ &&
      std::any_of(lines.begin(), lines.end() - 1,
                  [number](const ServiceLine& other) { return other.line_number == number; });
  if (number == 0 || taken) return Issue(X12Problem::kLineNumber, 1);
  if (number != static_cast<int32_t>(lines.size())) {
    IssueOnce(line_sequence_told_, X12Problem::kLineSequence, 1);
  }
  line().line_number = number;
  highest_line_number_ = std::max(highest_line_number_ - 1, number);
}

void ClaimBuilder::CloseLine() {
  if (InLine() && !line_dropped_ && !line_has_service_) {
    Unread("procedure_code", "the line has no service segment (SV1, SV2)");
    line_has_service_ = true;
  }
}

// True if there is now a line whose service segment this is.
bool ClaimBuilder::StartService(Guide guide) {
  if (!InLine() || line_has_service_) {
    OpenLine();
    if (line_dropped_) return false;
    Issue(X12Problem::kLineWithoutLx);
  }
  line_has_service_ = true;
  if (guide != claim_guide_ && claim_guide_ != Guide::kUnknown) {
    Issue(X12Problem::kContentMismatch);
    UnreadInClaim("type", "a service line is of another kind of claim than ST03 names", -1);
  }
  return true;
}

void ClaimBuilder::ReadProfessionalService(const Segment& segment) {
  if (!StartService(Guide::kProfessional)) return;
  ReadProcedure(segment[1]);
  line().charge_cents = ReadCents(segment[2], "charge_cents");
  ReadUnits(segment[3], segment[4]);
  line().place_of_service = ReadCode(segment[5], "place_of_service");
  ReadPointers(segment[7]);
}

void ClaimBuilder::ReadInstitutionalService(const Segment& segment) {
  if (!StartService(Guide::kInstitutional)) return;
  line().revenue_code = ReadCode(segment[1], "revenue_code");
  if (!segment[2].empty()) ReadProcedure(segment[2]);
  line().charge_cents = ReadCents(segment[3], "charge_cents");
  ReadUnits(segment[4], segment[5]);
  line().noncovered_charge_cents = ReadCents(segment[7], "noncovered_charge_cents");
}

void ClaimBuilder::ReadProcedure(std::string_view text) {
  const Composite procedure = SplitProbing(text);
  const bool rate_code = procedure[1] == "HP" && claim_guide_ == Guide::kInstitutional;
  if (procedure[1] == "HC" || rate_code) {
    line().procedure_code = ReadCode(procedure[2], "procedure_code");
    if (procedure[2].empty()) Unread("procedure_code", "no code after its qualifier");
  } else {
    Unread("procedure_code", "the code is not qualified as HCPCS (HC)");
  }
  for (int i = 0; i < kMaxModifiers; ++i) {
    const std::string_view modifier = procedure[3 + i];
    if (modifier.empty()) continue;
    line().modifiers[static_cast<size_t>(i)] = ReadCode(modifier, "modifiers");
    line().modifier_count = static_cast<uint8_t>(i + 1);
  }
  const std::string_view description = procedure[7];
  const bool modifier_like = description.size() == 2 && IsCapitalOrDigit(description[0]) &&
                             IsCapitalOrDigit(description[1]);
  if (modifier_like || procedure.size() > 8) {
    Unread("modifiers", "more than four modifiers");
  } else {
    line().description = KeptText(description, kMaxDescription, "description");
  }
}

void ClaimBuilder::ReadUnits(std::string_view basis, std::string_view quantity) {
  if (basis == "UN" || basis == "DA") {
    line().unit_basis = UnitBasis::kUnits;
  } else if (basis == "MJ") {
    line().unit_basis = UnitBasis::kMinutes;
  } else if (!basis.empty()) {
    Unread("unit_basis", "not one of UN, MJ, DA");
  }
  line().units = ReadThousandths(quantity, "units");
  if (line().unit_basis == UnitBasis::kMinutes && line().units != kUnset &&
      line().units % kThousandths == 0) {
    line().minutes = line().units / kThousandths;
  }
}

void ClaimBuilder::ReadPointers(std::string_view text) {
  if (text.empty()) return;
  const Composite pointers = Split(text);
  for (int i = 1; i <= pointers.size(); ++i) {
    if (pointers[i].empty()) continue;
    const auto pointer = ParseWhole(pointers[i]);
    if (!pointer || *pointer < 1 || *pointer > kMaxDiagnosisPointers) {
      Unread("diagnosis_pointers", "not a number from 1 to 12");
    } else if (line().pointer_count == kMaxDiagnosisPointers) {
      return Unread("diagnosis_pointers", "more than 12 pointers");
    } else {
      line().diagnosis_pointers[line().pointer_count++] = static_cast<uint8_t>(*pointer);
    }
  }
}

void ClaimBuilder::ReadDrug(const Segment& segment) {
  if (!InLine() || segment[2] != "N4") return;
  if (!line().ndc.empty()) return Issue(X12Problem::kSegmentRepeated);
  const Role role = std::exchange(role_, Role::kNone);
  const std::string_view drug = KeptText(segment[3], kMaxProductId, "ndc");
  const std::string digits = ParseHyphenatedDrugCode(drug);
  if (!digits.empty()) Issue(X12Problem::kNdcForm, 3);
  line().ndc = digits.empty() ? drug : claim_.Keep(digits);
  role_ = role;
}

void ClaimBuilder::ReadDrugQuantity(const Segment& segment) {
  if (!InLine() || line().ndc_quantity != kUnset) return;
  const Role role = std::exchange(role_, Role::kNone);
  line().ndc_quantity = ReadThousandths(segment[4], "ndc_quantity");
  line().ndc_unit = ReadCode(Split(segment[5])[1], "ndc_unit");
  role_ = role;
}

}  // namespace scrubline
