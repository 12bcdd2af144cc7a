// cli/remittance_printer.h — prints remittance records in one of the output forms and keeps the
// tally that the summary and the exit code come from.
//
//   RemittancePrinter printer(RemittanceFormat::kTable, out);
//   printer.Begin();
//   printer.Print(record);                          // each, as it is read
//   err << printer.Summary() << "\n";
//
// The table and the csv have no names of patients; JSON lines are the whole record.
// Tested by remit_command_test.cc.
#ifndef SCRUBLINE_CLI_REMITTANCE_PRINTER_H_
#define SCRUBLINE_CLI_REMITTANCE_PRINTER_H_

#include <cstdint>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "ingest/remittance/cents_sum.h"
#include "scrubline/v1/remittance.pb.h"

namespace scrubline {

enum class RemittanceFormat { kTable, kJsonLines, kCsv };

class RemittancePrinter {
 public:
  // `net`: what comes is NetClaimPayment; else it is RemittanceRecord.
  RemittancePrinter(RemittanceFormat format, bool net, std::ostream& out)
      : format_(format), net_(net), out_(out) {}

  void Begin();
  // Counts a record, whether it is printed or only netted.
  void Count(const v1::RemittanceRecord& record);
  absl::Status Print(const v1::RemittanceRecord& record);
  absl::Status Print(const v1::NetClaimPayment& net);

  // `9 claim payments: 7 paid, 1 denied, 1 reversal; 810.80 paid, 120.00 denied`
  std::string Summary() const;
  bool denied() const { return denied_ > 0; }
  // Whether all values could be read and all amounts agree.
  bool sound() const { return sound_; }

 private:
  void AppendTable(const v1::RemittanceRecord& record);
  void AppendCsv(const v1::RemittanceRecord& record);

  const RemittanceFormat format_;
  const bool net_;
  std::ostream& out_;
  std::string text_;  // reused
  uint64_t payments_ = 0;
  uint64_t denied_ = 0;
  uint64_t reversals_ = 0;
  CentsSum paid_, denied_amount_;
  bool sound_ = true;
};

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_REMITTANCE_PRINTER_H_
