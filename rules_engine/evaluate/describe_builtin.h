// rules_engine/evaluate/describe_builtin.h — how each built-in turns a finding's payload into
// words. Internal to evaluate/.
//
// Each function fills `evidence` (names of 3-contract: `column1`, `units` ...), the values of the
// message's slots, the field, and the fixes in order. Nothing here decides anything: what fired was
// settled by the edit itself.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_DESCRIBE_BUILTIN_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_DESCRIBE_BUILTIN_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules_engine/evaluate/describe.h"
#include "rules_engine/snapshot.h"

namespace scrubline {

struct Description {
  const Snapshot& snapshot;
  const Claim& claim;
  const Findings& findings;
  const Finding& finding;
  FindingText& text;
  std::vector<std::pair<std::string_view, std::string>> slots;  // beyond those in the evidence

  const ServiceLine& Line(LineRef ref) const {
    return IsHistory(ref) ? claim.history[static_cast<size_t>(~ref)].line
                          : claim.service_lines[static_cast<size_t>(ref)];
  }
  // The line's number as the caller gave it; 0 for a history line.
  int32_t Number(LineRef ref) const { return IsHistory(ref) ? 0 : Line(ref).line_number; }
  void Evidence(std::string_view name, std::string value) {
    text.evidence.emplace_back(name, std::move(value));
  }
  void Slot(std::string_view name, std::string value) {
    slots.emplace_back(name, std::move(value));
  }
  void AddFix(FixKind kind, int32_t line_number, std::string value, std::string words,
              bool documented) {
    text.fixes.push_back({kind, line_number, std::move(value), std::move(words), documented});
  }
  // `service_lines[2].modifiers`
  std::string FieldOfLine(LineRef ref, std::string_view field) const;
};

// Where a claim names a provider: for programs as paths (`billing.npi,
// service_lines[0].rendering.npi`, evidence `places`), for people in words (`billing; rendering on
// line 1`, slot `roles`). The first place becomes the finding's field.
class ProviderPlaces {
 public:
  // `field`: of the provider, `npi`.
  explicit ProviderPlaces(std::string_view field) : field_(field) {}

  void Add(std::string_view role) { Add(role, "", 0); }
  void AddLine(const Description& d, LineRef line, std::string_view role) {
    Add(role, d.FieldOfLine(line, ""), d.Number(line));
  }
  void Write(Description& d) const;
  const std::string& paths() const { return paths_; }

 private:
  struct Role {
    std::string_view name;
    bool of_claim = false;
    std::vector<int32_t> lines;
  };
  void Add(std::string_view role, const std::string& prefix, int32_t line);

  std::string_view field_;
  std::string first_;
  std::string paths_;
  std::vector<Role> roles_;
};

void DescribePtp(Description& description, BuiltinId builtin);
void DescribeMue(Description& description, BuiltinId builtin);
void DescribeAddOn(Description& description, BuiltinId builtin);
void DescribeNpi(Description& description, BuiltinId builtin);
void DescribeGlobalSurgery(Description& description, BuiltinId builtin);
void DescribeModifier(Description& description, BuiltinId builtin);
void DescribeCodeValidity(Description& description, BuiltinId builtin);
void DescribeDiagnosis(Description& description, BuiltinId builtin);
void DescribeLaterality(Description& description, BuiltinId builtin);
void DescribeMedicalNecessity(Description& description, BuiltinId builtin);
void DescribeDuplicate(Description& description, BuiltinId builtin);
void DescribeTimelyFiling(Description& description, BuiltinId builtin);
void DescribeAuthorization(Description& description, BuiltinId builtin);
void DescribeCharge(Description& description, BuiltinId builtin);
void DescribeTimedUnits(Description& description, BuiltinId builtin);
void DescribeUnits(Description& description, BuiltinId builtin);
void DescribeInfusion(Description& description, BuiltinId builtin);
void DescribeImmunization(Description& description, BuiltinId builtin);
void DescribeProvider(Description& description, BuiltinId builtin);
void DescribeDrugUnits(Description& description, BuiltinId builtin);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_DESCRIBE_BUILTIN_H_
