// Values that cannot be read: absent and named, in bounded memory, and never repeated.
#include <string>
#include <vector>

#include "ingest/x12/testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

TEST(X12Reader, WhatCannotBeReadIsAbsentAndNamed) {
  struct Case {
    std::string name;
    std::vector<std::string> body;
    std::vector<std::string> fields;
  };
  const auto with = [](size_t place, const std::string& segment) {
    auto parties = kParties;
    parties[place] = segment;
    return parties + kClaim + kLine;
  };
  const auto claim = [](const std::string& segment) {
    return kParties + kClaim + std::vector<std::string>{segment} + kLine;
  };
  const auto line = [](const std::string& service,
                       const std::string& date = "DTP*472*D8*20240510") {
    return kParties + kClaim + kLine + std::vector<std::string>{"LX*2", service, date};
  };
  const std::string long_text(81, 'X');
  const std::vector<Case> cases = {
      {"birth date", with(8, "DMG*D8*19501332*F"), {"patient.birth_date"}},
      {"sex", with(8, "DMG*D8*19500102*X"), {"patient.sex"}},
      {"billing npi", with(2, "NM1*85*2*GROUP*****24*123456789"), {"billing.npi"}},
      {"billing taxonomy", with(1, "PRV*BI*ZZ*261QM1300X"), {"billing.taxonomy_code"}},
      {"member", with(7, "NM1*IL*1*DOE*JO****MI*" + long_text), {"subscriber_id"}},
      {"lost segment above", with(4, "?REF*EI*1"), {"claim"}},
      {"unknown segment", claim("ZZZ*1"), {"claim"}},
      {"no level", {"CLM*C1*1***11:B:1*Y*A*Y*Y"}, {"payer"}},
      {"charge",
       kParties + std::vector<std::string>{"CLM*C1*1,000***11:B:1"},
       {"total_charge_cents"}},
      {"negative charge",
       kParties + std::vector<std::string>{"CLM*C1*-5***11:B:1"},
       {"total_charge_cents"}},
      {"exponent",
       kParties + std::vector<std::string>{"CLM*C1*1E2***11:B:1"},
       {"total_charge_cents"}},
      {"three decimals",
       kParties + std::vector<std::string>{"CLM*C1*1.005***11:B:1"},
       {"total_charge_cents"}},
      {"place", kParties + std::vector<std::string>{"CLM*C1*1***1-1:B:1"}, {"place_of_service"}},
      {"assignment",
       kParties + std::vector<std::string>{"CLM*C1*1***11:B:1*Y*Q"},
       {"accept_assignment"}},
      {"kind", kParties + std::vector<std::string>{"CLM*C1*1***11:A:1"}, {"type"}},
      {"claim id",
       kParties + std::vector<std::string>{"CLM*" + long_text + "*1***11:B:1"},
       {"claim_id"}},
      {"accident", kParties + std::vector<std::string>{"CLM*C1*1***11:B:1******XX"}, {"accident"}},
      {"admission", claim("DTP*435*D8*2024051"), {"admission_date"}},
      {"control character", claim("REF*G1*A\x01"), {"prior_authorization_number"}},
      {"rendering npi", claim("NM1*82*1*A*B****34*123"), {"rendering.npi"}},
      {"rendering state", claim("NM1*77*2*A*****XX*1\x7eN4*C*A-B*1"), {"service_facility.state"}},
      {"diagnosis", claim("HI*ABF:TOOLONGCODE"), {"diagnoses[2].code"}},
      {"diagnosis gap",
       kParties + std::vector<std::string>{"CLM*C1*1***11:B:1", "HI*ABK:I10**ABF:E119"},
       {"diagnoses[1].code"}},
      {"diagnosis qualifier", claim("HI*XYZ:I10"), {"diagnoses"}},
      {"13 diagnoses",
       claim("HI*ABF:A1*ABF:A2*ABF:A3*ABF:A4*ABF:A5*ABF:A6*ABF:A7*ABF:A8*ABF:A9*ABF:B1*ABF:B2"),
       {"diagnoses"}},
      {"present on admission", claim("HI*ABF:A1:::::::Q"), {"diagnoses[2].present_on_admission"}},
      {"line date",
       line("SV1*HC:99213*1*UN*1***1", "DTP*472*D8*20260230"),
       {"service_lines[1].service_date"}},
      {"line range",
       line("SV1*HC:99213*1*UN*1***1", "DTP*472*RD8*20240510"),
       {"service_lines[1].service_date"}},
      {"line date format",
       line("SV1*HC:99213*1*UN*1***1", "DTP*472*D6*240510"),
       {"service_lines[1].service_date"}},
      {"procedure", line("SV1*HC:992139921*1*UN*1***1"), {"service_lines[1].procedure_code"}},
      {"procedure bytes",
       line("SV1*HC:99\xC3\xA9*1*UN*1***1"),
       {"service_lines[1].procedure_code"}},
      {"procedure missing", line("SV1*HC*1*UN*1***1"), {"service_lines[1].procedure_code"}},
      {"procedure qualifier", line("SV1*ER:99213*1*UN*1***1"), {"service_lines[1].procedure_code"}},
      {"modifier", line("SV1*HC:99213:2#*1*UN*1***1"), {"service_lines[1].modifiers"}},
      {"fifth modifier",
       line("SV1*HC:99213:25:26:59:RT:LT*1*UN*1***1"),
       {"service_lines[1].modifiers"}},
      {"line charge", line("SV1*HC:99213*1.2.3*UN*1***1"), {"service_lines[1].charge_cents"}},
      {"units", line("SV1*HC:99213*1*UN*-1***1"), {"service_lines[1].units"}},
      {"units of nan", line("SV1*HC:99213*1*UN*NaN***1"), {"service_lines[1].units"}},
      {"units too fine", line("SV1*HC:99213*1*UN*0.0001***1"), {"service_lines[1].units"}},
      {"unit basis", line("SV1*HC:99213*1*F2*1***1"), {"service_lines[1].unit_basis"}},
      {"line place", line("SV1*HC:99213*1*UN*1*1 1**1"), {"service_lines[1].place_of_service"}},
      {"pointer of 13",
       line("SV1*HC:99213*1*UN*1***1:13"),
       {"service_lines[1].diagnosis_pointers"}},
      {"pointer of 0", line("SV1*HC:99213*1*UN*1***0"), {"service_lines[1].diagnosis_pointers"}},
      {"pointer of A", line("SV1*HC:99213*1*UN*1***A"), {"service_lines[1].diagnosis_pointers"}},
      {"other kind of line", line("SV2*0450*HC:99213*1*UN*1"), {"type"}},
      {"dental line", line("SV3*AD:D0120*1"), {"type"}},
      {"no service", line("NTE*ADD*NOTHING"), {"service_lines[1].procedure_code"}},
      {"drug quantity",
       line("SV1*HC:99213*1*UN*1***1", "DTP*472*D8*20240510~LIN**N4*1~CTP****x*ML"),
       {"service_lines[1].ndc_quantity"}},
      {"line rendering npi",
       line("SV1*HC:99213*1*UN*1***1", "NM1*82*1*A*B****34*123"),
       {"service_lines[1].rendering.npi"}},
      {"lost segment of a line", line("SV1*HC:99213*1*UN*1***1", "*DTP"), {"service_lines[1]"}},
      {"lost segment of the claim", claim("h1*ABK"), {"claim"}},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    const Read read = ReadOne(Interchange(test.body));
    EXPECT_EQ(Fields(read.claims[0]), test.fields);
    for (const Unreadable& entry : read.claims[0].unreadable) {
      EXPECT_EQ(entry.line, entry.field.starts_with("service_lines[1]") ? 1 : -1);
      EXPECT_FALSE(entry.problem.empty());
    }
  }
}

