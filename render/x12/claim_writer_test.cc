#include "render/x12/claim_writer.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "ingest/proto/decode_claim.h"
#include "ingest/proto/encode_claim.h"
#include "ingest/x12/testing.h"
#include "render/field_difference.h"

namespace scrubline {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

ClaimWriterSettings Settings() {
  return {.sender = "US", .receiver = "THEM", .usage = "T", .first_control_number = 3, .now = [] {
            return X12Moment{.date = "20240512", .time = "0930"};
          }};
}

struct Written {
  std::string text;
  std::vector<absl::Status> statuses;
};

Written Write(const std::vector<const Claim*>& claims) {
  Written written;
  ClaimWriter writer(Settings(), [&](std::string_view piece) { written.text += piece; });
  for (const Claim* claim : claims) written.statuses.push_back(writer.Write(*claim));
  writer.Finish();
  return written;
}

Written Write(const v1::Claim& message) {
  Claim claim;
  std::vector<FieldViolation> violations;
  const absl::Status status = DecodeClaim(message, claim, violations);
  EXPECT_TRUE(status.ok()) << status << (violations.empty() ? "" : violations[0].field);
  return Write({&claim});
}

v1::Claim Encoded(const Claim& claim) {
  v1::Claim message;
  EncodeClaim(claim, message);
  return message;
}

// A claim of every field that an 837 carries, some of them left out.
class Random {
 public:
  // `whole`: nothing that a guide requires is left out.
  explicit Random(unsigned seed, bool whole = false) : engine_(seed), whole_(whole) {}

  v1::Claim Professional() {
    v1::Claim claim = Common(v1::Claim::PROFESSIONAL);
    claim.set_frequency_code(Pick({"1", "7", "8"}));
    claim.set_place_of_service(Pick({"11", "21", "02"}));
    if (Half()) claim.set_clia_number("05D0123456");
    if (Half()) claim.set_onset_date(Date());
    if (Half()) claim.set_initial_treatment_date(Date());
    if (Half()) claim.set_last_menstrual_period_date(Date());
    if (Half()) claim.mutable_patient()->set_death_date(Date());
    if (Half()) {
      claim.mutable_accident()->set_auto_(true);
      // CLM11 has room for two causes.
      const int other_cause = Number(0, 2);
      if (other_cause == 1) claim.mutable_accident()->set_employment(true);
      if (other_cause == 2) claim.mutable_accident()->set_other(true);
      claim.mutable_accident()->set_state("NY");
      claim.mutable_accident()->set_date(Date());
    }
    const int diagnoses = Number(1, 12);
    for (int i = 0; i < diagnoses; ++i) {
      AddDiagnosis(claim, i == 0 ? v1::Diagnosis::PRINCIPAL : v1::Diagnosis::OTHER);
    }
    if (Half()) Person(*claim.mutable_rendering(), /*taxonomy=*/true);
    if (Half()) Person(*claim.mutable_referring(), false);
    if (Half()) Person(*claim.mutable_supervising(), false);
    const int lines = Number(1, 50);
    for (int i = 0; i < lines; ++i) {
      v1::ServiceLine& line = Line(claim, i);
      line.set_procedure_code(Pick({"99213", "J1100", "G0283"}));
      if (Half()) line.set_place_of_service("22");
      line.set_service_date(Date());
      const int pointers = Number(whole_ ? 1 : 0, 4);
      for (int p = 0; p < pointers; ++p) line.add_diagnosis_pointers(Number(1, diagnoses));
      if (Half()) line.set_clia_number("05D7654321");
      if (Half()) line.set_prior_authorization_number("AUTH2");
      if (Half()) {
        line.set_unit_basis(v1::ServiceLine::MINUTES);
        line.set_units(Number(1, 300));
        line.set_minutes(static_cast<int32_t>(line.units()));
      }
      if (Half()) Person(*line.mutable_rendering(), true);
      if (Half()) Person(*line.mutable_supervising(), false);
      if (Half()) Person(*line.mutable_referring(), false);
      if (Half()) Place(*line.mutable_ordering());
    }
    return claim;
  }

