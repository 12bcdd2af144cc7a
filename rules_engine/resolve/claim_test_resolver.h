// rules_engine/resolve/claim_test_resolver.h — a *_test.yaml file to ClaimTests.
//
//   today: 2026-03-31              # never the machine's clock; 2026-12-31 unless given
//   claims:                        # named claims, as in parse/claim_yaml.h
//     two_visits: {lines: [{procedure_code: "99213"}, {procedure_code: "99214"}]}
//   tests:
//     - name: one visit a day
//       claim: two_visits          # a name, or a claim as it stands; see named_claims.h
//       only: [ACME.EM]            # families or rules looked at; all unless given
//       findings: [{rule: ACME.EM.TWICE, lines: [2], severity: warn, first_fix: remove_line on 2}]
//       not_evaluated: []
//       verdict: findings
//
// Tested by resolver_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_CLAIM_TEST_RESOLVER_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_CLAIM_TEST_RESOLVER_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/node.h"
#include "rules_engine/parse/parsed_ruleset.h"
#include "rules_engine/resolve/named_claims.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

// The "today" of examples and of tests that do not say.
Date DefaultToday();

class ClaimTestResolver {
 public:
  ClaimTestResolver(std::vector<std::string_view> rule_ids, Diagnostics& diagnostics)
      : rule_ids_(std::move(rule_ids)), diagnostics_(diagnostics), claims_(diagnostics) {}

  // The tests of all `files`, which may share claims; files that YAML could not read are left out.
  std::vector<ClaimTest> Resolve(std::span<const ParsedRuleset::File> files);

 private:
  void ReadFile(const Node& file, std::vector<ClaimTest>& tests);
  std::shared_ptr<const Claim> ReadTestClaim(const NodePtr& node);
  ClaimTest ReadTest(const Node& node, Date today);
  ClaimTest::Expected ReadExpected(const Node& node);
  // A rule's id; `family` allows a family too.
  std::string ReadRuleId(const Node& node, bool family);

  std::vector<std::string_view> rule_ids_;
  Diagnostics& diagnostics_;
  NamedClaims claims_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_CLAIM_TEST_RESOLVER_H_
