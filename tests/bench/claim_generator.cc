#include "tests/bench/claim_generator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace scrubline::bench {
namespace {

constexpr size_t kProviders = 200;
constexpr int kMostLines = 24;

char LuhnDigit(const std::string& nine) {
  int sum = 24;  // of the prefix 80840
  for (size_t i = 0; i < nine.size(); ++i) {
    const int digit = nine[i] - '0';
    sum += i % 2 == 0 ? digit * 2 / 10 + digit * 2 % 10 : digit;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

}  // namespace

absl::StatusOr<ClaimGenerator> ClaimGenerator::Create(const TableSet& tables, uint64_t seed) {
  const PtpTable* professional = tables.ptp("ncci_ptp_practitioner");
  if (professional == nullptr || professional->code_count() == 0) {
    return absl::FailedPreconditionError(
        "no table ncci_ptp_practitioner to draw codes from: import it with `scrub tables import`, "
        "or give files of claims");
  }
  ClaimGenerator generator(tables.add_on("ncci_aoc"), tables.reference("mpfs"), seed);
  generator.professional_ = generator.Ranked(*professional);
  if (const PtpTable* hospital = tables.ptp("ncci_ptp_hospital")) {
    generator.hospital_ = generator.Ranked(*hospital);
  }
  for (size_t i = 0; i < kProviders; ++i) generator.npis_.push_back(generator.MakeNpi());
  return generator;
}

std::vector<Code> ClaimGenerator::Ranked(const PtpTable& table) {
  std::vector<Code> codes;
  for (size_t id = 1; id <= table.code_count(); ++id) {
    const Code code = table.code(static_cast<PtpTable::CodeId>(id));
    if (IsBilled(code)) codes.push_back(code);
  }
  for (size_t i = codes.size(); i > 1; --i) std::swap(codes[i - 1], codes[Below(i)]);
  return codes;
}

// Whether practices bill the code much: those the fee schedule pays, and tests.
bool ClaimGenerator::IsBilled(Code code) const {
  if (fees_ == nullptr) return true;
  const RowId row = FeeRow(code);
  if (row == kNoRow) return false;
  const Code status = fees_->CodeAt(row, mpfs::kStatus);
  return status == Code::Of("A") || status == Code::Of("X");
}

RowId ClaimGenerator::FeeRow(Code code) const {
  if (fees_ == nullptr) return kNoRow;
  const auto answer = fees_->LookUp(TableKey::Of(code), *Date::FromCivil(2024, 7, 15));
  return answer.listing == Listing::kListed ? answer.row : kNoRow;
}

// Whether the service may be given in the claim's place.
bool ClaimGenerator::Suits(const Claim& claim, Code code) const {
  const RowId row = FeeRow(code);
  if (row == kNoRow || claim.type == ClaimType::kInstitutional) return true;
  const bool office = claim.place_of_service == Code::Of("11");
  return !fees_->FlagAt(row, office ? mpfs::kNonFacilityNa : mpfs::kFacilityNa);
}

// What the fee schedule asks for: the professional's part in a facility, a side where there are
// two. Now and then something else, right or wrong.
void ClaimGenerator::AddModifiers(const Claim& claim, ServiceLine& line) {
  static constexpr std::array kModifiers = {
      Code::Of("25"), Code::Of("59"), Code::Of("LT"), Code::Of("RT"), Code::Of("26"),
      Code::Of("50"), Code::Of("XS"), Code::Of("XU"), Code::Of("GP"), Code::Of("76")};
  const auto add = [&line](Code modifier) { line.modifiers[line.modifier_count++] = modifier; };
  if (const RowId row = FeeRow(line.procedure_code); row != kNoRow) {
    const bool facility =
        claim.type == ClaimType::kProfessional && claim.place_of_service != Code::Of("11");
    if (facility && fees_->CodeAt(row, mpfs::kPcTc) == Code::Of("1")) add(Code::Of("26"));
    if (fees_->CodeAt(row, mpfs::kBilateral) == Code::Of("1"))
      add(Chance(0.5) ? Code::Of("RT") : Code::Of("LT"));
  }
  if (Chance(fees_ == nullptr ? 0.2 : 0.05)) add(kModifiers[Below(kModifiers.size())]);
  if (Chance(0.01)) add(kModifiers[Below(kModifiers.size())]);
}

std::string ClaimGenerator::MakeNpi() {
  std::string npi = "1";
  while (npi.size() < 9) npi += static_cast<char>('0' + Below(10));
  npi += LuhnDigit(npi);
  return npi;
}

int ClaimGenerator::LineCount() {
  int lines = 1;
  while (lines < kMostLines && Chance(0.75)) ++lines;
  return lines;
}

Code ClaimGenerator::DrawCode(const std::vector<Code>& codes) {
  const double share = std::pow(Unit(), 3);
  return codes[static_cast<size_t>(share * static_cast<double>(codes.size()))];
}

void ClaimGenerator::AddLine(Claim& claim, Code code) {
  ServiceLine& line = claim.service_lines.emplace_back();
  line.line_number = static_cast<int32_t>(claim.service_lines.size());
  line.procedure_code = code;
  AddModifiers(claim, line);
  line.service_date = claim.statement_from;
  line.units = (Chance(0.03) ? 2 + static_cast<int64_t>(Below(3)) : 1) * kThousandths;
  line.unit_basis = UnitBasis::kUnits;
  line.charge_cents = 2'000 + static_cast<int64_t>(Below(40'000));
  // Every diagnosis has a line that points to it.
  line.pointer_count = 1;
  line.diagnosis_pointers[0] =
      static_cast<uint8_t>(1 + (claim.service_lines.size() - 1) % claim.diagnoses.size());
  if (claim.type == ClaimType::kInstitutional) line.revenue_code = Code::Of("0510");
  claim.total_charge_cents += line.charge_cents;
}

