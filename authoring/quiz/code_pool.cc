#include "authoring/quiz/code_pool.h"

#include <algorithm>
#include <string_view>

namespace scrubline {
namespace {

constexpr size_t kNearOnEachSide = 2;

// The field that stands for all that hold the same kind of thing.
FieldId KindOf(FieldId field) {
  switch (field) {
    case FieldId::kLinePlaceOfService:
      return FieldId::kPlaceOfService;
    case FieldId::kPointedDiagnoses:
    case FieldId::kFirstPointedDiagnosis:
    case FieldId::kPrincipalDiagnosis:
      return FieldId::kDiagnoses;
    case FieldId::kLineCliaNumber:
      return FieldId::kCliaNumber;
    case FieldId::kLinePriorAuthorizationNumber:
      return FieldId::kPriorAuthorizationNumber;
    default:
      break;
  }
  if (field < FieldId::kFirstProviderField) return field;
  const int first = static_cast<int>(FieldId::kFirstProviderField);
  return static_cast<FieldId>(first + (static_cast<int>(field) - first) % kProviderAttributeCount);
}

template <typename T>
void SortOut(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

CodePool::CodePool(const ResolvedRulesets& rulesets) {
  for (const ResolvedRule& rule : rulesets.rules) {
    AddCondition(rule.when);
    for (const auto* part : {&rule.with_line, &rule.without_line, &rule.unless}) {
      if (part->has_value()) AddCondition(**part);
    }
    for (const Example& example : rule.examples) AddClaim(*example.claim);
  }
  for (const ClaimTest& test : rulesets.tests) AddClaim(*test.claim);
  for (auto& [field, codes] : codes_) SortOut(codes);
  for (auto& [field, texts] : texts_) SortOut(texts);
}

void CodePool::AddCondition(const Condition& condition) {
  std::vector<Code>& codes = codes_[KindOf(condition.field)];
  for (const Code code : condition.codes.singles()) codes.push_back(code);
  for (const CodeSet::Range& range : condition.codes.ranges()) {
    if (range.shape == CodeSet::kAnyShape) continue;  // a prefix: its ends are no codes
    codes.push_back(range.first);
    codes.push_back(range.last);
  }
  std::vector<std::string>& texts = texts_[KindOf(condition.field)];
  texts.insert(texts.end(), condition.texts.exact.begin(), condition.texts.exact.end());
  for (const Condition& child : condition.children) AddCondition(child);
}

void CodePool::AddClaim(const Claim& claim) {
  AddItem(claim, ItemRef(nullptr));
  for (const ServiceLine& line : claim.service_lines) AddItem(claim, ItemRef(&line));
}

void CodePool::AddItem(const Claim& claim, ItemRef item) {
  for (const Field& field : AllFields()) {
    if (field.of != item.of) continue;
    switch (field.type) {
      case FieldType::kCode:
      case FieldType::kDiagnosis: {
        const Code code = ReadCode(field.id, claim, item);
        if (!code.empty()) codes_[KindOf(field.id)].push_back(code);
        break;
      }
      case FieldType::kCodeSet:
      case FieldType::kDiagnosisSet:
        ForEachCode(field.id, claim, item, [&](Code code) {
          codes_[KindOf(field.id)].push_back(code);
          return true;
        });
        break;
      case FieldType::kText: {
        const std::string_view text = ReadText(field.id, claim, item);
        if (!text.empty()) texts_[KindOf(field.id)].emplace_back(text);
        break;
      }
      default:
        break;
    }
  }
}

std::vector<Code> CodePool::Near(FieldId field, Code code,
                                 const std::function<bool(Code)>& wanted) const {
  std::vector<Code> near;
  const auto found = codes_.find(KindOf(field));
  if (found == codes_.end()) return near;
  const std::vector<Code>& codes = found->second;
  const auto middle = std::lower_bound(codes.begin(), codes.end(), code);
  for (auto at = middle; at != codes.begin() && near.size() < kNearOnEachSide;) {
    if (wanted(*--at)) near.push_back(*at);
  }
  const size_t most = near.size() + kNearOnEachSide;
  for (auto at = middle; at != codes.end() && near.size() < most; ++at) {
    if (*at != code && wanted(*at)) near.push_back(*at);
  }
  return near;
}

std::vector<std::string> CodePool::Texts(
    FieldId field, const std::function<bool(const std::string&)>& wanted) const {
  std::vector<std::string> texts;
  const auto found = texts_.find(KindOf(field));
  if (found == texts_.end()) return texts;
  std::copy_if(found->second.begin(), found->second.end(), std::back_inserter(texts), wanted);
  return texts;
}

}  // namespace scrubline
