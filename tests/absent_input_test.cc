// No finding is ever raised from data that is absent.
//
// Every claim that the shipped rules bring as an example or a test is evaluated again and again,
// each time with one more thing left out of it: a date, the units of a line, the patient's sex ...
// What a rule then finds it must have found before, or it is a rule about just that being absent.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "authoring/quiz/claim_edit.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/examples.h"
#include "rules_engine/fields.h"
#include "rules_engine/load.h"

namespace scrubline {
namespace {

// Rules that say that something is missing, and those for which what is missing decides, though no
// condition asks for it.
const std::multimap<std::string, std::string> kAboutAbsence = {
    {"PROV.NPI_MISSING", "billing.npi"},
    {"TF.LATE", "frequency_code"},           // then the claim is the first of its kind
    {"DUP.EXACT", "charge_cents"},           // two lines without charges repeat each other
    {"DUP.SUSPECT", "charge_cents"},         // whatever the charge, it is at least suspect
    {"UNIT.FRACTION", "unit_basis"},         // units, where nothing else is said
    {"POS.INPATIENT_STAY", "service_date"},  // the first day is then that of another line
};

// What a line or claim may rightly be without, and what then holds in its place, is no absence:
// codes (a revenue line has none), the provider of a line (the claim's), and what says which layers
// of rules there are.
bool IsLeftOut(const Field& field) {
  static const std::set<std::string_view> kKept = {
      "procedure_code", "line_number",   "type",      "payer.line_of_business",
      "payer.id",       "payer.plan_id", "tenant_id", "rendering.npi"};
  return kKept.count(field.name) == 0;
}

// Whether the condition may become true because `field` is absent.
// A line's field stands for the claim's, where both have one of that name.
bool AsksForAbsence(const Condition& condition, std::string_view field, bool negated) {
  using Kind = Condition::Kind;
  const bool of_field =
      std::any_of(AllFields().begin(), AllFields().end(), [&condition, field](const Field& each) {
        return each.id == condition.field && each.name == field;
      });
  if (of_field) {
    if (condition.kind == Kind::kMissing || condition.kind == Kind::kNoneOf ||
        condition.kind == Kind::kSetCount)
      return true;
    if (negated && (condition.kind == Kind::kPresent || condition.kind == Kind::kAnyOf ||
                    condition.kind == Kind::kAllOf))
      return true;
  }
  const bool under = negated != (condition.kind == Kind::kNot);
  // Fewer items may satisfy a count or sum, and `none` of them is what some rules ask for.
  const bool counts = condition.kind == Kind::kCount || condition.kind == Kind::kCountDays;
  return std::any_of(condition.children.begin(), condition.children.end(),
                     [&](const Condition& child) {
                       return AsksForAbsence(child, field, under) ||
                              (counts && AsksForAbsence(child, field, !under));
                     });
}

bool IsAboutAbsence(const ResolvedRule& rule, std::string_view field) {
  const auto [first, last] = kAboutAbsence.equal_range(rule.id);
  if (std::any_of(first, last, [field](const auto& about) { return about.second == field; }))
    return true;
  if (rule.builtin) return false;
  if (AsksForAbsence(rule.when, field, false)) return true;
  for (const auto* asked : {&rule.with_line, &rule.with_history}) {
    if (asked->has_value() && AsksForAbsence(**asked, field, false)) return true;
  }
  for (const auto* asked : {&rule.without_line, &rule.without_history, &rule.unless}) {
    if (asked->has_value() && AsksForAbsence(**asked, field, true)) return true;
  }
  return false;
}

class AbsentInputTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Diagnostics diagnostics;
    auto snapshot = LoadSnapshot("rulesets", "", diagnostics);
    ASSERT_TRUE(snapshot.ok()) << ToString(diagnostics);
    loaded_ = *snapshot;
    snapshot_ = SnapshotForExamples(*loaded_);
    for (const ResolvedRule& rule : snapshot_->rulesets().rules) {
      for (const Example& example : rule.examples) claims_.insert(example.claim);
    }
    for (const ClaimTest& test : snapshot_->rulesets().tests) claims_.insert(test.claim);
  }

  // The rules that find something.
  std::set<int32_t> Found(const Claim& claim) {
    std::set<int32_t> rules;
    const Findings& findings =
        Evaluate(*snapshot_, claim, {.today = *Date::FromCivil(2026, 11, 1)}, scratch_);
    for (const Finding& finding : findings.items) rules.insert(finding.rule);
    for (const Finding& finding : findings.also) rules.insert(finding.rule);
    return rules;
  }

  void LeaveOut(const Claim& claim, const ClaimEdit& edit, const Field& field,
                const std::set<int32_t>& before) {
    Claim copy = CopyOf(claim);
    if (!Apply(edit, copy)) return;
    ++left_out_;
    for (const int32_t index : Found(copy)) {
      if (before.count(index) != 0) continue;
      const ResolvedRule& rule = snapshot_->rulesets().rules[static_cast<size_t>(index)];
      if (!IsAboutAbsence(rule, field.name)) raised_[rule.id].insert(std::string(field.name));
    }
  }

  std::shared_ptr<const Snapshot> loaded_, snapshot_;
  std::set<std::shared_ptr<const Claim>> claims_;
  Scratch scratch_;
  int left_out_ = 0;
  std::map<std::string, std::set<std::string>> raised_;
};

TEST_F(AbsentInputTest, NoRuleFindsMoreInAClaimThatSaysLess) {
  for (const auto& claim : claims_) {
    const std::set<int32_t> before = Found(*claim);
    for (const Field& field : AllFields()) {
      if (!IsLeftOut(field)) continue;
      ClaimEdit edit;
      edit.field = field.id;
      edit.of = field.of;
      if (field.of == Item::kClaim) {
        if (IsPresent(field, *claim, nullptr)) LeaveOut(*claim, edit, field, before);
      } else if (field.of == Item::kLine) {
        for (size_t i = 0; i < claim->service_lines.size() && i < 4; ++i) {
          if (!IsPresent(field, *claim, &claim->service_lines[i])) continue;
          edit.line = static_cast<int32_t>(i);
          LeaveOut(*claim, edit, field, before);
        }
      }
    }
  }
  EXPECT_GT(left_out_, 5000);
  for (const auto& [rule, fields] : raised_) {
    std::string names;
    for (const std::string& field : fields) names += " " + field;
    ADD_FAILURE() << rule << " finds something because these are absent:" << names;
  }
}

}  // namespace
}  // namespace scrubline
