// ingest/fhir/reader.h — FHIR R4 as JSON to claims, as they come.
//
//   FhirReader reader({}, [&](FhirClaim& claim) { Scrub(claim.message); });
//   while (size_t n = Read(file, buffer)) reader.Feed({buffer, n});
//   absl::Status status = reader.Finish();
//   for (const FhirIssue& issue : reader.issues()) std::cerr << issue.ToString() << "\n";
//
// Reads a Claim, a Bundle with Claims (collection, transaction, batch, searchset, message), or
// NDJSON, a resource a line; the first line tells which: a whole object on it makes it NDJSON.
// References are followed within their document and never over a network.
//
// Every professional or institutional R4 Claim that is a bill is handed to the sink, in the order
// of the input; the sink runs inside Feed and Finish and may move the claim away. Three kinds of
// bad news: a value of a claim that cannot be read is listed in its `unreadable`; what is wrong
// with a resource is an issue, of a claim that was read (FhirClaim::issues) or of the input
// (issues()); Finish returns a Status only for an input without any claim that was read. None of
// them holds a patient's data.
//
// A document is limited to 16 MiB, 64 levels, a million values and strings of 1 MiB (json.h), a
// Bundle to 10,000 entries; NDJSON may go on for ever. Memory: one document (a line of NDJSON), its
// tree and max_issues issues. How the input is cut into pieces makes no difference. Cost: about 80
// MB/s, 20,000 claims of two lines a second. Threads: one at a time. Tested by fhir_reader_test.cc,
// fhir_samples_test.cc and tests/fuzz/fhir_fuzz.cc.
#ifndef SCRUBLINE_INGEST_FHIR_READER_H_
#define SCRUBLINE_INGEST_FHIR_READER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "ingest/fhir/fhir_claim.h"
#include "ingest/fhir/issue.h"
#include "ingest/fhir/json.h"
#include "ingest/fhir/references.h"

namespace scrubline {

class FhirReader {
 public:
  struct Options {
    // Issues of the input beyond it are counted only.
    size_t max_issues = 1000;
    // At most JsonDocument::kMaxBytes.
    size_t max_document_bytes = JsonDocument::kMaxBytes;
    size_t max_bundle_entries = 10'000;
  };
  using ClaimSink = std::function<void(FhirClaim& claim)>;

  FhirReader(const Options& options, ClaimSink sink);
  FhirReader(const FhirReader&) = delete;
  FhirReader& operator=(const FhirReader&) = delete;

  void Feed(std::string_view bytes);

  // The input is over. InvalidArgument: nothing in it was a claim that is read; the message says
  // what was wrong first.
  absl::Status Finish();

  // In the order of the input, without those of claims that were read.
  const std::vector<FhirIssue>& issues() const { return issues_; }
  uint64_t issues_dropped() const { return issues_dropped_; }

  struct Totals {
    uint64_t documents = 0;
    uint64_t claims = 0;  // handed over
    uint64_t service_lines = 0;
  };
  const Totals& totals() const { return totals_; }

 private:
  enum class Form : uint8_t { kUndecided, kDocument, kLines };

  void EndLine();
  void ReadDocument();
  void ReadBundle(JsonValue bundle, FhirPlace place);
  void ReadClaim(JsonValue claim, const References& references, const FhirPlace& place);
  // What a resource that is neither Claim nor Bundle is to a reader of claims.
  void ReportOther(JsonValue resource, const FhirPlace& place);
  void Issue(FhirProblem problem, const FhirPlace& place, std::string detail = {});

  Options options_;
  ClaimSink sink_;
  Form form_ = Form::kUndecided;
  std::string text_;       // of the document being received
  bool too_long_ = false;  // and dropped
  uint64_t line_ = 1;      // being received
  uint64_t document_line_ = 1;
  JsonDocument document_;
  std::vector<FhirIssue> issues_;
  uint64_t issues_dropped_ = 0;
  Totals totals_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_FHIR_READER_H_
