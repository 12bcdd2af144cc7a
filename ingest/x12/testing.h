// ingest/x12/testing.h — small X12 inputs for tests, and all that the reader makes of them.
//
//   const Read read = ReadOne(Interchange(kParties + kClaim + kLine));
//   read.claims[0].claim_id == "C1"
#ifndef SCRUBLINE_INGEST_X12_TESTING_H_
#define SCRUBLINE_INGEST_X12_TESTING_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "ingest/x12/reader.h"

namespace scrubline {

inline constexpr char kIsa[] =
    "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       "
    "*240513*0930*^*00501*000000001*0*T*:~";

inline std::string Lines(const std::vector<std::string>& segments) {
  std::string text;
  for (const std::string& segment : segments) text.append(segment).append("~\n");
  return text;
}

// A whole interchange around the segments between ST and SE.
inline std::string Interchange(const std::vector<std::string>& body,
                               const std::string& guide = "005010X222A1") {
  return kIsa + Lines({"GS*HC*SENDER*RECEIVER*20240513*0930*7*X*" + guide}) +
         Lines({"ST*837*0001*" + guide, "BHT*0019*00*1*20240513*0930*CH"}) + Lines(body) +
         Lines({"SE*" + std::to_string(body.size() + 3) + "*0001", "GE*1*7", "IEA*1*000000001"});
}

// Up to the claim: a billing group and a Medicare subscriber who is the patient.
inline const std::vector<std::string> kParties = {"HL*1**20*1",
                                                  "PRV*BI*PXC*261QM1300X",
                                                  "NM1*85*2*GROUP*****XX*1234567893",
                                                  "N4*TOWN*IL*62701-0001",
                                                  "REF*EI*12-3456789",
                                                  "HL*2*1*22*0",
                                                  "SBR*P*18*******MB",
                                                  "NM1*IL*1*DOE*JO****MI*MEMBER1",
                                                  "DMG*D8*19500102*F",
                                                  "NM1*PR*2*THE PAYER*****PI*PAYER1"};

inline std::vector<std::string> operator+(std::vector<std::string> a,
                                          const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

inline const std::vector<std::string> kClaim = {"CLM*C1*100***11:B:1*Y*A*Y*Y",
                                                "HI*ABK:I10*ABF:E119"};
inline const std::vector<std::string> kLine = {"LX*1", "SV1*HC:99213*100*UN*1***1",
                                               "DTP*472*D8*20240510"};

struct Read {
  std::vector<Claim> claims;
  std::vector<X12ClaimSource> sources;
  std::vector<X12Event> events;
  std::vector<X12Issue> issues;
  X12Reader::Totals totals;
  uint64_t dropped = 0;
  absl::Status status;
};

inline Read ReadAll(const std::string& bytes, const X12Options& options = {}) {
  class Sink final : public X12Sink {
   public:
    explicit Sink(Read& read) : read_(read) {}
    void OnClaim(Claim& claim, X12ClaimSource& source) override {
      read_.claims.push_back(std::move(claim));
      read_.sources.push_back(std::move(source));
    }
    void OnEvent(X12Event&& event) override { read_.events.push_back(std::move(event)); }

   private:
    Read& read_;
  };
  Read read;
  Sink sink(read);
  X12Reader reader(options, sink);
  reader.Feed(bytes);
  read.status = reader.Finish();
  read.issues = reader.issues();
  read.totals = reader.totals();
  read.dropped = reader.issues_dropped();
  return read;
}

// The one claim of `bytes`.
inline Read ReadOne(const std::string& bytes) {
  Read read = ReadAll(bytes);
  EXPECT_TRUE(read.status.ok()) << read.status;
  EXPECT_THAT(read.claims, testing::SizeIs(1));
  if (read.claims.empty()) read.claims.emplace_back();
  return read;
}

inline std::vector<std::string> Fields(const Claim& claim) {
  std::vector<std::string> fields;
  for (const Unreadable& entry : claim.unreadable) fields.emplace_back(entry.field);
  return fields;
}

// Those of one kind.
template <typename Event>
std::vector<Event> EventsOf(const Read& read) {
  std::vector<Event> found;
  for (const X12Event& event : read.events) {
    if (const auto* wanted = std::get_if<Event>(&event)) found.push_back(*wanted);
  }
  return found;
}

inline auto HasProblem(X12Problem problem) {
  return testing::Contains(testing::Field(&X12Issue::problem, problem));
}

inline std::string Npi(const Claim& claim, ProviderIndex index) {
  const Provider* provider = claim.provider(index);
  return provider == nullptr ? "none" : std::string(provider->npi);
}

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_X12_TESTING_H_
