// ingest/remittance/cents_sum.h — a sum of amounts from a file that nobody vouches for.
//
//   CentsSum sum;
//   sum.Add(payment);                 // of type optional: an absent amount makes the sum unknown
//   if (sum.known() && sum.cents() != total) ...
//
// It is unknown, too, once it would not fit into 64 bits. Tested by remittance_reader_test.cc.
#ifndef SCRUBLINE_INGEST_REMITTANCE_CENTS_SUM_H_
#define SCRUBLINE_INGEST_REMITTANCE_CENTS_SUM_H_

#include <cstdint>
#include <optional>

namespace scrubline {

class CentsSum {
 public:
  void Add(std::optional<int64_t> cents) {
    known_ = known_ && cents.has_value() && !__builtin_add_overflow(cents_, *cents, &cents_);
  }
  void Subtract(std::optional<int64_t> cents) {
    known_ = known_ && cents.has_value() && !__builtin_sub_overflow(cents_, *cents, &cents_);
  }
  bool known() const { return known_; }
  // REQUIRES: known().
  int64_t cents() const { return cents_; }

 private:
  int64_t cents_ = 0;
  bool known_ = true;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_REMITTANCE_CENTS_SUM_H_