Claim ClaimGenerator::Next(int lines) {
  static constexpr std::array kDiagnoses = {
      Code::Of("I10"),     Code::Of("E119"),  Code::Of("M5450"), Code::Of("J069"),
      Code::Of("Z0000"),   Code::Of("M170"),  Code::Of("R079"),  Code::Of("N390"),
      Code::Of("K219"),    Code::Of("F411"),  Code::Of("Z23"),   Code::Of("L570"),
      Code::Of("S93401A"), Code::Of("H2513"), Code::Of("M797"),  Code::Of("E785")};
  static constexpr std::array kPlaces = {Code::Of("11"), Code::Of("11"), Code::Of("11"),
                                         Code::Of("22"), Code::Of("21"), Code::Of("24")};
  static constexpr std::array kBusiness = {
      LineOfBusiness::kMedicare, LineOfBusiness::kMedicare, LineOfBusiness::kMedicareAdvantage,
      LineOfBusiness::kCommercial, LineOfBusiness::kCommercial};
  Claim claim;
  const bool institutional = !hospital_.empty() && Chance(0.1);
  claim.type = institutional ? ClaimType::kInstitutional : ClaimType::kProfessional;
  claim.claim_id = claim.Keep(std::to_string(random_() >> 20));
  claim.statement_from = *Date::FromCivil(2024, 7, 1) + static_cast<int32_t>(Below(92));
  claim.statement_through = claim.statement_from;
  claim.submitted_date = claim.received_date = claim.statement_from + 10;
  claim.frequency_code = Code::Of("1");
  claim.payer.line_of_business = kBusiness[Below(kBusiness.size())];
  claim.patient.birth_date = *Date::FromCivil(1935, 1, 1) + static_cast<int32_t>(Below(70 * 365));
  claim.patient.relationship = Code::Of("18");
  claim.payer.responsibility = Responsibility::kPrimary;
  const bool medicare = claim.payer.line_of_business == LineOfBusiness::kMedicare;
  claim.subscriber_id = claim.Keep(medicare ? "1EG4TE5MK73" : "ABC123456789");
  claim.patient.sex = Chance(0.5) ? Sex::kFemale : Sex::kMale;
  claim.billing = claim.AddProvider({.npi = claim.Keep(npis_[Below(npis_.size() / 10 + 1)]),
                                     .tax_id = claim.Keep("123456789"),
                                     .entity_type = EntityType::kOrganization});
  if (institutional) {
    claim.type_of_bill = Code::Of("0131");
    claim.patient_status = Code::Of("01");
    claim.attending = claim.AddProvider({.npi = claim.Keep(npis_[Below(npis_.size())]),
                                         .taxonomy_code = claim.Keep("207Q00000X"),
                                         .entity_type = EntityType::kIndividual});
  } else {
    claim.place_of_service = kPlaces[Below(kPlaces.size())];
    claim.rendering = claim.AddProvider({.npi = claim.Keep(npis_[Below(npis_.size())]),
                                         .taxonomy_code = claim.Keep("207Q00000X"),
                                         .entity_type = EntityType::kIndividual});
    claim.referring = claim.AddProvider(
        {.npi = claim.Keep(npis_[Below(npis_.size())]), .entity_type = EntityType::kIndividual});
    if (claim.place_of_service != Code::Of("11")) {
      claim.service_facility = claim.AddProvider({.npi = claim.Keep(npis_[Below(npis_.size())]),
                                                  .entity_type = EntityType::kOrganization});
    }
    if (claim.place_of_service == Code::Of("21")) claim.admission_date = claim.statement_from;
  }
  const std::vector<Code>& codes = institutional ? hospital_ : professional_;
  const auto wanted = static_cast<size_t>(lines > 0 ? lines : LineCount());
  const size_t first = Below(kDiagnoses.size());
  for (size_t i = 0, n = std::min(1 + Below(4), wanted); i < n; ++i) {
    claim.diagnoses.push_back({.code = kDiagnoses[(first + 5 * i) % kDiagnoses.size()],
                               .role = i == 0 ? DiagnosisRole::kPrincipal : DiagnosisRole::kOther});
  }
  claim.total_charge_cents = 0;
  while (claim.service_lines.size() < wanted) {
    const Code code = DrawCode(codes);
    if (!Suits(claim, code)) continue;
    const AddOnTable::CodeId add_on = add_ons_ == nullptr ? 0 : add_ons_->FindCode(code);
    const auto primaries =
        add_on == 0 ? std::span<const AddOnTable::Row>() : add_ons_->Rows(add_on);
    if (!primaries.empty() && Chance(0.95)) {
      const AddOnTable::Row& row = primaries[Below(primaries.size())];
      // An add-on is never billed alone: no room for its primary, no add-on.
      if (row.primary == AddOnTable::kContractorDefined ||
          claim.service_lines.size() + 1 >= wanted || !row.InForce(claim.statement_from)) {
        continue;
      }
      AddLine(claim, row.primary);
    }
    AddLine(claim, code);
  }
  return claim;
}

std::vector<Claim> ClaimGenerator::Generate(size_t count, int lines) {
  std::vector<Claim> claims;
  claims.reserve(count);
  while (claims.size() < count) claims.push_back(Next(lines));
  return claims;
}

double PairsMeetingAnEdit(const TableSet& tables, const std::vector<Claim>& claims) {
  size_t pairs = 0, meeting = 0;
  for (const Claim& claim : claims) {
    const PtpTable* table = tables.ptp(
        claim.type == ClaimType::kInstitutional ? "ncci_ptp_hospital" : "ncci_ptp_practitioner");
    const std::vector<ServiceLine>& lines = claim.service_lines;
    for (size_t i = 0; i < lines.size(); ++i) {
      for (size_t j = i + 1; j < lines.size(); ++j) {
        ++pairs;
        PtpTable::Hit hit;
        if (table != nullptr &&
            table->Find(table->FindCode(lines[i].procedure_code),
                        table->FindCode(lines[j].procedure_code), lines[i].service_date, hit)) {
          ++meeting;
        }
      }
    }
  }
  return pairs == 0 ? 0 : static_cast<double>(meeting) / static_cast<double>(pairs);
}

}  // namespace scrubline::bench
