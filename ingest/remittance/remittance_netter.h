// ingest/remittance/remittance_netter.h — what stands of each claim after payments, reversals and
// corrections.
//
//   RemittanceNetter netter;
//   RemittanceReader reader({}, [&](v1::RemittanceRecord& record) { netter.Add(record); });
//   ...
//   netter.ForEach([](const v1::NetClaimPayment& net) { ... });
//
// A reader of bounded memory cannot take back a record that it has delivered, so netting is a step
// behind it: records of the same CLP01 and CLP07 are one claim, and in the order in which they come
// a reversal (CLP02 22) cancels the last payment that still stands. One whose payment is not among
// the records is counted as `reversals_of_earlier`: its amounts lower the sums all the same. A
// reversal takes its amounts away whatever their sign. Predeterminations (25) are no payments and
// left out.
// Memory: some 200 bytes for each claim, not for each record. Threads: one at a time.
// Tested by remittance_netter_test.cc.
#ifndef SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_NETTER_H_
#define SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_NETTER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ingest/remittance/cents_sum.h"
#include "scrubline/v1/remittance.pb.h"

namespace scrubline {

class RemittanceNetter {
 public:
  // Records without a claim are none of its business.
  void Add(const v1::RemittanceRecord& record);
  // In the order in which the claims first came.
  void ForEach(const std::function<void(const v1::NetClaimPayment&)>& sink) const;
  size_t size() const { return claims_.size(); }

 private:
  struct Payment {
    std::string status_code;
    int64_t denied_cents = 0;
    bool denied = false;
  };
  struct Claim {
    std::string claim_id, payer_claim_number;
    int32_t payments = 0, reversals = 0, reversals_of_earlier = 0;
    CentsSum charge, paid, patient_responsibility;
    std::vector<Payment> standing;
  };

  std::vector<Claim> claims_;
  std::unordered_map<std::string, size_t> places_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_NETTER_H_
