// cli/result_tally.h — counts what became of claims: the summary line and the exit code come from
// it.
//
//   tally.Count(result);  tally.CountUnreadable();
//   std::cerr << tally.Summary();     // `5 claims: 2 clean, 1 with findings, 2 blocked; 240.00 at
//   risk`
//
// Tested by check_command_test.cc.
#ifndef SCRUBLINE_CLI_RESULT_TALLY_H_
#define SCRUBLINE_CLI_RESULT_TALLY_H_

#include <cstdint>
#include <string>

#include "scrubline/v1/result.pb.h"

namespace scrubline {

class ResultTally {
 public:
  void Count(const v1::ScrubResult& result);
  void CountUnreadable() { ++unreadable_; }

  std::string Summary() const;
  // How many claims came out without an answer of optional rules; empty: none.
  std::string Optional() const;
  // 0, 1 or 3 by the results, 2 when a claim was unreadable.
  int exit_code() const;
  uint64_t claims() const { return clean_ + findings_ + blocked_ + incomplete_ + unreadable_; }

 private:
  uint64_t clean_ = 0;
  uint64_t findings_ = 0;
  uint64_t blocked_ = 0;
  uint64_t incomplete_ = 0;
  uint64_t unreadable_ = 0;
  uint64_t optional_ = 0;
  int64_t at_risk_cents_ = 0;
};

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_RESULT_TALLY_H_
