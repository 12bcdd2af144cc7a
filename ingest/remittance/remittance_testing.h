// ingest/remittance/remittance_testing.h — small 835 texts for tests.
//
//   Remittance result = ReadRemittance(InEnvelope("CLP*A1*1*100*80*20*12*ICN1~CAS*PR*2*20~"));
//   result.claims()[0].paid_cents() == 8000
//
// Payers, payees and numbers are made up.
#ifndef SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_TESTING_H_
#define SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_TESTING_H_

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "ingest/remittance/remittance_reader.h"

namespace scrubline {

inline constexpr char kTestIsa[] =
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *240601*1200*^*00501*"
    "000000007*0*T*:~";

// What stands between ISA and the claims.
inline std::string TestHeader(std::string_view total) {
  return "GS*HP*PAYER*PRACTICE*20240601*1200*70*X*005010X221A1~ST*835*0001~BPR*I*" +
         std::string(total) +
         "*C*ACH************20240603~TRN*1*TRACE1*1999999999~DTM*405*20240601~"
         "N1*PR*INVENTED PAYER~REF*2U*P1~N1*PE*INVENTED PRACTICE*XX*1234567893~REF*TJ*999999999~";
}

// A whole file around the segments of claims; `total` is BPR02.
inline std::string InEnvelope(std::string_view claims, std::string_view total = "80") {
  const std::string header = TestHeader(total);
  const std::string body = header.substr(header.find("ST*")) + std::string(claims);
  const auto segments = std::count(body.begin(), body.end(), '~') + 1;
  return kTestIsa + header + std::string(claims) + "SE*" + std::to_string(segments) +
         "*0001~GE*1*70~IEA*1*000000007~";
}

struct Remittance {
  absl::Status status;
  std::vector<v1::RemittanceRecord> records;
  std::vector<RemittanceIssue> issues;
  RemittanceReader::Totals totals;

  const v1::ClaimPayment& claim(size_t i = 0) const { return records.at(i).claim(); }
  std::vector<RemittanceProblem> problems() const {
    std::vector<RemittanceProblem> all;
    for (const RemittanceIssue& issue : issues) all.push_back(issue.problem);
    return all;
  }
};

inline Remittance ReadRemittance(std::string_view bytes, size_t piece = 1 << 20,
                                 const RemittanceReader::Options& options = {}) {
  Remittance result;
  RemittanceReader reader(options,
                          [&](v1::RemittanceRecord& record) { result.records.push_back(record); });
  for (size_t at = 0; at < bytes.size(); at += piece) reader.Feed(bytes.substr(at, piece));
  result.status = reader.Finish();
  result.issues = reader.issues();
  result.totals = reader.totals();
  return result;
}

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_TESTING_H_
