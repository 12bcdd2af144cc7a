#include "ingest/fhir/claim_mapper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "ingest/fhir/reader.h"
#include "ingest/proto/decode_claim.h"
#include "nlohmann/json.hpp"

namespace scrubline {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

constexpr char kNpi[] = "http://hl7.org/fhir/sid/us-npi";
constexpr char kCpt[] = "http://www.ama-assn.org/go/cpt";
constexpr char kIcd10[] = "http://hl7.org/fhir/sid/icd-10-cm";
constexpr char kSnomed[] = "http://snomed.info/sct";

json Concept(const std::string& system, const std::string& code) {
  json coding = {{"code", code}};
  if (!system.empty()) coding["system"] = system;
  return {{"coding", json::array({coding})}};
}

json Identifier(const std::string& system, const std::string& value) {
  return {{"system", system}, {"value", value}};
}

json Npi(const std::string& value) { return {{"identifier", Identifier(kNpi, value)}}; }

json Item(int sequence, const std::string& code) {
  return {{"sequence", sequence},
          {"productOrService", Concept(kCpt, code)},
          {"servicedDate", "2026-03-05"},
          {"quantity", {{"value", 1}}},
          {"net", {{"value", 100}, {"currency", "USD"}}}};
}

json Diagnosis(int sequence, const std::string& code) {
  return {{"sequence", sequence}, {"diagnosisCodeableConcept", Concept(kIcd10, code)}};
}

// A claim in which everything can be read.
json PlainClaim(const std::string& type = "professional") {
  return {{"resourceType", "Claim"},
          {"id", "c1"},
          {"status", "active"},
          {"use", "claim"},
          {"type", Concept("http://terminology.hl7.org/CodeSystem/claim-type", type)},
          {"patient", {{"display", "somebody"}}},
          {"provider", Npi("1234567893")},
          {"diagnosis", json::array({Diagnosis(1, "E11.9")})},
          {"item", json::array({Item(1, "99213")})}};
}

// An entry of a Bundle.
json Entry(const std::string& url, json resource) {
  return {{"fullUrl", url}, {"resource", std::move(resource)}};
}

json Collection(std::vector<json> entries) {
  return {{"resourceType", "Bundle"}, {"type", "collection"}, {"entry", std::move(entries)}};
}

// The only claim of the input. Whatever it holds, DecodeClaim must take it.
FhirClaim ReadText(const std::string& text) {
  FhirClaim read;
  int claims = 0;
  FhirReader reader({}, [&](FhirClaim& claim) {
    read = std::move(claim);
    ++claims;
  });
  reader.Feed(text);
  EXPECT_TRUE(reader.Finish().ok());
  EXPECT_EQ(claims, 1);
  Claim decoded;
  std::vector<FieldViolation> violations;
  EXPECT_TRUE(DecodeClaim(read.message, decoded, violations).ok())
      << violations.front().field << " " << violations.front().problem;
  return read;
}
FhirClaim Read(const json& resource) { return ReadText(resource.dump()); }

std::vector<std::string> Unreadable(const FhirClaim& claim) {
  std::vector<std::string> fields;
  for (const auto& entry : claim.message.unreadable()) fields.push_back(entry.field());
  return fields;
}

std::vector<FhirProblem> Problems(const FhirClaim& claim) {
  std::vector<FhirProblem> problems;
  for (const FhirIssue& issue : claim.issues) problems.push_back(issue.problem);
  return problems;
}

TEST(ClaimMapper, APlainClaimIsReadWithoutRemainder) {
  const FhirClaim claim = Read(PlainClaim());
  EXPECT_THAT(Unreadable(claim), IsEmpty());
  EXPECT_THAT(Problems(claim), IsEmpty());
  EXPECT_EQ(claim.message.claim_id(), "c1");
  EXPECT_EQ(claim.message.type(), v1::Claim::PROFESSIONAL);
  EXPECT_EQ(claim.message.frequency_code(), "1");
  EXPECT_EQ(claim.message.billing().npi(), "1234567893");
  EXPECT_EQ(claim.message.diagnoses(0).code(), "E119");
  const v1::ServiceLine& line = claim.message.service_lines(0);
  EXPECT_EQ(line.line_number(), 1);
  EXPECT_EQ(line.procedure_code(), "99213");
  EXPECT_EQ(line.service_date(), "2026-03-05");
  EXPECT_EQ(line.units(), 1);
  EXPECT_EQ(line.unit_basis(), v1::ServiceLine::UNITS);
  EXPECT_EQ(line.charge_cents(), 10000);
}

TEST(ClaimMapper, TheShippedSampleIsReadWithoutRemainder) {
  FhirClaim claim;
  FhirReader reader({}, [&](FhirClaim& read) { claim = std::move(read); });
  std::ifstream file("sample_data/claims/sample_fhir_claim.json");
  reader.Feed(std::string(std::istreambuf_iterator<char>(file), {}));
  ASSERT_TRUE(reader.Finish().ok());
  EXPECT_THAT(Unreadable(claim), IsEmpty());
  EXPECT_THAT(Problems(claim), IsEmpty());
  const v1::Claim& message = claim.message;
  EXPECT_EQ(message.claim_id(), "SAMPLE-2-BUNDLED");
  EXPECT_EQ(message.total_charge_cents(), 153000);
  EXPECT_EQ(message.subscriber_id(), "1AC2DE3FG42");
  EXPECT_EQ(message.payer().id(), "SMPLB");
  EXPECT_EQ(message.payer().name(), "Medicare Part B Sample");
  EXPECT_EQ(message.payer().line_of_business(), v1::Payer::MEDICARE);
  EXPECT_EQ(message.payer().responsibility(), v1::Payer::PRIMARY);
  EXPECT_EQ(message.patient().birth_date(), "1951-09-30");
  EXPECT_EQ(message.patient().sex(), v1::Patient::MALE);
  EXPECT_EQ(message.patient().relationship(), "18");
  EXPECT_EQ(message.place_of_service(), "24");
  EXPECT_EQ(message.billing().entity_type(), v1::Provider::ORGANIZATION);
  EXPECT_EQ(message.billing().tax_id(), "00-0000001");
  EXPECT_EQ(message.billing().state(), "IL");
  EXPECT_EQ(message.billing().zip(), "62701-0001");
  EXPECT_EQ(message.rendering().npi(), "1245319599");
  EXPECT_EQ(message.rendering().taxonomy_code(), "207R00000X");
  EXPECT_EQ(message.rendering().entity_type(), v1::Provider::INDIVIDUAL);
  EXPECT_EQ(message.service_facility().npi(), "2000000002");
  EXPECT_THAT(message.service_lines(1).diagnosis_pointers(), ElementsAre(2));
  EXPECT_FALSE(message.service_lines(0).has_rendering());  // every line has the claim's
}

TEST(ClaimMapper, ClaimsNumberIsTheUniqueClaimIdElseTheFirstIdentifier) {
  json claim = PlainClaim();
  claim["identifier"] = {Identifier("http://x", "A1"), Identifier("http://x", "A2")};
  EXPECT_EQ(Read(claim).message.claim_id(), "A1");
  claim["identifier"][1]["type"] = Concept("", "uc");
  EXPECT_EQ(Read(claim).message.claim_id(), "A2");
}

TEST(ClaimMapper, FrequencyFollowsStatusTypeOfBillAndRelatedClaims) {
  json claim = PlainClaim();
  claim["related"] = {{{"relationship", Concept("", "associated")}}};
  EXPECT_EQ(Read(claim).message.frequency_code(), "1");
  claim["related"] = {
      {{"relationship", Concept("", "prior")}, {"reference", Identifier("http://payer", "ICN7")}}};
  EXPECT_EQ(Read(claim).message.frequency_code(), "7");
  EXPECT_EQ(Read(claim).message.original_reference_number(), "ICN7");
  claim["status"] = "cancelled";
  EXPECT_EQ(Read(claim).message.frequency_code(), "8");
  EXPECT_EQ(Read(claim).message.original_reference_number(), "ICN7");
}

// References.

json Patient(const std::string& gender) {
  return {
      {"resourceType", "Patient"}, {"id", "p1"}, {"gender", gender}, {"birthDate", "1980-01-02"}};
}

TEST(References, AreFollowedInTheirManyForms) {
  const std::string uuid = "urn:uuid:5a6f3c1e-0000-4000-8000-000000000002";
  const std::string url = "https://ehr.example/fhir/Patient/p1";
  struct Case {
    const char* reference;
    std::string full_url;
  };
  for (const Case& c : {Case{"urn:uuid:5a6f3c1e-0000-4000-8000-000000000002", uuid},
                        Case{"https://ehr.example/fhir/Patient/p1", url}, Case{"Patient/p1", url},
                        Case{"Patient/p1", uuid}, Case{"Patient/p1/_history/3", url},
                        Case{"Patient?identifier=http://mrn|77", uuid},
                        Case{"Patient?identifier=http://mrn%7C77", uuid}}) {
    json patient = Patient("female");
    patient["identifier"] = {Identifier("http://mrn", "77")};
    json claim = PlainClaim();
    claim["patient"] = {{"reference", c.reference}};
    const FhirClaim read =
        Read(Collection({Entry("urn:uuid:1", claim), Entry(c.full_url, patient)}));
    EXPECT_EQ(read.message.patient().sex(), v1::Patient::FEMALE) << c.reference;
    EXPECT_THAT(Unreadable(read), IsEmpty()) << c.reference;
  }
}

TEST(References, ToContainedResources) {
  json claim = PlainClaim();
  claim["contained"] = {Patient("male")};
  claim["patient"] = {{"reference", "#p1"}};
  const FhirClaim read = Read(claim);
  EXPECT_EQ(read.message.patient().birth_date(), "1980-01-02");
  EXPECT_EQ(read.source.ExpressionOf("patient.birth_date"), "Claim.contained[0].birthDate");
}

TEST(References, ThatLeadNowhereAreToldAndNeverGuessed) {
  json claim = PlainClaim();
  for (const char* reference : {"Patient/p2", "#p1", "#", "https://other.example/Patient/p1",
                                "Patient?identifier=http://mrn|78", "urn:uuid:2", ""}) {
    claim["patient"] = {{"reference", reference}};
    const FhirClaim read = Read(Collection(
        {Entry("urn:uuid:1", claim), Entry("https://ehr.example/Patient/p1", Patient("male"))}));
    EXPECT_EQ(read.message.patient().sex(), v1::Patient::SEX_UNSPECIFIED) << reference;
    EXPECT_THAT(Unreadable(read), ElementsAre("patient")) << reference;
    EXPECT_THAT(Problems(read), ElementsAre(FhirProblem::kReferenceUnresolved)) << reference;
  }
}

TEST(References, ToOneOfTwoResourcesOfTheSameNameLeadNowhere) {
  json claim = PlainClaim();
  claim["patient"] = {{"reference", "Patient/p1"}};
  const FhirClaim read =
      Read(Collection({Entry("urn:uuid:1", claim), Entry("urn:uuid:2", Patient("male")),
                       Entry("urn:uuid:3", Patient("female"))}));
  EXPECT_THAT(Unreadable(read), ElementsAre("patient"));
}

TEST(References, ThatOnlyDisplayAreAbsent) {
  json claim = PlainClaim();
  claim["insurance"] = {{{"sequence", 1}, {"focal", true}, {"coverage", {{"display", "Anthem"}}}}};
  claim["provider"] = {{"display", "Dr. Who"}};
  const FhirClaim read = Read(claim);
  EXPECT_EQ(read.message.payer().name(), "Anthem");
  EXPECT_FALSE(read.message.has_billing());
  EXPECT_THAT(Unreadable(read), IsEmpty());
}

TEST(References, InACircleEnd) {
  json claim = PlainClaim();
  claim["contained"] = {
      {{"resourceType", "PractitionerRole"}, {"id", "r"}, {"practitioner", {{"reference", "#r"}}}}};
  claim["provider"] = {{"reference", "#r"}};
  EXPECT_FALSE(Read(claim).message.has_billing());
}

// Providers.

TEST(Providers, OfARoleArePersonPlusSpecialty) {
  json claim = PlainClaim();
  claim["contained"] = {
      {{"resourceType", "PractitionerRole"},
       {"id", "role"},
       {"practitioner", {{"reference", "#person"}}},
       {"specialty", {Concept("http://nucc.org/provider-taxonomy", "207R00000X")}}},
      {{"resourceType", "Practitioner"},
       {"id", "person"},
       {"identifier", {Identifier("urn:oid:2.16.840.1.113883.4.6", "1245319599")}}}};
  claim["provider"] = {{"reference", "#role"}};
  const v1::Provider billing = Read(claim).message.billing();
  EXPECT_EQ(billing.npi(), "1245319599");
  EXPECT_EQ(billing.taxonomy_code(), "207R00000X");
  EXPECT_EQ(billing.entity_type(), v1::Provider::INDIVIDUAL);
}

TEST(Providers, AreKnownByIdentifierTypeAndByConditionalReference) {
  json claim = PlainClaim();
  claim["provider"] = {{"identifier", {{"type", Concept("", "NPI")}, {"value", "1234567893"}}}};
  EXPECT_EQ(Read(claim).message.billing().npi(), "1234567893");
  claim["provider"] = {{"identifier", {{"value", "1234567893"}}}};
  EXPECT_EQ(Read(claim).message.billing().npi(), "1234567893");
  claim["provider"] = {
      {"reference", std::string("Practitioner?identifier=") + kNpi + "|1245319599"}};
  EXPECT_EQ(Read(claim).message.billing().npi(), "1245319599");
  claim["provider"] = {{"identifier", Identifier("http://hospital/ids", "HOSP1234")}};
  EXPECT_FALSE(Read(claim).message.has_billing());
}

json Member(int sequence, const std::string& role, const std::string& npi) {
  return {{"sequence", sequence}, {"role", Concept("", role)}, {"provider", Npi(npi)}};
}

TEST(CareTeam, IsTheClaimsOrItsLines) {
  json claim = PlainClaim();
  claim["item"] = {Item(1, "99213"), Item(2, "99214")};
  claim["item"][0]["careTeamSequence"] = {4, 2};
  claim["item"][1]["careTeamSequence"] = {3, 4};
  claim["careTeam"] = {Member(1, "referring", "1111111112"), Member(2, "rendering", "2222222228"),
                       Member(3, "performing", "3333333334"),
                       Member(4, "supervisor", "4444444444")};
  const FhirClaim read = Read(claim);
  EXPECT_EQ(read.message.referring().npi(), "1111111112");
  EXPECT_FALSE(read.message.has_rendering());
  EXPECT_EQ(read.message.service_lines(0).rendering().npi(), "2222222228");
  EXPECT_EQ(read.message.service_lines(1).rendering().npi(), "3333333334");
  EXPECT_EQ(read.message.supervising().npi(), "4444444444");  // named by every line
  EXPECT_FALSE(read.message.service_lines(0).has_supervising());
  EXPECT_THAT(Unreadable(read), IsEmpty());
  EXPECT_EQ(read.source.ExpressionOf("service_lines[1].rendering"), "Claim.careTeam[2].provider");
}

TEST(CareTeam, OfOneMemberNeedsNoRole) {
  json member = Member(1, "", "1111111112");
  member.erase("role");
  json claim = PlainClaim();
  claim["careTeam"] = {member};
  EXPECT_EQ(Read(claim).message.rendering().npi(), "1111111112");
  json institutional = PlainClaim("institutional");
  institutional["careTeam"] = {member};
  EXPECT_EQ(Read(institutional).message.attending().npi(), "1111111112");
  claim["careTeam"] = {member, Member(2, "DN", "2222222228")};
  const FhirClaim read = Read(claim);
  EXPECT_EQ(read.message.referring().npi(), "2222222228");
  EXPECT_FALSE(read.message.has_rendering());
  EXPECT_THAT(Problems(read), ElementsAre(FhirProblem::kCareTeamRole));
  EXPECT_THAT(Unreadable(read), ElementsAre("rendering"));
}

TEST(CareTeam, WhatCannotBeTheOnlyOneIsTold) {
  json claim = PlainClaim();
  claim["item"][0]["careTeamSequence"] = {9};
  EXPECT_THAT(Unreadable(Read(claim)), ElementsAre("service_lines[0].rendering"));
  claim = PlainClaim();
  claim["careTeam"] = {Member(1, "82", "1111111112"), Member(2, "82", "2222222228")};
  EXPECT_THAT(Unreadable(Read(claim)), ElementsAre("rendering"));
  EXPECT_EQ(Read(claim).message.rendering().npi(), "1111111112");
}

// Payers.

TEST(Insurance, FocalCoverageIsThePayersAndTheRestAreOtherPayers) {
  const auto coverage = [](const std::string& id, const std::string& payer) {
    return json{
        {"resourceType", "Coverage"},
        {"id", id},
        {"subscriberId", "M" + id},
        {"class", {{{"type", Concept("", "plan")}, {"value", "PLAN9"}}}},
        {"type", Concept("https://nahdo.org/sopt", "5")},
        {"relationship", Concept("", "child")},
        {"payor",
         {{{"identifier", Identifier("http://payers", payer)}, {"display", "Payer " + payer}}}}};
  };
  json claim = PlainClaim();
  claim["insurance"] = {{{"sequence", 2},
                         {"focal", true},
                         {"coverage", {{"reference", "#b"}}},
                         {"preAuthRef", {"AUTH1"}}},
                        {{"sequence", 1},
                         {"focal", false},
                         {"coverage", {{"reference", "#a"}}},
                         {"claimResponse", {{"reference", "ClaimResponse/r1"}}}}};
  claim["contained"] = {coverage("a", "P1"), coverage("b", "P2")};
  const json response = {{"resourceType", "ClaimResponse"},
                         {"id", "r1"},
                         {"payment", {{"amount", {{"value", 80.5}}}, {"date", "2026-03-20"}}}};
  const FhirClaim read =
      Read(Collection({Entry("urn:uuid:1", claim), Entry("urn:uuid:2", response)}));
  EXPECT_THAT(Unreadable(read), IsEmpty());
  EXPECT_EQ(read.message.payer().id(), "P2");
  EXPECT_EQ(read.message.payer().name(), "Payer P2");
  EXPECT_EQ(read.message.payer().plan_id(), "PLAN9");
  EXPECT_EQ(read.message.payer().line_of_business(), v1::Payer::COMMERCIAL);
  EXPECT_EQ(read.message.payer().responsibility(), v1::Payer::SECONDARY);
  EXPECT_EQ(read.message.subscriber_id(), "Mb");
  EXPECT_EQ(read.message.patient().relationship(), "19");
  EXPECT_EQ(read.message.prior_authorization_number(), "AUTH1");
  ASSERT_EQ(read.message.other_payers_size(), 1);
  EXPECT_EQ(read.message.other_payers(0).payer_id(), "P1");
  EXPECT_EQ(read.message.other_payers(0).responsibility(), v1::Payer::PRIMARY);
  EXPECT_EQ(read.message.other_payers(0).paid_cents(), 8050);
  EXPECT_EQ(read.message.other_payers(0).remittance_date(), "2026-03-20");
  EXPECT_EQ(read.source.ExpressionOf("other_payers[0].paid_cents"),
            "Bundle.entry[1].resource.payment.amount");
}

TEST(Insurance, InsurerWinsOverPayor) {
  json claim = PlainClaim();
  claim["insurer"] = {{"identifier", Identifier("http://payers", "P9")}, {"display", "Nine"}};
  claim["insurance"] = {{{"sequence", 1}, {"focal", true}, {"coverage", {{"reference", "#a"}}}}};
  claim["contained"] = {
      {{"resourceType", "Coverage"},
       {"id", "a"},
       {"payor", {{{"identifier", Identifier("http://payers", "P1")}, {"display", "One"}}}}}};
  const FhirClaim read = Read(claim);
  EXPECT_EQ(read.message.payer().id(), "P9");
  EXPECT_EQ(read.message.payer().name(), "Nine");
}

TEST(Insurance, AnUnresolvedCoverageLeavesTheMemberUnreadable) {
  json claim = PlainClaim();
  claim["insurer"] = {{"reference", "Organization/2"}, {"display", "Two"}};
  claim["insurance"] = {
      {{"sequence", 1}, {"focal", true}, {"coverage", {{"reference", "Coverage/1"}}}}};
  const FhirClaim read = Read(claim);
  EXPECT_EQ(read.message.payer().name(), "Two");
  EXPECT_THAT(Unreadable(read), testing::UnorderedElementsAre("subscriber_id", "payer.id"));
}

// Diagnoses.

TEST(Diagnoses, StandInTheOrderOfTheirSequenceAndPointersFollowThem) {
  json claim = PlainClaim();
  claim["diagnosis"] = {Diagnosis(30, "I10"), Diagnosis(10, "E11.9"), Diagnosis(20, "M54.50")};
  claim["item"][0]["diagnosisSequence"] = {30, 10};
  const FhirClaim read = Read(claim);
  EXPECT_EQ(read.message.diagnoses(0).code(), "E119");
  EXPECT_EQ(read.message.diagnoses(1).code(), "M5450");
  EXPECT_EQ(read.message.diagnoses(2).code(), "I10");
  EXPECT_THAT(read.message.service_lines(0).diagnosis_pointers(), ElementsAre(3, 1));
  EXPECT_EQ(read.source.ExpressionOf("diagnoses[0].code"), "Claim.diagnosis[1].diagnosis");
  EXPECT_EQ(read.source.ExpressionOf("service_lines[0].diagnosis_pointers[1]"),
            "Claim.item[0].diagnosisSequence[1]");
}

TEST(Diagnoses, APointerToNoneOfThemLeadsBehindTheLast) {
  json claim = PlainClaim();
  claim["item"][0]["diagnosisSequence"] = {7};
  EXPECT_THAT(Read(claim).message.service_lines(0).diagnosis_pointers(), ElementsAre(2));
}

TEST(Diagnoses, BeyondTheTwelfthCannotBePointedTo) {
  json claim = PlainClaim();
  claim["diagnosis"] = json::array();
  for (int i = 1; i <= 14; ++i) claim["diagnosis"].push_back(Diagnosis(i, "I10"));
  claim["item"][0]["diagnosisSequence"] = {12, 13, 99};
  const FhirClaim read = Read(claim);
  EXPECT_THAT(read.message.service_lines(0).diagnosis_pointers(), ElementsAre(12));
  EXPECT_THAT(Unreadable(read), ElementsAre("service_lines[0].diagnosis_pointers",
                                            "service_lines[0].diagnosis_pointers"));
}

TEST(Diagnoses, HaveRoleAndPresentOnAdmission) {
  json claim = PlainClaim("institutional");
  claim["diagnosis"] = {Diagnosis(1, "I10"), Diagnosis(2, "E11.9")};
  claim["diagnosis"][0]["type"] = {Concept("", "principal")};
  claim["diagnosis"][0]["onAdmission"] = Concept("", "y");
  claim["diagnosis"][1]["type"] = {Concept("", "externalcauseofinjury")};
  claim["diagnosis"][1]["onAdmission"] = Concept("", "z");
  const FhirClaim read = Read(claim);
  EXPECT_EQ(read.message.diagnoses(0).role(), v1::Diagnosis::PRINCIPAL);
  EXPECT_EQ(read.message.diagnoses(0).present_on_admission(), "Y");
  EXPECT_EQ(read.message.diagnoses(1).role(), v1::Diagnosis::EXTERNAL_CAUSE);
  EXPECT_THAT(Unreadable(read), ElementsAre("diagnoses[1].present_on_admission"));
}

TEST(Diagnoses, OfAConditionAreItsCode) {
  json claim = PlainClaim();
  claim["contained"] = {
      {{"resourceType", "Condition"}, {"id", "c"}, {"code", Concept(kIcd10, "I10")}}};
  claim["diagnosis"] = {{{"sequence", 1}, {"diagnosisReference", {{"reference", "#c"}}}}};
  EXPECT_EQ(Read(claim).message.diagnoses(0).code(), "I10");
}

TEST(Diagnoses, OfOtherSystems) {
  json claim = PlainClaim();
  claim["diagnosis"][0]["diagnosisCodeableConcept"] =
      Concept("http://hl7.org/fhir/sid/icd-10", "I10");
  EXPECT_THAT(Problems(Read(claim)), IsEmpty());
  claim["diagnosis"][0]["diagnosisCodeableConcept"] = Concept("", "I10");
  EXPECT_THAT(Problems(Read(claim)), ElementsAre(FhirProblem::kCodeSystemUnknown));
  EXPECT_EQ(Read(claim).message.diagnoses(0).code(), "I10");
  claim["diagnosis"][0]["diagnosisCodeableConcept"] =
      Concept("http://hl7.org/fhir/sid/icd-9-cm", "401.9");
  EXPECT_THAT(Problems(Read(claim)), ElementsAre(FhirProblem::kIcd9));
  EXPECT_EQ(Read(claim).message.diagnoses(0).code(), "4019");
}

TEST(Diagnoses, OneOfSeveralThatCannotBeReadKeepsItsPlace) {
  json claim = PlainClaim();
  claim["diagnosis"] = {Diagnosis(1, "I10"), Diagnosis(2, "x"), Diagnosis(3, "E11.9")};
  claim["diagnosis"][0]["diagnosisCodeableConcept"] = Concept(kSnomed, "38341003");
  claim["item"][0]["diagnosisSequence"] = {3};
  const FhirClaim read = Read(claim);
  EXPECT_THAT(Unreadable(read),
              testing::UnorderedElementsAre("diagnoses[0].code", "diagnoses[1].code"));
  EXPECT_THAT(read.message.service_lines(0).diagnosis_pointers(), ElementsAre(3));
}

// As Synthea writes them.
TEST(Synthea, CodesOfOtherSystemsAreToldOnceAClaim) {
  json claim = PlainClaim();
  claim["contained"] = {
      {{"resourceType", "Condition"}, {"id", "c"}, {"code", Concept(kSnomed, "1")}}};
  claim["diagnosis"] = {{{"sequence", 1}, {"diagnosisReference", {{"reference", "#c"}}}},
                        {{"sequence", 2}, {"diagnosisReference", {{"reference", "#c"}}}}};
  claim["item"] = {Item(1, "1"), Item(2, "2"), Item(3, "3")};
  for (json& item : claim["item"]) {
    item["productOrService"] = Concept(kSnomed, "162673000");
    item["diagnosisSequence"] = {1, 2};
  }
  const FhirClaim read = Read(claim);
  EXPECT_THAT(Problems(read), ElementsAre(FhirProblem::kCodeSystemUnsupported));
  EXPECT_THAT(Unreadable(read), ElementsAre("diagnoses", "service_lines"));
  EXPECT_EQ(read.message.service_lines_size(), 3);
}

// Lines.

TEST(Lines, NumbersAreTheSequenceWhereItIsOne) {
  json claim = PlainClaim();
  claim["item"] = {Item(20, "99213"), Item(10, "99214")};
  FhirClaim read = Read(claim);
  EXPECT_EQ(read.message.service_lines(0).line_number(), 20);
  EXPECT_EQ(read.source.lines[1].item_sequence, 10U);
  claim["item"][1]["sequence"] = 20;
  read = Read(claim);
  EXPECT_THAT(Problems(read), ElementsAre(FhirProblem::kSequence));
  EXPECT_EQ(read.message.service_lines(1).line_number(), 2);
}

TEST(Lines, ProceduresOfUnknownSystemsAreReadByTheirForm) {
  json claim = PlainClaim();
  for (const char* code : {"99213", "J1100", "0001F", "0042T"}) {
    claim["item"][0]["productOrService"] = Concept("http://lab.example/codes", code);
    const FhirClaim read = Read(claim);
    EXPECT_EQ(read.message.service_lines(0).procedure_code(), code);
    EXPECT_THAT(Problems(read), ElementsAre(FhirProblem::kCodeSystemUnknown));
  }
  claim["item"].push_back(Item(2, "99214"));
  for (const char* code : {"exam", "1234", "AB123", "A123B"}) {
    claim["item"][0]["productOrService"] = Concept("http://lab.example/codes", code);
    const FhirClaim read = Read(claim);
    EXPECT_THAT(Unreadable(read), ElementsAre("service_lines[0].procedure_code")) << code;
    EXPECT_THAT(Problems(read), ElementsAre(FhirProblem::kCodeSystemUnsupported)) << code;
  }
}

TEST(Lines, OfRevenueCodesNeedNoProcedure) {
  json claim = PlainClaim("institutional");
  claim["item"][0]["revenue"] = Concept("https://www.nubc.org/CodeSystem/RevenueCodes", "120");
  claim["item"][0]["productOrService"] =
      Concept("http://terminology.hl7.org/CodeSystem/data-absent-reason", "not-applicable");
  const FhirClaim read = Read(claim);
  EXPECT_EQ(read.message.service_lines(0).revenue_code(), "0120");
  EXPECT_EQ(read.message.service_lines(0).procedure_code(), "");
  EXPECT_THAT(Unreadable(read), IsEmpty());
}

TEST(Lines, ModifiersStayInOrder) {
  json claim = PlainClaim();
  claim["item"][0]["modifier"] = {Concept(kCpt, "59"), Concept(kCpt, "rt")};
  const FhirClaim read = Read(claim);
  EXPECT_THAT(read.message.service_lines(0).modifiers(), ElementsAre("59", "RT"));
  EXPECT_EQ(read.source.ExpressionOf("service_lines[0].modifiers[1]"), "Claim.item[0].modifier[1]");
  EXPECT_EQ(read.source.ExpressionOf("service_lines[0].modifiers"), "Claim.item[0].modifier");
}

TEST(Lines, ModifiersInOneConceptAreAllRead) {
  json claim = PlainClaim();
  claim["item"][0]["modifier"] = {
      {{"coding", {{{"code", "25"}}, {{"code", "25"}}, {{"code", "GT"}}}}}};
  EXPECT_THAT(Read(claim).message.service_lines(0).modifiers(), ElementsAre("25", "GT"));
}

TEST(Lines, ModifiersThatCannotBeReadAreTold) {
  json claim = PlainClaim();
  claim["item"][0]["modifier"] = {Concept(kCpt, "A"), "25", {{"text", "distinct"}}};
  EXPECT_THAT(Unreadable(Read(claim)),
              ElementsAre("service_lines[0].modifiers[0]", "service_lines[0].modifiers[1]",
                          "service_lines[0].modifiers[2]"));
  claim["item"][0]["modifier"] = json::array();
  for (const char* code : {"25", "59", "GT", "RT", "LT"}) {
    claim["item"][0]["modifier"].push_back(Concept(kCpt, code));
  }
  EXPECT_THAT(Unreadable(Read(claim)), ElementsAre("service_lines[0].modifiers"));
}

TEST(Lines, DatesArePeriodsDaysOrTheClaimsOnlyDay) {
  json claim = PlainClaim();
  json& item = claim["item"][0];
  item.erase("servicedDate");
  EXPECT_EQ(Read(claim).message.service_lines(0).service_date(), "");
  claim["billablePeriod"] = {{"start", "2026-03-05T10:00:00-05:00"},
                             {"end", "2026-03-05T10:15:00-05:00"}};
  EXPECT_EQ(Read(claim).message.service_lines(0).service_date(), "2026-03-05");
  claim["billablePeriod"]["end"] = "2026-03-06";
  EXPECT_EQ(Read(claim).message.service_lines(0).service_date(), "");
  item["servicedPeriod"] = {{"start", "2026-03-05"}, {"end", "2026-03-07"}};
  EXPECT_EQ(Read(claim).message.service_lines(0).service_date(), "2026-03-05");
  EXPECT_EQ(Read(claim).message.service_lines(0).service_date_through(), "2026-03-07");
  item["servicedPeriod"] = {{"start", "2026-03-05"}};
  EXPECT_EQ(Read(claim).message.service_lines(0).service_date_through(), "");
  item["servicedPeriod"] = {{"end", "2026-03-05"}};
  EXPECT_THAT(Unreadable(Read(claim)), ElementsAre("service_lines[0].service_date"));
  item["servicedPeriod"] = {{"start", "2001-03-05"}, {"end", "2026-03-05"}};
  EXPECT_THAT(Unreadable(Read(claim)), ElementsAre("service_lines[0].service_date_through"));
}

TEST(Lines, PartialAndPlaceholderDatesAreUnreadable) {
  json claim = PlainClaim();
  for (const char* date : {"2026", "2026-03", "IGNORED_FIELD", "2026-02-30"}) {
    claim["item"][0]["servicedDate"] = date;
    const FhirClaim read = Read(claim);
    EXPECT_THAT(Unreadable(read), ElementsAre("service_lines[0].service_date")) << date;
    EXPECT_THAT(read.message.unreadable(0).problem(), Not(testing::HasSubstr(date)));
    EXPECT_EQ(read.source.ExpressionOf("service_lines[0].service_date"), "Claim.item[0].serviced");
  }
}

TEST(Lines, ChargesAreNetElseComputed) {
  const auto charge = [](const std::string& money) {
    json claim = PlainClaim();
    claim["item"][0].erase("net");
    claim["item"][0].erase("quantity");
    std::string text = claim.dump();
    const std::string anchor = R"("sequence":1,"servicedDate")";
    text.insert(text.find(anchor), money + ",");
    return ReadText(text);
  };
  EXPECT_EQ(charge(R"("net":{"value":12500.00})").message.service_lines(0).charge_cents(), 1250000);
  EXPECT_EQ(charge(R"("unitPrice":{"value":50.00},"quantity":{"value":2.5},"factor":1.1)")
                .message.service_lines(0)
                .charge_cents(),
            13750);
  EXPECT_EQ(charge(R"("net":{"value":1,"currency":"USD"},"unitPrice":{"value":9})")
                .message.service_lines(0)
                .charge_cents(),
            100);
  const FhirClaim noisy = charge(R"("net":{"value":138120.88999999998})");
  EXPECT_EQ(noisy.message.service_lines(0).charge_cents(), 13812089);
  EXPECT_THAT(Problems(noisy), ElementsAre(FhirProblem::kAmountRounded));
  for (const char* money :
       {R"("net":{"value":1.005})", R"("net":{"value":-1})", R"("net":{"value":"1"})",
        R"("net":{"value":1,"currency":"EUR"})", R"("net":7)", R"("net":{"value":1e20})",
        R"("unitPrice":{"value":-1})", R"("unitPrice":{"value":1,"currency":"CAD"})"}) {
    EXPECT_THAT(Unreadable(charge(money)), ElementsAre("service_lines[0].charge_cents")) << money;
  }
  EXPECT_FALSE(charge(R"("net":{})").message.service_lines(0).has_charge_cents());
}

TEST(Lines, QuantitiesAreUnitsOrMinutes) {
  json claim = PlainClaim();
  json& quantity = claim["item"][0]["quantity"];
  quantity = {{"value", 40.5}, {"unit", "MIN"}};
  EXPECT_EQ(Read(claim).message.service_lines(0).units(), 40.5);
  EXPECT_EQ(Read(claim).message.service_lines(0).unit_basis(), v1::ServiceLine::MINUTES);
  for (const json& wrong : {json{{"value", -1}}, json{{"value", "1"}}, json(3),
                            json{{"value", 2}, {"comparator", "<"}}, json{{"value", 1e10}}}) {
    quantity = wrong;
    EXPECT_THAT(Unreadable(Read(claim)), ElementsAre("service_lines[0].units")) << wrong;
  }
}

TEST(Lines, PlacesOfServiceAreTheLinesAndTheirMajorityTheClaims) {
  json claim = PlainClaim();
  claim["item"] = {Item(1, "99213"), Item(2, "99213"), Item(3, "99213"), Item(4, "99213")};
  const char* places[] = {"11", "22", "22"};
  for (size_t i = 0; i < 3; ++i) {
    claim["item"][i]["locationCodeableConcept"] =
        Concept("http://terminology.hl7.org/CodeSystem/ex-serviceplace", places[i]);
  }
  const FhirClaim read = Read(claim);
  EXPECT_EQ(read.message.service_lines(0).place_of_service(), "11");
  EXPECT_EQ(read.message.service_lines(3).place_of_service(), "");
  EXPECT_EQ(read.message.place_of_service(), "22");
  claim["item"][0]["locationCodeableConcept"] = {{"text", "office"}};
  EXPECT_THAT(Unreadable(Read(claim)), ElementsAre("service_lines[0].place_of_service"));
}

json DrugDetail(const std::string& code) {
  return {{"sequence", 4},
          {"productOrService", Concept("http://hl7.org/fhir/sid/ndc", code)},
          {"quantity", {{"value", 1.5}, {"unit", "mL"}}}};
}

TEST(Lines, DrugsAreDetails) {
  json claim = PlainClaim();
  claim["item"][0]["detail"] = {DrugDetail("0093-0051-05")};
  FhirClaim read = Read(claim);
  EXPECT_EQ(read.message.service_lines(0).ndc(), "00093005105");
  EXPECT_EQ(read.message.service_lines(0).ndc_quantity(), 1.5);
  EXPECT_EQ(read.message.service_lines(0).ndc_unit(), "ML");
  EXPECT_EQ(read.source.lines[0].detail_sequence, 4U);
  EXPECT_EQ(read.source.ExpressionOf("service_lines[0].ndc"),
            "Claim.item[0].detail[0].productOrService");
  EXPECT_THAT(Unreadable(read), IsEmpty());
  claim["item"][0]["detail"][0]["quantity"]["unit"] = "bottle";
  EXPECT_THAT(Unreadable(Read(claim)), ElementsAre("service_lines[0].ndc_unit"));
}

TEST(Lines, OtherDetailsAreTold) {
  json claim = PlainClaim();
  claim["item"][0]["detail"] = {{{"sequence", 1}, {"productOrService", Concept(kCpt, "99214")}}};
  EXPECT_THAT(Unreadable(Read(claim)), ElementsAre("service_lines[0]"));
  claim["item"][0]["detail"] = {DrugDetail("00093005105"), DrugDetail("00093005106")};
  EXPECT_THAT(Unreadable(Read(claim)), ElementsAre("service_lines[0].ndc"));
}

TEST(Lines, OfADrugCodeAloneHaveNoProcedure) {
  json claim = PlainClaim();
  claim["item"][0]["productOrService"] = Concept("http://hl7.org/fhir/sid/ndc", "00093005105");
  const FhirClaim read = Read(claim);
  EXPECT_EQ(read.message.service_lines(0).ndc(), "00093005105");
  EXPECT_EQ(read.message.service_lines(0).procedure_code(), "");
}

TEST(Lines, BeyondTheLimitAreTold) {
  json claim = PlainClaim();
  claim["item"] = json::array();
  for (int i = 1; i <= 1001; ++i) claim["item"].push_back(Item(i, "99213"));
  const FhirClaim read = Read(claim);
  EXPECT_EQ(read.message.service_lines_size(), 999);
  EXPECT_THAT(Unreadable(read), ElementsAre("service_lines"));
}

// The rest of the claim.

json Info(const std::string& category, const std::string& system, const std::string& code) {
  json info = {{"sequence", 1}, {"category", Concept("", category)}};
  if (!code.empty()) info["code"] = Concept(system, code);
  return info;
}

TEST(SupportingInfo, TellsWhatTheFormOfAHospitalHas) {
  const std::string nubc = "https://www.nubc.org/CodeSystem/";
  json claim = PlainClaim("institutional");
  json admission = Info("admissionperiod", "", "");
  admission["timingPeriod"] = {{"start", "2026-03-01T08:00:00Z"}, {"end", "2026-03-05"}};
  json occurrence = Info("info", nubc + "OccurrenceCodes", "11");
  occurrence["timingDate"] = "2026-02-28";
  json span = Info("info", nubc + "OccurrenceSpanCodes", "74");
  span["timingPeriod"] = {{"start", "2026-03-02"}, {"end", "2026-03-03"}};
  json value = Info("info", nubc + "ValueCodes", "80");
  value["valueQuantity"] = {{"value", 4}};
  claim["supportingInfo"] = {Info("typeofbill", nubc + "TypeOfBill", "0117"),
                             Info("discharge-status", nubc + "PatDischargeStatus", "01"),
                             admission,
                             Info("info", nubc + "ConditionCodes", "44"),
                             occurrence,
                             span,
                             value,
                             Info("medicalrecordnumber", "", "")};
  const FhirClaim read = Read(claim);
  EXPECT_THAT(Unreadable(read), IsEmpty());
  EXPECT_EQ(read.message.type_of_bill(), "0117");
  EXPECT_EQ(read.message.frequency_code(), "7");
  EXPECT_EQ(read.message.patient_status(), "01");
  EXPECT_EQ(read.message.admission_date(), "2026-03-01");
  EXPECT_THAT(read.message.condition_codes(), ElementsAre("44"));
  EXPECT_EQ(read.message.occurrences(0).date(), "2026-02-28");
  EXPECT_EQ(read.message.occurrence_spans(0).through(), "2026-03-03");
  EXPECT_EQ(read.message.value_codes(0).amount_cents(), 400);
  EXPECT_EQ(read.source.ExpressionOf("occurrences[0].date"), "Claim.supportingInfo[4].timing");
  EXPECT_EQ(read.source.ExpressionOf("condition_codes[0]"), "Claim.supportingInfo[3]");
}

TEST(SupportingInfo, TypeOfBillWithoutItsZeroOrInParts) {
  json claim = PlainClaim("institutional");
  claim["subType"] = Concept("https://www.cms.gov/codes/billtype", "831");
  FhirClaim read = Read(claim);
  EXPECT_EQ(read.message.type_of_bill(), "0831");
  EXPECT_THAT(Problems(read), ElementsAre(FhirProblem::kTypeOfBillForm));
  claim.erase("subType");
  const std::string fiss = "https://bluebutton.cms.gov/resources/variables/fiss/";
  claim["facility"] = {
      {"extension", {{{"url", fiss + "lob-cd"}, {"valueCoding", {{"code", "1"}}}}}}};
  claim["extension"] = {{{"url", fiss + "serv-typ-cd"}, {"valueCoding", {{"code", "3"}}}}};
  claim["supportingInfo"] = {Info("typeofbill", fiss + "freq-cd", "4")};
  read = Read(claim);
  EXPECT_EQ(read.message.type_of_bill(), "0134");
  EXPECT_EQ(read.message.frequency_code(), "4");
}

TEST(ClaimMapper, StatementPeriodIsTheBillablePeriodElseTheLines) {
  json claim = PlainClaim("institutional");
  claim["item"] = {Item(1, "99213"), Item(2, "99213")};
  claim["item"][0]["servicedDate"] = "2026-03-09";
  EXPECT_EQ(Read(claim).message.statement_from(), "2026-03-05");
  EXPECT_EQ(Read(claim).message.statement_through(), "2026-03-09");
  claim["billablePeriod"] = {{"start", "2026-03-01"}, {"end", "2026-03-31"}};
  EXPECT_EQ(Read(claim).message.statement_from(), "2026-03-01");
  EXPECT_EQ(Read(claim).message.statement_through(), "2026-03-31");
  claim["type"] = PlainClaim()["type"];
  EXPECT_EQ(Read(claim).message.statement_from(), "");
}

TEST(ClaimMapper, AccidentsHaveAKindADayAndAState) {
  json claim = PlainClaim();
  claim["accident"] = {
      {"date", "2026-03-01"}, {"type", Concept("", "MVA")}, {"locationAddress", {{"state", "il"}}}};
  const v1::Claim message = Read(claim).message;
  EXPECT_TRUE(message.accident().auto_());
  EXPECT_EQ(message.accident().date(), "2026-03-01");
  EXPECT_EQ(message.accident().state(), "IL");
}

TEST(ClaimMapper, ExtensionsOfPrimitivesAndPlaceholdersElsewhereDoNotMatter) {
  json claim = PlainClaim();
  claim["contained"] = {
      {{"resourceType", "Patient"},
       {"id", "p"},
       {"gender", "female"},
       {"_birthDate", {{"extension", {{{"url", "x"}, {"valueCode", "masked"}}}}}}}};
  claim["patient"] = {{"reference", "#p"}};
  claim["meta"] = {{"lastUpdated", "IGNORED_FIELD"}};
  claim["created"] = "IGNORED_FIELD";
  const FhirClaim read = Read(claim);
  EXPECT_EQ(read.message.patient().sex(), v1::Patient::FEMALE);
  EXPECT_EQ(read.message.patient().birth_date(), "");
  EXPECT_THAT(Unreadable(read), IsEmpty());
}

TEST(ClaimMapper, ExtensionsThatMayChangeTheMeaningAreTold) {
  json claim = PlainClaim();
  const json extension = {{{"url", "http://x/not-billed"}, {"valueBoolean", true}}};
  claim["extension"] = extension;  // these may not
  EXPECT_THAT(Unreadable(Read(claim)), IsEmpty());
  claim["modifierExtension"] = extension;
  claim["implicitRules"] = "http://x/rules";
  claim["item"][0]["modifierExtension"] = extension;
  EXPECT_THAT(Unreadable(Read(claim)), ElementsAre("claim", "claim", "service_lines[0]"));
}

TEST(ClaimMapper, TextsThatTheContractRefusesAreUnreadable) {
  json claim = PlainClaim();
  claim["identifier"] = {Identifier("http://x", std::string(257, 'x'))};
  EXPECT_THAT(Unreadable(Read(claim)), ElementsAre("claim_id"));
  claim["identifier"] = {Identifier("http://x", "a\nb")};
  EXPECT_THAT(Unreadable(Read(claim)), ElementsAre("claim_id"));
  claim["identifier"] = {{{"value", 7}}};
  EXPECT_THAT(Unreadable(Read(claim)), ElementsAre("claim_id"));
}

TEST(ClaimMapper, TheListOfUnreadableValuesEnds) {
  json claim = PlainClaim();
  claim["item"] = json::array();
  for (int i = 1; i <= 999; ++i) {
    claim["item"].push_back(Item(i, "99213"));
    claim["item"].back()["net"] = {{"value", -1}};
    claim["item"].back()["quantity"] = {{"value", -1}};
  }
  const FhirClaim read = Read(claim);
  EXPECT_EQ(read.message.unreadable_size(), 1000);
  EXPECT_EQ(read.message.unreadable(999).field(), "claim");
}

TEST(FhirSource, HoldsWhatAnAnswerRepeats) {
  json claim = PlainClaim();
  claim["subType"] = {{"text", "x"}};
  claim["insurer"] = {{"reference", "Organization/2"}};
  claim["contained"] = {Patient("male")};
  claim["contained"][0]["identifier"] = {Identifier("http://mrn", "77")};
  claim["patient"] = {{"reference", "#p1"}};
  FhirSource source = Read(claim).source;
  EXPECT_EQ(json::parse(source.type), claim["type"]);
  EXPECT_EQ(json::parse(source.sub_type), claim["subType"]);
  EXPECT_EQ(source.use, "\"claim\"");
  EXPECT_EQ(json::parse(source.insurer), claim["insurer"]);
  EXPECT_EQ(json::parse(source.provider), claim["provider"]);
  EXPECT_EQ(json::parse(source.patient),
            (json{{"type", "Patient"}, {"identifier", Identifier("http://mrn", "77")}}));
  EXPECT_EQ(source.request, "Claim/c1");
  source = Read(Collection({Entry("urn:uuid:1", claim)})).source;
  EXPECT_EQ(source.request, "urn:uuid:1");
  EXPECT_EQ(source.place.entry, 0);
}

TEST(FhirSource, FieldsThatAreAbsentHaveAPlaceToo) {
  const FhirSource source = Read(PlainClaim()).source;
  EXPECT_EQ(source.ExpressionOf(""), "Claim");
  EXPECT_EQ(source.ExpressionOf("service_lines[0]"), "Claim.item[0]");
  EXPECT_EQ(source.ExpressionOf("service_lines[0].place_of_service"), "Claim.item[0].location");
  EXPECT_EQ(source.ExpressionOf("service_lines[0].clia_number"), "Claim.item[0]");
  EXPECT_EQ(source.ExpressionOf("type_of_bill"), "Claim.supportingInfo");
  EXPECT_EQ(source.ExpressionOf("diagnoses[0].present_on_admission"),
            "Claim.diagnosis[0].onAdmission");
  EXPECT_EQ(source.ExpressionOf("billing.taxonomy_code"), "Claim.provider");
  EXPECT_EQ(source.ExpressionOf("draft.model"), "Claim");
}

}  // namespace
}  // namespace scrubline
