#include "tests/oracle/claim_details.h"

#include <algorithm>

namespace scrubline::oracle {
namespace {

Code ToCode(std::string_view text) { return Code::Parse(text).value(); }
Code OneOf(Random& random, std::initializer_list<std::string_view> texts) {
  return ToCode(*(texts.begin() + random.Below(texts.size())));
}

Date FirstDate(const Claim& claim) {
  for (const ServiceLine& line : claim.service_lines) {
    if (line.service_date.has_value()) return line.service_date;
  }
  return {};
}

// --- lines billed twice ---

void ChangeOneThing(Random& random, ServiceLine& line) {
  switch (random.Below(9)) {
    case 0:
      line.units = random.Percent(30) || line.units == kUnset ? kUnset : line.units + kThousandths;
      break;
    case 1:
      line.charge_cents =
          random.Percent(30) || line.charge_cents == kUnset ? kUnset : line.charge_cents + 100;
      break;
    case 2:
    case 3:
      if (line.modifier_count < kMaxModifiers)
        line.modifiers[line.modifier_count++] = OneOf(random, {"GP", "22", "76", "59", "RT", "TC"});
      break;
    case 4:
      std::reverse(line.modifiers.begin(), line.modifiers.begin() + line.modifier_count);
      break;
    case 5:
      line.revenue_code = OneOf(random, {"0360", "0450"});
      break;
    case 6:
      line.place_of_service = ToCode("11");
      line.pointer_count = 0;
      break;
    case 7:
      line.service_date_through = line.service_date + 1;
      break;
    default:
      break;
  }
}

void RepeatLines(Random& random, Claim& claim) {
  if (!random.Percent(20) || claim.service_lines.empty()) return;
  ServiceLine line = random.Of(claim.service_lines);
  for (int i = random.Between(1, 2); i > 0; --i) {
    const int changes = random.Percent(40) ? 0 : random.Percent(75) ? 1 : 2;
    for (int change = 0; change < changes; ++change) ChangeOneThing(random, line);
    if (random.Percent(50)) {
      line.line_number = static_cast<int32_t>(claim.service_lines.size()) + 1;
      claim.service_lines.push_back(line);
      continue;
    }
    HistoryLine& history = claim.history.emplace_back();
    history.line = line;
    if (history.line.rendering == kNoProvider) history.line.rendering = claim.rendering;
    history.billing = claim.billing;
    history.status = static_cast<HistoryStatus>(random.Below(6));
    history.claim_id = "EARLIER2";
    if (random.Percent(60)) history.payer_id = random.Percent(70) ? claim.payer.id : "PAYER2";
  }
}

// --- modifiers ---

void SpoilModifiers(Random& random, Claim& claim) {
  if (!random.Percent(12)) return;
  for (ServiceLine& line : claim.service_lines) {
    if (!random.Percent(60)) continue;
    line.modifiers = {};
    line.modifier_count = static_cast<uint8_t>(random.Between(1, kMaxModifiers));
    for (size_t i = 0; i < line.modifier_count; ++i) {
      const int kind = random.Below(100);
      if (kind < 8 && i + 1u < line.modifier_count) continue;  // a gap
      line.modifiers[i] =
          kind < 16   ? OneOf(random, {"5", "5X9", "#1", "LEFT", "ZZ", "QQ", "0A"})
          : kind < 30 ? OneOf(random, {"GD", "CP", "JG", "AS", "XP", "XU", "E1", "CQ", "JZ"})
          : kind < 60 ? OneOf(random, {"GP", "GO", "CQ", "CO", "26", "TC", "KX"})
                      : OneOf(random, {"59", "RT", "LT", "GA", "50", "95", "25", "XE"});
      if (i > 0 && random.Percent(12)) line.modifiers[i] = line.modifiers[i - 1];
    }
    while (line.modifier_count > 0 && line.modifiers[line.modifier_count - 1u].empty())
      --line.modifier_count;
  }
}

// --- providers ---

void AddProviders(Random& random, Claim& claim) {
  if (!random.Percent(15)) return;
  const auto somebody = [&] {
    Provider provider;
    if (random.Percent(90))
      provider.npi = random.Of(
          std::vector<std::string_view>{"1234567893", "1245319599", "1003000126", "2000000002"});
    if (random.Percent(60))
      provider.taxonomy_code = random.Of(std::vector<std::string_view>{
          "207R00000X", "225100000X", "2251X0800X", "363L00000X", "207R00000", "207RC0000Y"});
    if (random.Percent(70)) provider.entity_type = static_cast<EntityType>(random.Between(1, 2));
    return claim.AddProvider(provider);
  };
  if (random.Percent(30)) claim.ordering = somebody();
  if (random.Percent(30)) claim.supervising = somebody();
  if (random.Percent(30)) claim.service_facility = somebody();
  if (random.Percent(30)) claim.operating = somebody();
  if (random.Percent(30)) claim.referring = somebody();
  for (ServiceLine& line : claim.service_lines) {
    if (random.Percent(15)) line.supervising = somebody();
  }
}

// --- drugs ---

void GiveDrugs(Random& random, Claim& claim) {
  if (!random.Percent(12)) return;
  const Code code = OneOf(random, {"J1885", "J3301", "J0696", "J3420", "J9035", "J7192", "J7323",
                                   "J3490", "Q9967", "99213"});
  for (ServiceLine& line : claim.service_lines) {
    if (!random.Percent(50)) continue;
    line.procedure_code =
        random.Percent(70) ? code : OneOf(random, {"J1885", "J3301", "J0696", "J9035"});
    line.unit_basis = UnitBasis::kUnset;
    if (random.Percent(60)) line.modifier_count = 0, line.modifiers = {};
    const bool waste = random.Percent(20);
    if (waste) {
      line.modifiers = {ToCode("JW")};
      line.modifier_count = 1;
    }
    line.administered_unit =
        OneOf(random, {"MG", "MG", "MG", "ME", "MCG", "G", "GR", "ML", "UN", "IU"});
    if (!waste && random.Percent(92))
      line.administered_quantity = random.Between(1, 30) * (random.Percent(60) ? 5000 : 500);
    if (waste ? random.Percent(80) : random.Percent(15))
      line.wasted_quantity = random.Between(0, 12) * 5000;
    if (random.Percent(95)) line.units = random.Between(0, 14) * kThousandths;
    // A unit of one of the drugs, or a slip for the quantity.
    if (line.administered_quantity != kUnset && random.Percent(50)) {
      const int64_t amount = random.Percent(60) ? 10 : random.Percent(50) ? 15 : 1;
      line.units = (line.administered_quantity + amount * kThousandths - 1) /
                   (amount * kThousandths) * kThousandths;
      if (amount == 1) line.units = line.administered_quantity;
    }
    if (random.Percent(40))
      line.ndc = random.Of(std::vector<std::string_view>{"00002821509", "00002821502",
                                                         "00002821503", "00002821504", "2821501"});
  }
}

// --- surgery ---

void Operate(Random& random, Claim& claim) {
  if (!random.Percent(14)) return;
  const Date day = FirstDate(claim);
  if (!day.has_value()) return;
  if (random.Percent(80)) claim.type = ClaimType::kProfessional;
  const auto procedure = [&] {
    return OneOf(random, {"20610", "17110", "17000", "27447", "29881", "22612", "45380", "59400"});
  };
  const auto fill = [&](ServiceLine& line, bool visit, Date date) {
    line.procedure_code = visit ? OneOf(random, {"99213", "99232", "99211", "99291"}) : procedure();
    if (!visit && random.Percent(10))
      line.procedure_code = OneOf(random, {"71046", "97110", "90471", "J1885", "99999"});
    line.service_date = date;
    line.service_date_through =
        random.Percent(85) ? Date() : date + random.Between(-1, random.Percent(50) ? 3 : 60);
    line.modifiers = {};
    line.modifier_count = static_cast<uint8_t>(random.Percent(45) ? 0 : random.Between(1, 2));
    for (size_t i = 0; i < line.modifier_count; ++i) {
      line.modifiers[i] =
          visit ? OneOf(random, {"25", "57", "24", "25", "57", "24", "FT", "GY", "59"})
                : OneOf(random, {"58", "78", "79", "54", "55", "53", "80", "RT", "59", "FT"});
    }
    if (random.Percent(70)) line.rendering = kNoProvider;
  };
  const auto some_day = [&] {
    const int kind = random.Below(100);
    return kind < 45   ? day
           : kind < 60 ? day - 1
           : kind < 80 ? day + random.Between(1, 12)
                       : day + random.Between(88, 92);
  };
  for (ServiceLine& line : claim.service_lines) {
    if (random.Percent(20)) continue;
    const bool visit = random.Percent(55);
    fill(line, visit, visit || random.Percent(40) ? some_day() : day);
    if (random.Percent(60)) {
      line.pointer_count = 1;
      line.diagnosis_pointers[0] = static_cast<uint8_t>(random.Between(1, 2));
    }
  }
  for (int i = random.Percent(50) ? 0 : random.Between(1, 2); i > 0; --i) {
    HistoryLine& history = claim.history.emplace_back();
    fill(history.line, random.Percent(20), random.Percent(50) ? day : day - random.Between(1, 92));
    history.line.rendering = claim.rendering;
    history.billing = claim.billing;
    history.status = static_cast<HistoryStatus>(random.Between(1, 5));
    history.claim_id = "EARLIER3";
  }
}

// --- filing ---

void FileLate(Random& random, Claim& claim) {
  if (random.Percent(10)) {
    claim.payer.responsibility = static_cast<Responsibility>(random.Between(1, 3));
    for (int i = random.Between(0, 2); i > 0; --i) {
      OtherPayer& payer = claim.other_payers.emplace_back();
      payer.payer_id = "PAYER2";
      if (random.Percent(80)) payer.remittance_date = FirstDate(claim) + random.Between(20, 90);
    }
  }
  const Date first = FirstDate(claim);
  if (!first.has_value()) return;
  if (claim.type != ClaimType::kProfessional ? random.Percent(80) : random.Percent(5)) {
    claim.statement_from = first - random.Below(2);
    if (random.Percent(95)) claim.statement_through = first + random.Between(0, 20);
  }
  if (!random.Percent(15)) return;
  // Around a year or some weeks after the service, the statement or the remittance.
  Date from = first;
  if (claim.statement_through.has_value() && random.Percent(70)) from = claim.statement_through;
  if (!claim.other_payers.empty() && claim.other_payers.front().remittance_date.has_value())
    from = claim.other_payers.front().remittance_date;
  const Date filed = (random.Percent(70) ? from.AddYears(1) : from + random.Below(45)) +
                     random.Between(random.Percent(60) ? -5 : -20, 4);
  claim.received_date = random.Percent(40) ? filed : Date();
  claim.submitted_date = random.Percent(80) ? filed : Date();
}

// --- authorizations ---

void Authorize(Random& random, Claim& claim) {
  if (!random.Percent(12) || claim.service_lines.empty()) return;
  if (random.Percent(70)) claim.prior_authorization_number = "AUTH1";
  for (ServiceLine& line : claim.service_lines) {
    if (random.Percent(30))
      line.prior_authorization_number = random.Percent(50) ? "AUTH1" : "AUTH2";
  }
  const Date first = FirstDate(claim);
  for (const std::string_view number : {"AUTH1", "AUTH2"}) {
    if (random.Percent(25)) continue;
    Authorization& record = claim.authorizations.emplace_back();
    record.number = number;
    if (first.has_value() && random.Percent(50)) record.from = first + random.Between(-2, 1);
    if (first.has_value() && random.Percent(50)) record.through = first + random.Between(-1, 5);
    if (random.Percent(60)) record.units_approved = random.Between(1, 12) * kThousandths;
    if (random.Percent(60)) record.units_used = random.Between(0, 6) * kThousandths;
    if (random.Percent(30)) record.provider_npi = random.Percent(50) ? "1234567893" : "2000000002";
    record.first_code = static_cast<uint32_t>(claim.authorization_codes.size());
    for (int i = random.Percent(50) ? 0 : random.Between(1, 3); i > 0; --i) {
      claim.authorization_codes.push_back(random.Of(claim.service_lines).procedure_code);
      ++record.code_count;
    }
  }
}

// --- prices ---

void SetPrices(Random& random, Claim& claim) {
  if (!random.Percent(12)) return;
  const bool one_code = random.Percent(50);
  const Code code = OneOf(random, {"99213", "20610", "97110", "71046", "45380", "J7192"});
  const int64_t price = random.Between(20, 160) * 50;
  for (ServiceLine& line : claim.service_lines) {
    line.procedure_code =
        one_code ? code : OneOf(random, {"99213", "20610", "97110", "71046", "45380"});
    if (random.Percent(60)) line.modifier_count = 0, line.modifiers = {};
    if (random.Percent(25)) {
      line.modifiers = {OneOf(random, {"26", "TC"})};
      line.modifier_count = 1;
    }
    if (random.Percent(70)) line.revenue_code = Code();
    line.units = random.Percent(80) ? random.Between(1, 6) * kThousandths : random.Below(4000);
    line.charge_cents = std::max<int64_t>(line.units, 0) * price / kThousandths;
    if (random.Percent(30)) line.charge_cents += random.Between(-6, 6);
    if (random.Percent(15)) line.charge_cents *= random.Between(10, 30);
    if (random.Percent(5)) line.charge_cents = random.Below(2);
    line.charge_cents = std::max<int64_t>(line.charge_cents, 0);
  }
}

}  // namespace

void AddDetails(Random& random, Claim& claim) {
  SetPrices(random, claim);
  Authorize(random, claim);
  SpoilModifiers(random, claim);
  AddProviders(random, claim);
  GiveDrugs(random, claim);
  Operate(random, claim);
  RepeatLines(random, claim);
  FileLate(random, claim);
}

}  // namespace scrubline::oracle
