#include "authoring/mutation/code_set_mutants.h"

#include <algorithm>
#include <optional>
#include <random>
#include <utility>

namespace scrubline {
namespace {

// An entry of the list, and which end of a range.
struct Loss {
  enum class What { kSingle, kRange, kFirst, kLast } what = What::kSingle;
  size_t index = 0;
};

// The next or last code of the same form, counting in its digits from the right; nothing at the end
// of them.
std::optional<Code> Step(Code code, int by) {
  std::string text = code.ToString();
  for (auto c = text.rbegin(); c != text.rend() && *c >= '0' && *c <= '9'; ++c) {
    const char end = by > 0 ? '9' : '0';
    if (*c != end) {
      *c = static_cast<char>(*c + by);
      return Code::Parse(text);
    }
    *c = by > 0 ? '0' : '9';
  }
  return std::nullopt;
}

bool IsPrefixOrDiagnosisRange(const CodeSet::Range& range) {
  return range.shape == CodeSet::kAnyShape;
}

std::vector<Loss> LossesOf(const CodeSet& codes) {
  std::vector<Loss> losses;
  for (size_t i = 0; i < codes.singles().size(); ++i) losses.push_back({Loss::What::kSingle, i});
  for (size_t i = 0; i < codes.ranges().size(); ++i) {
    const CodeSet::Range& range = codes.ranges()[i];
    if (IsPrefixOrDiagnosisRange(range)) {
      losses.push_back({Loss::What::kRange, i});
    } else {
      losses.push_back({Loss::What::kFirst, i});
      losses.push_back({Loss::What::kLast, i});
    }
  }
  return losses;
}

// `J9*`, or the first code of a range of diagnoses.
std::string NameOf(const CodeSet::Range& range) {
  CodeSet alone;
  alone.AddRange(range);
  alone.Seal();
  const std::string list = alone.ToString();  // `["J9*"]`
  return list.substr(2, list.size() - 4);
}

std::optional<CodeSetMutant> Without(const CodeSet& codes, const Loss& loss) {
  CodeSetMutant mutant;
  for (size_t i = 0; i < codes.singles().size(); ++i) {
    if (loss.what != Loss::What::kSingle || i != loss.index) mutant.codes.Add(codes.singles()[i]);
  }
  for (size_t i = 0; i < codes.ranges().size(); ++i) {
    if (loss.what == Loss::What::kSingle || i != loss.index) {
      mutant.codes.AddRange(codes.ranges()[i]);
    }
  }
  if (loss.what == Loss::What::kSingle) {
    const Code lost = codes.singles()[loss.index];
    mutant.code = lost.ToString();
    mutant.codes.Seal();
    if (mutant.codes.Contains(lost)) return std::nullopt;
    return mutant;
  }
  const CodeSet::Range& range = codes.ranges()[loss.index];
  if (loss.what == Loss::What::kRange) {
    mutant.code = NameOf(range);
    mutant.codes.Seal();
    return mutant;
  }
  const bool first = loss.what == Loss::What::kFirst;
  const Code lost = first ? range.first : range.last;
  if (range.first < range.last) {
    const std::optional<Code> end = Step(lost, first ? 1 : -1);
    if (!end.has_value() || !CodeSet::InRange(range, *end)) return std::nullopt;
    mutant.codes.AddRange(first ? *end : range.first, first ? range.last : *end);
  }
  mutant.code = lost.ToString();
  mutant.codes.Seal();
  if (mutant.codes.Contains(lost)) return std::nullopt;
  return mutant;
}

// With the code just past the last single code or range that has one.
std::optional<CodeSetMutant> WithOneMore(const CodeSet& codes) {
  std::vector<Code> ends = codes.singles();
  for (const CodeSet::Range& range : codes.ranges()) {
    if (!IsPrefixOrDiagnosisRange(range)) ends.push_back(range.last);
  }
  std::sort(ends.rbegin(), ends.rend());
  for (const Code end : ends) {
    const std::optional<Code> next = Step(end, 1);
    if (!next.has_value() || codes.Contains(*next)) continue;
    CodeSetMutant mutant{codes, next->ToString(), true};
    mutant.codes.Add(*next);
    mutant.codes.Seal();
    return mutant;
  }
  return std::nullopt;
}

}  // namespace

std::vector<size_t> SampleEntries(size_t count, size_t most) {
  std::vector<size_t> entries(count);
  for (size_t i = 0; i < count; ++i) entries[i] = i;
  if (count <= most) return entries;
  // The first and the last stay; of the others some, drawn with a seed that never changes.
  std::mt19937 random(20260101);  // NOLINT(cert-msc51-cpp): the same entries in every run
  for (size_t i = 1; i + 1 < most; ++i) {
    std::swap(entries[i], entries[i + random() % (count - 1 - i)]);
  }
  entries[most - 1] = count - 1;
  entries.resize(most);
  std::sort(entries.begin(), entries.end());
  return entries;
}

CodeSetMutants MutateCodeSet(const CodeSet& codes, size_t most) {
  CodeSetMutants all;
  const std::vector<Loss> losses = LossesOf(codes);
  all.losses = losses.size();
  for (const size_t entry : SampleEntries(losses.size(), most)) {
    ++all.tried;
    if (auto mutant = Without(codes, losses[entry])) all.mutants.push_back(*std::move(mutant));
  }
  if (auto mutant = WithOneMore(codes)) all.mutants.push_back(*std::move(mutant));
  return all;
}

}  // namespace scrubline
