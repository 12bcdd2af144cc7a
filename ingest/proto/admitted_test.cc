#include "ingest/proto/admitted.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "ingest/proto/decode_claim.h"
#include "ingest/proto/encode_claim.h"
#include "ingest/x12/reader.h"

namespace scrubline {
namespace {

// A claim with something in every field that a file can fill.
Claim FullClaim() {
  Claim claim;
  claim.claim_id = "C-1";
  claim.type = ClaimType::kInstitutional;
  claim.frequency_code = Code::Of("1");
  claim.type_of_bill = Code::Of("0131");
  claim.place_of_service = Code::Of("11");
  claim.patient_status = Code::Of("01");
  claim.total_charge_cents = 0;
  claim.payer = {.id = "P1", .name = "PAYER", .filing_indicator = Code::Of("MB")};
  claim.patient.relationship = Code::Of("18");
  claim.condition_codes = {Code::Of("44")};
  claim.occurrences = {{Code::Of("11"), *Date::FromCivil(2024, 5, 1)}};
  claim.value_codes = {{Code::Of("80"), 300}};
  claim.diagnoses = {{Code::Of("I10"), DiagnosisRole::kPrincipal, 'Y'}};
  claim.other_payers = {{.payer_id = "P2", .paid_cents = 100}};
  claim.billing = claim.AddProvider({.npi = "1234567893",
                                     .taxonomy_code = "207R00000X",
                                     .tax_id = "123456789",
                                     .state = Code::Of("IL"),
                                     .zip = "62701"});
  ServiceLine& line = claim.service_lines.emplace_back();
  line.line_number = 1;
  line.procedure_code = Code::Of("99213");
  line.modifiers[1] = Code::Of("25");  // behind a gap
  line.modifier_count = 2;
  line.service_date = *Date::FromCivil(2024, 5, 1);
  line.service_date_through = *Date::FromCivil(2024, 5, 3);
  line.units = 1500;
  line.unit_basis = UnitBasis::kUnits;
  line.charge_cents = 10000;
  line.pointer_count = 1;
  line.diagnosis_pointers[0] = 1;
  line.revenue_code = Code::Of("0450");
  line.ndc = "00093005105";
  line.ndc_quantity = 1000;
  line.ndc_unit = Code::Of("ML");
  return claim;
}

// What IsAdmitted promises: the way over the message changes nothing.
void ExpectUnchanged(const Claim& claim) {
  v1::Claim message, again;
  EncodeClaim(claim, message);
  EXPECT_EQ(message.unreadable_size(), 0);
  Claim decoded;
  std::vector<FieldViolation> violations;
  EXPECT_TRUE(DecodeClaim(message, decoded, violations).ok());
  EncodeClaim(decoded, again);
  EXPECT_EQ(message.SerializeAsString(), again.SerializeAsString()) << claim.claim_id;
}

TEST(IsAdmitted, AClaimWithinTheLimits) {
  const Claim claim = FullClaim();
  EXPECT_TRUE(IsAdmitted(claim));
  ExpectUnchanged(claim);
}

TEST(IsAdmitted, NotWhatTheMessageWouldRefuseOrChange) {
  const std::string long_text(257, 'x');
  const std::vector<std::function<void(Claim&)>> kChanges = {
      [&](Claim& claim) { claim.claim_id = long_text; },
      [](Claim& claim) { claim.claim_id = "\xC3\xA9"; },
      [](Claim& claim) { claim.frequency_code = Code::Of("11"); },
      [](Claim& claim) { claim.type_of_bill = Code::Of("131"); },
      [](Claim& claim) { claim.total_charge_cents = -1; },
      [](Claim& claim) { claim.payer.filing_indicator = Code::Of("MBX"); },
      [](Claim& claim) { claim.condition_codes.assign(101, Code::Of("44")); },
      [](Claim& claim) { claim.occurrences[0].code = Code::Of("1"); },
      [](Claim& claim) { claim.value_codes[0].amount_cents = -1; },
      [](Claim& claim) { claim.diagnoses[0].code = Code(); },
      [](Claim& claim) { claim.diagnoses[0].present_on_admission = 'X'; },
      [](Claim& claim) { claim.diagnoses.assign(51, claim.diagnoses[0]); },
      [](Claim& claim) { claim.other_payers[0].paid_cents = -1; },
      [](Claim& claim) { claim.providers[0].npi = "1234567893 "; },
      [](Claim& claim) { claim.providers[0].taxonomy_code = "207r00000x"; },
      [](Claim& claim) { claim.providers[0].zip = "62701-0001"; },
      [](Claim& claim) { claim.providers[0].state = Code::Of("ILL"); },
      [](Claim& claim) { claim.service_lines.clear(); },
      [](Claim& claim) { claim.service_lines.resize(1000, claim.service_lines[0]); },
      [](Claim& claim) { claim.service_lines.push_back(claim.service_lines[0]); },
      [](Claim& claim) { claim.service_lines[0].line_number = 0; },
      [](Claim& claim) { claim.service_lines[0].procedure_code = Code::Of("992133"); },
      [](Claim& claim) { claim.service_lines[0].modifiers[1] = Code(); },
      [](Claim& claim) { claim.service_lines[0].modifiers[1] = Code::Of("2"); },
      [](Claim& claim) {
        claim.service_lines[0].service_date_through = *Date::FromCivil(2044, 1, 1);
      },
      [](Claim& claim) { claim.service_lines[0].units = -1; },
      [](Claim& claim) { claim.service_lines[0].units = 1'000'000'000'001; },
      [](Claim& claim) { claim.service_lines[0].charge_cents = -1; },
      [](Claim& claim) { claim.service_lines[0].diagnosis_pointers[0] = 13; },
      [](Claim& claim) { claim.service_lines[0].revenue_code = Code::Of("450"); },
      [&](Claim& claim) { claim.service_lines[0].description = long_text; },
      [](Claim& claim) {
        claim.unreadable.push_back({"claim_id", "why", -1});
      },
      [](Claim& claim) { claim.history.emplace_back(); },
  };
  for (size_t i = 0; i < kChanges.size(); ++i) {
    Claim claim = FullClaim();
    kChanges[i](claim);
    EXPECT_FALSE(IsAdmitted(claim)) << "change " << i;
  }
}

class Checking final : public X12Sink {
 public:
  void OnClaim(Claim& claim, X12ClaimSource&) override {
    ++claims;
    if (!IsAdmitted(claim)) return;
    ++admitted;
    ExpectUnchanged(claim);
  }
  int claims = 0;
  int admitted = 0;
};

void ReadInto(Checking& checking, const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  X12Reader reader({}, checking);
  reader.Feed(text.str());
  reader.Finish().IgnoreError();
}

TEST(IsAdmitted, TheShippedSample) {
  Checking checking;
  ReadInto(checking, "sample_data/claims/sample_837p.txt");
  EXPECT_GT(checking.claims, 0);
  EXPECT_EQ(checking.admitted, checking.claims);
}

TEST(IsAdmitted, ClaimsOfRealFilesAreTheSameOverTheMessage) {
  const char* data = std::getenv("SCRUBLINE_DATA");
  const std::filesystem::path folder =
      std::filesystem::path(data != nullptr ? data : "../shared/data") / "x12";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is absent";
  Checking checking;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) ReadInto(checking, entry.path());
  }
  // Most of these files are older than ICD-10: their diagnoses cannot be read.
  EXPECT_GT(checking.admitted, 0) << "of " << checking.claims;
}

}  // namespace
}  // namespace scrubline