TEST(X12Reader, ContextThatCannotBeReadIsNamedInEveryClaimBelowIt) {
  auto parties = kParties;
  parties[2] = "NM1*85*2*GROUP*****24*123456789";
  const Read read = ReadAll(Interchange(
      parties + kClaim + kLine + kClaim + kLine + std::vector<std::string>{"HL*3*1*22*0"} + kClaim +
      std::vector<std::string>{"HL*4**20*1", "HL*5*4*22*0"} + kClaim));
  ASSERT_THAT(read.claims, SizeIs(4));
  for (size_t i = 0; i < 3; ++i) EXPECT_THAT(Fields(read.claims[i]), ElementsAre("billing.npi"));
  EXPECT_THAT(Fields(read.claims[3]), IsEmpty());
}

TEST(X12Reader, CompositesWrittenWithAnotherSeparatorAreRead) {
  auto body = kParties +
              std::vector<std::string>{"CLM*C1*100***11>B>1*Y*A*Y*Y", "HI*ABK>I10*ABF>E119", "LX*1",
                                       "SV1*HC>99213>25*100*UN*1***1>2", "DTP*472*D8*20240510"};
  const Read read = ReadOne(Interchange(body));
  const ServiceLine& line = read.claims[0].service_lines[0];
  EXPECT_EQ(read.claims[0].place_of_service, Code::Of("11"));
  EXPECT_EQ(line.procedure_code, Code::Of("99213"));
  EXPECT_EQ(line.modifiers[0], Code::Of("25"));
  EXPECT_EQ(line.pointer_count, 2);
  EXPECT_THAT(read.issues, ElementsAre(Field(&X12Issue::problem, X12Problem::kComponentSeparator)));
  EXPECT_THAT(Fields(read.claims[0]), IsEmpty());
}

