#include "tests/oracle/claim_generator.h"

#include <algorithm>

#include "tests/oracle/claim_details.h"
#include "tests/oracle/claim_diagnoses.h"

namespace scrubline::oracle {
namespace {

std::vector<Code> ToCodes(std::initializer_list<std::string_view> texts) {
  std::vector<Code> codes;
  for (const std::string_view text : texts) codes.push_back(Code::Parse(text).value());
  return codes;
}

// The days that matter to a row: its first and last, and the days beside them.
void AddBoundaries(const PtpRow& row, std::vector<Date>& dates) {
  dates.insert(dates.end(), {row.effective - 1, row.effective});
  if (row.deletion != Date::Max()) dates.insert(dates.end(), {row.deletion, row.deletion + 1});
}

}  // namespace

Vocabulary MakeVocabulary(const ReferenceTables& tables, uint64_t seed) {
  constexpr int kPairs = 300, kAddOns = 60, kLimits = 40, kDates = 40;
  Random random(seed);
  Vocabulary words;
  for (const auto& [name, table] : tables.ptp) {
    for (int i = 0; i < kPairs; ++i) words.pairs.push_back(random.Of(table.rows));
  }
  for (int i = 0; tables.add_ons.has_value() && i < kAddOns; ++i) {
    words.add_ons.push_back(random.Of(tables.add_ons->rows));
  }
  for (const PtpRow& row : words.pairs) {
    words.codes.push_back(row.column1);
    words.codes.push_back(row.column2);
  }
  for (const AddOnRow& row : words.add_ons) {
    words.codes.push_back(row.add_on);
    if (row.primary != kContractorDefined) words.codes.push_back(row.primary);
  }
  for (const auto& [name, table] : tables.mue) {
    std::vector<Code> limited;
    for (const auto& [code, row] : table.releases.front().rows) limited.push_back(code);
    for (int i = 0; i < kLimits; ++i) words.codes.push_back(random.Of(limited));
    for (const MueRelease& release : table.releases) {
      const Date first = release.quarter.first, last = release.quarter.last;
      words.dates.insert(words.dates.end(), {first - 1, first, last, last + 1});
      for (int i = 0; i < kDates; ++i) {
        words.dates.push_back(first + random.Between(0, last.days() - first.days()));
      }
    }
  }
  for (int i = 0; i < kDates; ++i) AddBoundaries(random.Of(words.pairs), words.dates);
  words.modifiers = ToCodes({"59", "XE", "XP", "XS", "XU", "25", "57", "24", "27", "91", "RT",
                             "LT", "50", "76", "22", "26", "TC", "58", "78", "E1", "F1"});
  words.places_of_service = ToCodes({"11", "21", "22", "23", "24", "02"});
  words.revenue_codes = ToCodes({"0360", "0450", "0420"});
  words.diagnoses = DiagnosisWords(tables, random);
  words.record_codes = ToCodes({"32", "70", "A8"});
  words.states = ToCodes({"NY", "CA", "TX"});
  words.specialties = ToCodes({"11", "06", "02"});
  words.npis = {"1234567893", "1245319599", "1003000126", "2000000002",
                "1234567890", "12345",      "9876543213"};
  words.tax_ids = {"123456789", "987654321"};
  words.taxonomies = {"207R00000X", "225100000X"};
  words.payers = {"PAYER1", "PAYER2"};
  words.plans = {"GOLD", "HMO"};
  words.tenants = {"NORTH", "SOUTH"};
  return words;
}

const PtpRow& ClaimGenerator::AnyPair() {
  if (random_.Percent(70)) return random_.Of(words_.pairs);
  auto table = tables_.ptp.begin();
  std::advance(table, random_.Below(tables_.ptp.size()));
  return random_.Of(table->second.rows);
}

ProviderIndex ClaimGenerator::MakeProvider(Claim& claim, bool organization) {
  Provider provider;
  // Most numbers are good ones; the bad stand at the end of the list.
  provider.npi = words_.npis[static_cast<size_t>(random_.Below(random_.Percent(95) ? 4 : 7))];
  if (random_.Percent(60)) provider.tax_id = random_.Of(words_.tax_ids);
  // A number is one person's, with one specialty, wherever it is named.
  if (provider.npi == words_.npis[0]) provider.specialty_code = words_.specialties[0];
  if (provider.npi == words_.npis[1]) provider.specialty_code = words_.specialties[1];
  if (provider.npi == words_.npis[0] || provider.npi == words_.npis[2]) {
    provider.taxonomy_code = words_.taxonomies[0];
  }
  if (provider.npi == words_.npis[1]) provider.taxonomy_code = words_.taxonomies[1];
  if (random_.Percent(50)) provider.state = random_.Of(words_.states);
  if (random_.Percent(80)) {
    provider.entity_type = organization ? EntityType::kOrganization : EntityType::kIndividual;
  }
  return claim.AddProvider(provider);
}

void ClaimGenerator::FillHeader(Claim& claim) {
  const int kind = random_.Below(100);
  claim.type = kind < 74   ? ClaimType::kProfessional
               : kind < 98 ? ClaimType::kInstitutional
                           : ClaimType::kUnset;
  if (claim.type == ClaimType::kInstitutional) {
    static const std::vector<Code> bills =
        ToCodes({"0131", "0131", "0131", "0137", "0851", "0221", "0111", "0211", "0891", "0322"});
    if (random_.Percent(96)) claim.type_of_bill = random_.Of(bills);
  }
  claim.payer.line_of_business = random_.Percent(45)
                                     ? LineOfBusiness::kMedicare
                                     : static_cast<LineOfBusiness>(random_.Between(0, 8));
  if (random_.Percent(70)) claim.payer.id = random_.Of(words_.payers);
  if (random_.Percent(40)) claim.payer.plan_id = random_.Of(words_.plans);
  if (random_.Percent(40)) claim.tenant_id = random_.Of(words_.tenants);
  const int frequency = random_.Below(100);
  if (frequency < 85) {
    if (frequency < 75) claim.frequency_code = Code::Of("1");
  } else {
    claim.frequency_code = frequency < 96 || !irregular_ ? Code::Of("7") : Code::Of("8");
    if (random_.Percent(80)) claim.original_reference_number = "ICN1";
  }
  if (random_.Percent(85)) claim.place_of_service = random_.Of(words_.places_of_service);
  if (random_.Percent(50)) claim.submitted_date = *Date::FromCivil(2024, 9, 1);
  if (random_.Percent(25)) {
    claim.received_date = *Date::FromCivil(2019, 6, 29) + random_.Between(0, 4);
  }
  if (random_.Percent(60))
    claim.patient.birth_date = *Date::FromCivil(1960, 2, 27) + random_.Below(9000);
  if (random_.Percent(60)) claim.patient.sex = random_.Percent(50) ? Sex::kFemale : Sex::kMale;
  if (random_.Percent(30)) claim.accept_assignment = Tristate::kYes;
  if (random_.Percent(30)) claim.accident.auto_accident = Tristate::kYes;
  if (random_.Percent(20)) claim.prior_authorization_number = "AUTH1";
  if (random_.Percent(20)) claim.condition_codes.push_back(Code::Of("G0"));
  if (random_.Percent(60)) claim.total_charge_cents = random_.Below(100000);
}

// Records of institutional claims, though any may have them here.
void ClaimGenerator::FillRecords(const Theme& theme, Claim& claim) {
  const auto code = [this] {
    return random_.Percent(95) ? random_.Of(words_.record_codes) : Code();
  };
  const auto date = [&] {
    return random_.Percent(90) ? theme.date + random_.Between(-5, 5) : Date();
  };
  if (random_.Percent(30)) claim.admission_date = date();
  if (!random_.Percent(35)) return;
  for (int i = random_.Between(0, 2); i > 0; --i) claim.occurrences.push_back({code(), date()});
  for (int i = random_.Between(0, 2); i > 0; --i) {
    claim.occurrence_spans.push_back({code(), date(), date()});
  }
  for (int i = random_.Between(0, 2); i > 0; --i) {
    claim.value_codes.push_back(
        {code(), random_.Percent(90) ? int64_t{random_.Below(3000)} : kUnset});
  }
}

ClaimGenerator::Theme ClaimGenerator::MakeTheme(Claim& claim) {
  Theme theme;
  theme.date = random_.Of(words_.dates);
  for (int i = random_.Between(1, 3); i > 0; --i) {
    const int kind = random_.Below(100);
    if (kind < 50) {
      const PtpRow& pair = AnyPair();
      theme.codes.insert(theme.codes.end(), {pair.column1, pair.column2});
      std::vector<Date> boundaries;
      AddBoundaries(pair, boundaries);
      if (random_.Percent(25)) theme.date = random_.Of(boundaries);
    } else if (kind < 80 && !words_.add_ons.empty()) {
      const AddOnRow& row =
          random_.Percent(70) ? random_.Of(words_.add_ons) : random_.Of(tables_.add_ons->rows);
      theme.codes.push_back(row.add_on);
      if (row.primary != kContractorDefined) theme.codes.push_back(row.primary);
      if (random_.Percent(10) && row.deletion != Date::Max()) {
        theme.date = row.deletion + random_.Between(0, 1);
      }
    } else {
      theme.codes.push_back(random_.Of(words_.codes));
    }
  }
  if (random_.Percent(4)) {  // the codes that the law names
    static const std::vector<Code> named =
        ToCodes({"99292", "99291", "01968", "01969", "01967", "99213", "G0463", "J7192", "A4253"});
    theme.codes.insert(theme.codes.end(), {random_.Of(named), random_.Of(named)});
  }
  if (random_.Percent(8)) {  // services counted by their minutes or against one another
    static const std::vector<std::vector<Code>> counted = {
        ToCodes({"97110", "97112", "97116", "97140"}),
        ToCodes({"96413", "96415", "96417", "96361"}),
        ToCodes({"96365", "96366", "96367", "96360", "96361"}),
        ToCodes({"96369", "96370"}),
        ToCodes({"90471", "90472", "90460", "90715", "90686"}),
        ToCodes({"99231", "99232", "J1885"}),
    };
    theme.codes = random_.Of(counted);
    theme.counted = true;
  }
  for (int i = random_.Between(1, 3); i > 0; --i) {
    theme.people.push_back(MakeProvider(claim, /*organization=*/false));
  }
  return theme;
}

void ClaimGenerator::FillDates(const Theme& theme, ServiceLine& line) {
  const int kind = random_.Below(100);
  if (kind < 2 && irregular_) return;
  line.service_date = theme.date;
  if (kind < 12) line.service_date = theme.date + random_.Between(-1, 1);
  if (kind >= 12 && kind < 24) {
    line.service_date = theme.date - random_.Between(0, 3);
    line.service_date_through = theme.date + random_.Between(random_.Percent(20) ? -5 : 0, 6);
  }
  if (kind == 24) line.service_date_through = theme.date + random_.Between(7, 200);
}

void ClaimGenerator::FillUnits(ServiceLine& line) {
  const int kind = random_.Below(100);
  if (kind < 2) return;
  line.units = kThousandths;
  if (kind < 30 && !tables_.mue.empty()) {  // at the limit of one of the tables
    auto table = tables_.mue.begin();
    std::advance(table, random_.Below(tables_.mue.size()));
    const MueRelease& release = random_.Of(table->second.releases);
    const auto row = release.rows.find(line.procedure_code);
    if (row != release.rows.end()) {
      line.units = (row->second.limit + random_.Between(-1, 1)) * kThousandths;
      if (line.service_date_through > line.service_date) {
        line.units *= line.service_date_through.days() - line.service_date.days() + 1;
      }
      line.units = std::max<int64_t>(line.units, 0) + (random_.Percent(20) ? 500 : 0);
    }
  } else if (kind < 40) {
    line.units = random_.Between(0, 12) * 500;
  } else if (kind < 44) {
    line.units = random_.Below(20000);
  }
  if (random_.Percent(3)) line.unit_basis = UnitBasis::kMinutes;
  if (random_.Percent(20)) line.unit_basis = UnitBasis::kUnits;
}

void ClaimGenerator::FillLine(const Theme& theme, ServiceLine& line) {
  if (random_.Percent(98)) line.procedure_code = random_.Of(theme.codes);
  FillDates(theme, line);
  FillUnits(line);
  if (random_.Percent(45)) {
    const int count = random_.Percent(75) ? 1 : random_.Between(2, 4);
    for (int i = 0; i < count; ++i) {
      line.modifiers[static_cast<size_t>(i)] = random_.Of(words_.modifiers);
    }
    line.modifier_count = static_cast<uint8_t>(count);
    if (count > 1 && random_.Percent(10)) line.modifiers[0] = Code();  // a gap
  } else if (random_.Percent(5)) {
    static const std::vector<Code> excluding = ToCodes({"GY", "GZ", "55"});
    line.modifiers[0] = random_.Of(excluding);
    line.modifier_count = 1;
  }
  if (random_.Percent(90))
    line.charge_cents = random_.Percent(10) ? random_.Below(3) : random_.Below(50000);
  if (random_.Percent(20)) line.place_of_service = random_.Of(words_.places_of_service);
  if (random_.Percent(25)) line.revenue_code = random_.Of(words_.revenue_codes);
  if (random_.Percent(20)) line.minutes = random_.Between(0, 120) * kThousandths;
  if (theme.counted) {
    if (random_.Percent(90)) line.minutes = random_.Between(0, random_.Percent(70) ? 40 : 220);
    if (random_.Percent(70)) line.units = random_.Between(0, 4) * kThousandths;
  }
  if (random_.Percent(10)) line.ndc = "00002821501";
  if (random_.Percent(25)) line.rendering = random_.Of(theme.people);
  if (random_.Percent(10)) line.ordering = random_.Of(theme.people);
  if (random_.Percent(10)) line.referring = random_.Of(theme.people);
}

// Days, months and years before: where windows of time end.
Date ClaimGenerator::MakeEarlierDate(Date around) {
  const int kind = random_.Below(100);
  if (kind < 35) return around + random_.Between(-12, 2);
  if (kind < 50) return around - random_.Between(28, 93);
  Date::Civil civil = around.ToCivil();
  const int months = civil.year * 12 + civil.month - 1 - random_.Between(0, 37);
  civil.day += random_.Between(-1, 1);
  const auto date = Date::FromCivil(months / 12, months % 12 + 1, std::max(1, civil.day));
  return date.has_value() ? *date : *Date::FromCivil(months / 12, months % 12 + 1, 28);
}

void ClaimGenerator::FillHistory(const Theme& theme, Claim& claim) {
  if (!random_.Percent(45)) return;
  for (int i = random_.Between(1, 5); i > 0; --i) {
    HistoryLine& history = claim.history.emplace_back();
    FillLine(theme, history.line);
    // A pair or a sum with the day itself in two draws of three, else what a window looks back on.
    if (random_.Percent(35) && history.line.service_date.has_value()) {
      history.line.service_date = MakeEarlierDate(theme.date);
      history.line.service_date_through = Date();
    }
    if (random_.Percent(60)) history.line.rendering = random_.Of(theme.people);
    history.status =
        random_.Percent(60) ? HistoryStatus::kPaid : static_cast<HistoryStatus>(random_.Below(6));
    history.billing = random_.Percent(80) && claim.billing != kNoProvider
                          ? claim.billing
                          : random_.Of(theme.people);
    history.claim_id = random_.Percent(50) ? "EARLIER1" : "ICN1";
    if (random_.Percent(40)) history.payer_control_number = random_.Percent(50) ? "ICN1" : "ICN2";
    if (random_.Percent(70)) {
      history.claim_type = claim.type;
      history.type_of_bill = claim.type_of_bill;
    } else if (random_.Percent(30)) {
      history.claim_type = ClaimType::kInstitutional;
      history.type_of_bill = random_.Percent(50) ? Code::Of("0131") : Code::Of("0111");
    }
  }
}

void ClaimGenerator::Generate(Claim& claim) {
  claim.Clear();
  claim.claim_id = "GENERATED";
  FillHeader(claim);
  const Theme theme = MakeTheme(claim);
  if (random_.Percent(97)) claim.billing = MakeProvider(claim, random_.Percent(50));
  if (random_.Percent(60)) claim.rendering = random_.Of(theme.people);
  if (random_.Percent(15)) claim.referring = MakeProvider(claim, false);
  if (random_.Percent(30)) claim.attending = random_.Of(theme.people);
  const int lines = irregular_ && random_.Percent(1) ? 0
                    : random_.Percent(80)            ? random_.Between(1, 5)
                                                     : random_.Between(6, 14);
  for (int i = 0; i < lines; ++i) {
    ServiceLine& line = claim.service_lines.emplace_back();
    line.line_number = i + 1;
    FillLine(theme, line);
  }
  FillHistory(theme, claim);
  FillRecords(theme, claim);
  AddDetails(random_, claim);
  AddDiagnoses(words_.diagnoses, irregular_, random_, claim);
}

}  // namespace scrubline::oracle
