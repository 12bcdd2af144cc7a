// rules_engine/compile/view.h — what one kind of claim sees of the graph: the rules in scope for
// its payer, plan, tenant, line of business, claim type and state, and the overrides that bear on
// them.
//
// A view is worked out once per snapshot and combination (ViewCatalogue), then shared; a Scratch
// remembers the views it has met, so that no lock is taken for the second claim of a kind. What
// depends on a date, a provider, a place of service or a code is left to Settings at the finding
// (evaluate/settings.h). Tested by view_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_COMPILE_VIEW_H_
#define SCRUBLINE_RULES_ENGINE_COMPILE_VIEW_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

// The part of a claim that scopes look at. Names no ruleset mentions are all one: 0.
struct ViewKey {
  int32_t payer = 0;
  int32_t plan = 0;
  int32_t tenant = 0;
  int32_t state = 0;
  LineOfBusiness line_of_business{};
  ClaimType type{};

  friend bool operator==(const ViewKey&, const ViewKey&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const ViewKey& key) {
    return H::combine(std::move(h), key.payer, key.plan, key.tenant, key.state,
                      key.line_of_business, key.type);
  }
};

struct View {
  // Rules that may have something to say: in scope, and not switched off for good.
  std::vector<uint64_t> active;  // bit per rule
  // Those of them whose condition may hold on such a claim: that of a rule for professional claims
  // never does on an institutional one.
  std::vector<uint64_t> possible;
  std::vector<int32_t> always;  // possible YAML rules that no code activates
  // Overrides in scope, by rule, in the order of application. A rule without any is not in the map.
  absl::flat_hash_map<int32_t, std::vector<int32_t>> overrides;

  bool IsActive(int32_t rule) const { return Has(active, rule); }
  bool IsPossible(int32_t rule) const { return Has(possible, rule); }

 private:
  static bool Has(const std::vector<uint64_t>& bits, int32_t rule) {
    return bits[static_cast<size_t>(rule) / 64] >> (static_cast<size_t>(rule) % 64) & 1;
  }
};

class ViewCatalogue {
 public:
  // `always`: YAML rules without a trigger. `rulesets` must outlive the catalogue.
  ViewCatalogue(const ResolvedRulesets& rulesets, std::vector<int32_t> always);

  ViewKey KeyOf(const Claim& claim) const;
  // Built on first use; the same view as long as the catalogue keeps it. Threads: any.
  std::shared_ptr<const View> Get(const ViewKey& key) const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  using Names = absl::flat_hash_map<std::string, int32_t>;
  bool InScope(const Scope& scope, const ViewKey& key) const;
  std::shared_ptr<const View> Build(const ViewKey& key) const;

  const ResolvedRulesets& rulesets_;
  std::vector<int32_t> always_;
  Names payers_, plans_, tenants_;
  absl::flat_hash_map<Code, int32_t> states_;

  mutable absl::Mutex mutex_;
  mutable absl::flat_hash_map<ViewKey, std::shared_ptr<const View>> views_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_COMPILE_VIEW_H_