  v1::Claim Institutional() {
    v1::Claim claim = Common(v1::Claim::INSTITUTIONAL);
    claim.set_type_of_bill(Pick({"0111", "0131", "0327"}));
    claim.set_frequency_code(claim.type_of_bill().substr(3));
    claim.set_statement_from("2024-03-01");
    claim.set_statement_through("2024-03-09");
    if (Needed()) claim.set_patient_status("01");
    AddDiagnosis(claim, v1::Diagnosis::PRINCIPAL);
    if (Half()) AddDiagnosis(claim, v1::Diagnosis::ADMITTING);
    for (int i = Number(0, 3); i > 0; --i) AddDiagnosis(claim, v1::Diagnosis::REASON_FOR_VISIT);
    for (int i = Number(0, 12); i > 0; --i) AddDiagnosis(claim, v1::Diagnosis::EXTERNAL_CAUSE);
    for (int i = Number(0, 24); i > 0; --i) AddDiagnosis(claim, v1::Diagnosis::OTHER);
    for (v1::Diagnosis& diagnosis : *claim.mutable_diagnoses()) {
      // The guide has it at these roles only.
      const bool tells = diagnosis.role() == v1::Diagnosis::PRINCIPAL ||
                         diagnosis.role() == v1::Diagnosis::EXTERNAL_CAUSE ||
                         diagnosis.role() == v1::Diagnosis::OTHER;
      if (tells && Half()) diagnosis.set_present_on_admission(Pick({"Y", "N", "U", "W"}));
    }
    if (Half()) {
      // An accident at work, as institutional claims tell it.
      v1::Occurrence& occurrence = *claim.add_occurrences();
      occurrence.set_code("04");
      occurrence.set_date(Date());
      claim.mutable_accident()->set_employment(true);
      claim.mutable_accident()->set_date(occurrence.date());
      claim.mutable_accident()->set_state("NY");
    }
    for (int i = Number(0, 23); i > 0; --i) {
      v1::Occurrence& occurrence = *claim.add_occurrences();
      occurrence.set_code(Pick({"11", "A1"}));
      if (Needed()) occurrence.set_date(Date());
    }
    for (int i = Number(0, 24); i > 0; --i) {
      v1::OccurrenceSpan& span = *claim.add_occurrence_spans();
      span.set_code("74");
      span.set_from(Date());
      if (Needed()) span.set_through(Date());
    }
    for (int i = Number(0, 24); i > 0; --i) {
      v1::ValueCode& value = *claim.add_value_codes();
      value.set_code("80");
      if (Needed()) value.set_amount_cents(Number(0, 1'000'000));
    }
    if (Half()) Person(*claim.mutable_attending(), true);
    if (Half()) Person(*claim.mutable_operating(), false);
    if (Half()) Person(*claim.mutable_rendering(), false);
    if (Half()) Person(*claim.mutable_referring(), false);
    const int lines = Number(1, 80);
    for (int i = 0; i < lines; ++i) {
      v1::ServiceLine& line = Line(claim, i);
      line.set_revenue_code(Pick({"0120", "0450", "0022"}));
      if (Half()) {
        line.set_procedure_code(Pick({"99284", "1AA01"}));
      } else {
        line.clear_modifiers();
        line.clear_description();
      }
      line.set_service_date(Date());
      if (Half()) line.set_noncovered_charge_cents(Number(0, 5000));
      if (Half()) Person(*line.mutable_rendering(), false);
      if (Half()) Person(*line.mutable_referring(), false);
    }
    return claim;
  }

