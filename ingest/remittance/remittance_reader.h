// ingest/remittance/remittance_reader.h — X12 835 bytes to remittance records, as they come.
//
//   RemittanceReader reader({}, [&](v1::RemittanceRecord& record) { Post(record); });
//   while (size_t n = Read(file, buffer)) reader.Feed({buffer, n});
//   absl::Status status = reader.Finish();
//   for (const RemittanceIssue& issue : reader.issues()) std::cerr << issue.ToString() << "\n";
//
// Reads 835 of guide 005010X221 and its errata; any number of interchanges, groups and
// transactions. Other transaction sets and guides (4010) are refused, each with an issue, and the
// reading goes on behind them. One record is delivered for each claim payment (CLP) and each
// provider-level adjustment (PLB), in the order of the file: payments, reversals and corrections of
// one claim are records of their own (RemittanceNetter adds them up). A record is valid during the
// call; the sink may change it or move it away. The sink runs inside Feed and Finish.
//
// Three kinds of bad news: a value that cannot be read is absent and named in the record's
// `unreadable`; what is wrong with the structure, or does not add up, is an issue, and never keeps
// a record back; Finish returns a Status only for an input that is no X12, holds no remittance, or
// ends too early. None of them holds a patient's data.
//
// Memory is bounded by one segment (64 KiB), one claim payment of max_lines_per_claim lines and
// twice max_issues issues, however long the input. How the input is cut into pieces makes no
// difference. Threads: one at a time. Tested by remittance_reader_test.cc,
// remittance_samples_test.cc and tests/fuzz/remittance_fuzz.cc.
#ifndef SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_READER_H_
#define SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_READER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "ingest/remittance/cents_sum.h"
#include "ingest/remittance/remittance_builder.h"
#include "ingest/remittance/remittance_issue.h"
#include "ingest/x12/tokenizer.h"
#include "scrubline/v1/remittance.pb.h"

namespace scrubline {

class RemittanceReader final : private Tokenizer::Sink {
 public:
  struct Options {
    // Lines beyond it are not kept; their amounts still count.
    size_t max_lines_per_claim = 999;
    // Errors beyond it, and warnings beyond it, are counted only.
    size_t max_issues = 1000;
  };
  using RecordSink = std::function<void(v1::RemittanceRecord& record)>;

  RemittanceReader(const Options& options, RecordSink sink);
  RemittanceReader(const RemittanceReader&) = delete;
  RemittanceReader& operator=(const RemittanceReader&) = delete;

  void Feed(std::string_view bytes);

  // The input is over. InvalidArgument: no X12, or no remittance we read in it. DataLoss: it ends
  // inside a transaction; the records before that place were delivered, the one that was being read
  // was not.
  absl::Status Finish();

  // In the order in which they were found.
  const std::vector<RemittanceIssue>& issues() const { return log_.issues(); }
  uint64_t issues_dropped() const { return log_.dropped(); }

  struct Totals {
    uint64_t interchanges = 0;
    uint64_t groups = 0;
    uint64_t transactions = 0;  // of any kind
    uint64_t remittances = 0;   // 835 of the guide that is read
    uint64_t claims = 0;
    uint64_t service_lines = 0;
    uint64_t provider_adjustments = 0;
    CentsSum charged;  // CLP03
    CentsSum paid;     // CLP04
  };
  const Totals& totals() const { return totals_; }

 private:
  void OnInterchange(const InterchangeHeader& header) override;
  void OnSegment(const Segment& segment) override;
  void OnProblem(X12Problem problem, uint64_t offset) override;
  void OnUnfinishedSegment(uint64_t offset) override;

  void BeginGroup(const Segment& segment);
  void EndGroup(const Segment& segment);
  void BeginTransaction(const Segment& segment);
  void EndTransaction(const Segment& segment);
  void EndInterchange(const Segment& segment);
  // Close what is still open when something of the same or a higher level begins or ends.
  void CloseTransaction();
  void CloseGroup();
  void CloseInterchange();

  void Issue(RemittanceProblem problem, std::string_view detail = {});
  void Count(const v1::RemittanceRecord& record);
  absl::Status NotX12() const;

  // What an envelope level is called by its own numbers, and what it has counted.
  struct Envelope {
    bool open = false;
    std::string control_number;
    uint64_t count = 0;  // of groups, transactions, segments
  };

  RemittanceIssueLog log_;
  RemittanceBuilder builder_;
  Tokenizer tokenizer_;
  Totals totals_;
  X12Position position_;
  Envelope interchange_, group_, transaction_;
  std::string interchange_version_;  // ISA12
  std::string group_version_;        // GS08
  bool group_of_remittances_ = false;
  bool reading_ = false;  // the open transaction is one that is read
  bool stray_reported_ = false;
  std::string refused_;  // the first transaction set or guide that was refused
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_READER_H_
