// cli/result_printer.h — prints results in one of the output forms and keeps the tally that the
// summary and the exit code come from.
//
// A claim that could not be read is printed too: as a result INCOMPLETE whose `not_evaluated` says
// why, and with its place in the input on `err`.
#ifndef SCRUBLINE_CLI_RESULT_PRINTER_H_
#define SCRUBLINE_CLI_RESULT_PRINTER_H_

#include <cstdint>
#include <ostream>
#include <string>

#include "cli/claim_checker.h"
#include "render/table.h"

namespace scrubline {

enum class OutputFormat { kTable, kJsonLines, kCsv };

class ResultPrinter {
 public:
  // `width` of the terminal, for the table.
  ResultPrinter(OutputFormat format, size_t width, std::ostream& out, std::ostream& err);

  void Begin();
  void Print(ClaimBatch batch);

  // `5 claims: 2 clean, 1 with findings, 1 blocked, 1 incomplete; 240.00 at risk`
  std::string Summary() const;
  // How many claims came out without an answer of optional rules, which the table does not list;
  // empty: none, or another format.
  std::string Optional() const;
  // 0, 1 or 3 by the results, 2 when a claim was unreadable.
  int exit_code() const;
  uint64_t claims() const { return clean_ + findings_ + blocked_ + incomplete_ + unreadable_; }

 private:
  void PrintResult(const v1::ScrubResult& result);
  void PrintUnreadable(CheckedClaim& claim);
  void Count(const v1::ScrubResult& result);

  const OutputFormat format_;
  const TableLayout layout_;
  std::ostream& out_;
  std::ostream& err_;
  std::string text_;  // reused
  uint64_t clean_ = 0;
  uint64_t findings_ = 0;
  uint64_t blocked_ = 0;
  uint64_t incomplete_ = 0;
  uint64_t unreadable_ = 0;
  uint64_t optional_ = 0;
  int64_t at_risk_cents_ = 0;
};

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_RESULT_PRINTER_H_