 private:
  bool Half() { return Number(0, 1) == 1; }
  bool Needed() { return whole_ || Half(); }
  int Number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine_); }
  std::string Pick(const std::vector<std::string>& values) {
    return values[static_cast<size_t>(Number(0, static_cast<int>(values.size()) - 1))];
  }
  std::string Date() {
    std::ostringstream date;
    date << 2024 << "-0" << Number(1, 9) << "-" << Number(10, 28);
    return date.str();
  }
  std::string Npi() { return "1" + std::to_string(Number(100'000'000, 999'999'999)); }

  void AddDiagnosis(v1::Claim& claim, v1::Diagnosis::Role role) {
    v1::Diagnosis& diagnosis = *claim.add_diagnoses();
    diagnosis.set_code(Pick({"I10", "E119", "S52501A", "Z23"}));
    diagnosis.set_role(role);
  }
  void Person(v1::Provider& provider, bool taxonomy) {
    provider.set_entity_type(whole_ || Half() ? v1::Provider::INDIVIDUAL
                                              : v1::Provider::ORGANIZATION);
    if (Needed()) provider.set_npi(Npi());
    if (taxonomy && Half()) provider.set_taxonomy_code("207Q00000X");
  }
  void Place(v1::Provider& provider) {
    Person(provider, false);
    if (Needed()) provider.set_state("IL");
    if (Half()) provider.set_zip(Half() ? "62701" : "627010001");
  }

  void Organization(v1::Provider& provider) {
    Place(provider);
    if (whole_) provider.set_entity_type(v1::Provider::ORGANIZATION);
  }

  v1::Claim Common(v1::Claim::Type type) {
    v1::Claim claim;
    claim.set_type(type);
    claim.set_claim_id("PCN-" + std::to_string(Number(0, 1'000'000)));
    claim.set_submitted_date(Pick({"2024-05-01", "2024-05-02"}));
    claim.set_total_charge_cents(Number(0, 10'000'000));
    v1::Payer& payer = *claim.mutable_payer();
    if (Needed()) payer.set_id("PAYER" + std::to_string(Number(1, 99)));
    if (Needed()) payer.set_name("THE PAYER");
    const int filing = Number(0, 2);
    payer.set_filing_indicator(std::vector<std::string>{"MB", "CI", "ZZ"}[filing]);
    payer.set_line_of_business(
        std::vector<v1::Payer::LineOfBusiness>{v1::Payer::MEDICARE, v1::Payer::COMMERCIAL,
                                               v1::Payer::LINE_OF_BUSINESS_UNSPECIFIED}[filing]);
    payer.set_responsibility(static_cast<v1::Payer::Responsibility>(Number(0, 3)));
    v1::Patient& patient = *claim.mutable_patient();
    patient.set_relationship(Pick({"18", "01", "19", "G8"}));
    if (Needed()) patient.set_birth_date("1950-01-02");
    if (Needed()) patient.set_sex(static_cast<v1::Patient::Sex>(Pick({"1", "2", "4"})[0] - '0'));
    if (Needed()) claim.set_subscriber_id("MEMBER" + std::to_string(Number(1, 99)));
    if (Half()) claim.set_original_reference_number("ICN1");
    if (Half()) claim.set_admission_date(Date());
    if (Needed()) claim.set_accept_assignment(Half());
    if (Half()) claim.set_prior_authorization_number("AUTH 1");
    if (Half()) claim.set_referral_number("REF1");
    for (int i = Number(0, 24); i > 0; --i) claim.add_condition_codes(Pick({"44", "A6"}));
    if (whole_ || Number(0, 9) > 0) {
      Organization(*claim.mutable_billing());
      if (Half()) claim.mutable_billing()->set_taxonomy_code("261QM1300X");
      if (Needed()) claim.mutable_billing()->set_tax_id("123456789");
    }
    if (Half()) Organization(*claim.mutable_service_facility());
    for (int i = Number(0, 10); i > 0; --i) {
      v1::OtherPayer& other = *claim.add_other_payers();
      other.set_payer_id("OTHER" + std::to_string(i));
      other.set_responsibility(static_cast<v1::Payer::Responsibility>(Number(0, 3)));
      if (Half()) other.set_filing_indicator("MB");
      if (Half()) other.set_remittance_date(Date());
      const bool paid = Half();
      if (paid) other.set_paid_cents(Number(0, 10'000));
      if (paid || Half()) other.set_adjusted_cents(Number(0, 1) * Number(0, 10'000));
    }
    return claim;
  }
  v1::ServiceLine& Line(v1::Claim& claim, int index) {
    v1::ServiceLine& line = *claim.add_service_lines();
    line.set_line_number(whole_ ? index + 1 : 2 * index + 1);
    for (int i = Number(0, 4); i > 0; --i) line.add_modifiers(i > 1 && Half() ? "" : "59");
    while (line.modifiers_size() > 0 && line.modifiers().rbegin()->empty()) {
      line.mutable_modifiers()->RemoveLast();
    }
    if (Half()) line.set_description("an unlisted service");
    if (Needed()) line.set_charge_cents(Number(0, 1'000'000));
    line.set_unit_basis(v1::ServiceLine::UNITS);
    if (Needed()) line.set_units(Number(0, 100'000) / 1000.0);
    if (Half()) {
      line.set_ndc("00093005105");
      if (Needed()) line.set_ndc_quantity(Number(0, 100'000) / 1000.0);
      if (Needed()) line.set_ndc_unit("ML");
    }
    if (Half()) line.set_service_date_through("2024-12-01");
    return line;
  }

  std::mt19937 engine_;
  const bool whole_;
};

TEST(ClaimWriter, WhatWasWrittenIsReadAgain) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    Random random(seed);
    const v1::Claim claim = seed % 2 == 0 ? random.Professional() : random.Institutional();
    const Written written = Write(claim);
    ASSERT_TRUE(written.statuses[0].ok()) << written.statuses[0];
    const Read read = ReadAll(written.text);
    ASSERT_TRUE(read.status.ok()) << read.status;
    ASSERT_EQ(read.claims.size(), 1u);
    ASSERT_THAT(DifferingFields(claim, Encoded(read.claims[0])), IsEmpty())
        << seed << "\n"
        << written.text << claim.DebugString();
    for (const X12Issue& issue : read.issues) {
      // Lines that are not numbered 1, 2, 3 are kept so; the file is not at fault for it.
      EXPECT_EQ(issue.level(), X12Issue::Level::kWarning) << issue.ToString();
    }
  }
}

// A claim that lacks nothing is a file that our own check of the guides has no word about.
TEST(ClaimWriter, WhatWasWrittenKeepsToTheGuide) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    Random random(seed, /*whole=*/true);
    const v1::Claim claim = seed % 2 == 0 ? random.Professional() : random.Institutional();
    const Written written = Write(claim);
    ASSERT_TRUE(written.statuses[0].ok()) << written.statuses[0];
    const Read read = ReadAll(written.text, {.mode = X12Mode::kStrict, .check_guide = true});
    ASSERT_TRUE(read.status.ok()) << read.status;
    for (const X12Issue& issue : read.issues) {
      ADD_FAILURE() << issue.ToString() << " " << issue.loop << " " << issue.segment << " "
                    << int{issue.element} << "\n"
                    << written.text;
      return;
    }
  }
}

TEST(ClaimWriter, ClaimsShareTransactionsAndBillingLoops) {
  std::vector<Claim> claims(5);
  std::vector<v1::Claim> messages(5);
  for (size_t i = 0; i < claims.size(); ++i) {
    v1::Claim& message = messages[i];
    message.set_claim_id("C" + std::to_string(i));
    message.set_type(i == 3 ? v1::Claim::INSTITUTIONAL : v1::Claim::PROFESSIONAL);
    message.set_submitted_date(i == 4 ? "2024-05-02" : "2024-05-01");
    message.mutable_billing()->set_npi(i < 2 ? "1234567893" : "1111111112");
    message.mutable_patient()->set_relationship("18");
    if (i == 3) message.set_type_of_bill("0131");
    v1::ServiceLine& line = *message.add_service_lines();
    line.set_procedure_code("99213");
    if (i == 3) line.set_revenue_code("0450");
    std::vector<FieldViolation> violations;
    ASSERT_TRUE(DecodeClaim(message, claims[i], violations).ok());
  }
  const Written written = Write({&claims[0], &claims[1], &claims[2], &claims[3], &claims[4]});
  const Read read = ReadAll(written.text, {.mode = X12Mode::kStrict});
  EXPECT_TRUE(read.status.ok()) << read.status;
  EXPECT_THAT(read.issues, IsEmpty());
  ASSERT_EQ(read.claims.size(), 5u);
  EXPECT_EQ(read.totals.interchanges, 1u);
  EXPECT_EQ(read.totals.groups, 3u);
  EXPECT_EQ(read.totals.transactions, 3u);
  for (size_t i = 0; i < 5; ++i) EXPECT_EQ(read.claims[i].claim_id, claims[i].claim_id);
  EXPECT_THAT(written.text, HasSubstr("HL*1**20*1~\nNM1*85*2*UNKNOWN*****XX*1234567893~\n"));
  EXPECT_THAT(written.text, HasSubstr("HL*3*1*22*0~\n"));  // the second claim, the same provider
  EXPECT_THAT(written.text, HasSubstr("HL*4**20*1~\nNM1*85*2*UNKNOWN*****XX*1111111112~\n"));
}

TEST(ClaimWriter, FillsInWhatTheFormCannotGoWithout) {
  v1::Claim claim;
  claim.set_claim_id("C1");
  claim.set_type(v1::Claim::PROFESSIONAL);
  claim.mutable_payer()->set_line_of_business(v1::Payer::MEDICARE);
  claim.mutable_ordering()->set_npi("1234567893");
  v1::ServiceLine& line = *claim.add_service_lines();
  line.set_procedure_code("99213");
  line.set_units(1);
  const Written written = Write(claim);
  EXPECT_THAT(written.text, HasSubstr("SBR*U********MB~\n"));
  EXPECT_THAT(written.text, HasSubstr("PAT*21~\n"));
  EXPECT_THAT(written.text, HasSubstr("SV1*HC:99213**UN*1~\n"));
  EXPECT_THAT(written.text, HasSubstr("NM1*DK*1*UNKNOWN*****XX*1234567893~\n"));
  EXPECT_THAT(written.text, HasSubstr("*20240512*0930*CH~\n"));
  const Read read = ReadAll(written.text);
  ASSERT_EQ(read.claims.size(), 1u);
  EXPECT_THAT(DifferingFields(claim, Encoded(read.claims[0])),
              testing::ElementsAre("ordering", "patient", "payer.filing_indicator",
                                   "service_lines.line_number", "service_lines.ordering",
                                   "service_lines.unit_basis", "submitted_date"));
}

TEST(ClaimWriter, RefusesWhatNo837Holds) {
  const auto problem = [](const std::function<void(v1::Claim&)>& spoil, bool institutional) {
    v1::Claim claim;
    claim.set_claim_id("C1");
    claim.set_type(institutional ? v1::Claim::INSTITUTIONAL : v1::Claim::PROFESSIONAL);
    if (institutional) claim.set_type_of_bill("0131");
    v1::ServiceLine& line = *claim.add_service_lines();
    line.set_procedure_code("99213");
    if (institutional) line.set_revenue_code("0450");
    spoil(claim);
    const Written written = Write(claim);
    EXPECT_EQ(written.statuses[0].ok(), !written.text.empty());
    return std::string(written.statuses[0].message());
  };
  EXPECT_EQ(problem([](v1::Claim&) {}, false), "");
  EXPECT_EQ(problem([](v1::Claim&) {}, true), "");
  const auto lines = [](int count) {
    return [count](v1::Claim& claim) {
      while (claim.service_lines_size() < count)
        *claim.add_service_lines() = claim.service_lines(0);
    };
  };
  EXPECT_EQ(problem(lines(50), false), "");
  EXPECT_THAT(problem(lines(51), false), HasSubstr("service_lines: more than the 50"));
  EXPECT_EQ(problem(lines(999), true), "");
  EXPECT_THAT(problem([](v1::Claim& c) { c.clear_type(); }, false), HasSubstr("type: "));
  EXPECT_THAT(problem([](v1::Claim& c) { c.clear_type_of_bill(); }, true),
              HasSubstr("type_of_bill: "));
  EXPECT_THAT(problem([](v1::Claim& c) { c.set_claim_id(std::string(39, 'x')); }, false),
              HasSubstr("claim_id: "));
  EXPECT_THAT(problem(
                  [](v1::Claim& c) {
                    for (int i = 0; i < 13; ++i) c.add_diagnoses()->set_code("I10");
                  },
                  false),
              HasSubstr("diagnoses: "));
  EXPECT_THAT(problem(
                  [](v1::Claim& c) {
                    for (int i = 0; i < 5; ++i)
                      c.mutable_service_lines(0)->add_diagnosis_pointers(1);
                  },
                  false),
              HasSubstr("service_lines[0].diagnosis_pointers: "));
  EXPECT_THAT(
      problem([](v1::Claim& c) { c.mutable_service_lines(0)->clear_procedure_code(); }, false),
      HasSubstr("service_lines[0].procedure_code: "));
  EXPECT_THAT(problem([](v1::Claim& c) { c.mutable_service_lines(0)->clear_revenue_code(); }, true),
              HasSubstr("service_lines[0].revenue_code: "));
  EXPECT_THAT(problem([](v1::Claim& c) { c.add_occurrence_spans()->set_code("74"); }, true),
              HasSubstr("occurrence_spans: "));
  EXPECT_THAT(problem(
                  [](v1::Claim& c) {
                    v1::UnreadableField& field = *c.add_unreadable();
                    field.set_field("patient.birth_date");
                    field.set_problem("no date");
                  },
                  false),
              HasSubstr("patient.birth_date: the value could not be read"));
  EXPECT_THAT(problem(
                  [](v1::Claim& c) {
                    for (int i = 0; i < 11; ++i) c.add_other_payers()->set_payer_id("X");
                  },
                  false),
              HasSubstr("other_payers: "));
  EXPECT_THAT(problem(
                  [](v1::Claim& c) {
                    for (int i = 0; i < 25; ++i) c.add_condition_codes("44");
                  },
                  true),
              HasSubstr("condition_codes: "));
}

// Every claim of the sample files that was read whole comes back as it was.
TEST(ClaimWriter, SampleFilesComeBackAsTheyWere) {
  const char* data = std::getenv("SCRUBLINE_DATA");
  const std::filesystem::path root =
      std::filesystem::path(data == nullptr ? "../shared/data" : data) / "x12";
  if (!std::filesystem::exists(root)) GTEST_SKIP() << "no sample files at " << root;
  size_t same = 0;
  for (const char* folder : {"837p", "837i"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      std::stringstream bytes;
      bytes << file.rdbuf();
      for (const Claim& claim : ReadAll(bytes.str()).claims) {
        if (!claim.unreadable.empty()) continue;
        v1::Claim message = Encoded(claim);
        const Written written = Write({&claim});
        ASSERT_TRUE(written.statuses[0].ok()) << entry.path() << written.statuses[0];
        const Read read = ReadAll(written.text);
        ASSERT_EQ(read.claims.size(), 1u) << entry.path();
        // A patient of whom nothing is said is written as one of unknown relationship.
        if (message.patient().relationship().empty()) {
          message.mutable_patient()->set_relationship("21");
        }
        EXPECT_THAT(DifferingFields(message, Encoded(read.claims[0])), IsEmpty())
            << entry.path() << "\n"
            << written.text;
        ++same;
      }
    }
  }
  EXPECT_GE(same, 48u);
}

}  // namespace
}  // namespace scrubline