TEST(X12Reader, TextIsAlwaysUtf8) {
  const Read read = ReadOne(Interchange(
      kParties + std::vector<std::string>{"CLM*caf\xE9*1***11:B:1", "REF*G1*caf\xC3\xA9",
                                          "REF*9F*\xED\xA0\x80"}));
  EXPECT_EQ(read.claims[0].claim_id, "caf\xC3\xA9");
  EXPECT_EQ(read.claims[0].prior_authorization_number, "caf\xC3\xA9");
  EXPECT_EQ(read.claims[0].referral_number, "\xC3\xAD\xC2\xA0\xC2\x80");
}

TEST(X12Reader, UnreadableEntriesAreBounded) {
  std::vector<std::string> body = kParties + kClaim;
  for (int i = 0; i < 5000; ++i) body.push_back("HI*XX:1*XX:2");
  const Read read = ReadOne(Interchange(body));
  EXPECT_THAT(read.claims[0].unreadable, SizeIs(1001));
}

TEST(X12Reader, OverlongSegmentsAreSkippedAndTheClaimSaysSo) {
  const Read read = ReadOne(Interchange(
      kParties + kClaim +
      std::vector<std::string>{"NTE*ADD*" + std::string(70000, 'x'), "REF*G1*AUTH"} + kLine));
  EXPECT_THAT(Fields(read.claims[0]), ElementsAre("claim"));
  EXPECT_EQ(read.claims[0].prior_authorization_number, "AUTH");
  EXPECT_THAT(read.issues, ElementsAre(Field(&X12Issue::problem, X12Problem::kSegmentTooLong)));
}

TEST(X12Reader, NothingItSaysHoldsAPatientsData) {
  auto parties = kParties;
  parties[7] = "NM1*IL*1*SECRETNAME*JO****MI*SECRET" + std::string(80, 'X');
  parties[8] = "DMG*D8*SECRET*SECRET";
  const Read read = ReadAll(Interchange(
      parties + std::vector<std::string>{"CLM*SECRET\x01*SECRET***SECRETSECRET:B:SECRETSECRET",
                                         "SECRET*A", "HI*ABK:SECRETSECRET", "LX*SECRET",
                                         "SV1*HC:SECRETSECRET*SECRET*SECRET*SECRET***SECRET",
                                         "DTP*472*D8*SECRET"}));
  ASSERT_THAT(read.claims, SizeIs(1));
  EXPECT_THAT(read.claims[0].unreadable, SizeIs(testing::Ge(12)));
  for (const Unreadable& entry : read.claims[0].unreadable) {
    EXPECT_THAT(std::string(entry.field) + std::string(entry.problem), Not(HasSubstr("SECRET")));
  }
  for (const X12Issue& issue : read.issues) {
    EXPECT_THAT(issue.ToString(), Not(HasSubstr("SECRET")));
  }
}

}  // namespace
}  // namespace scrubline
