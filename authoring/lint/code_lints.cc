// Codes that are not, or are no more, and codes given twice.
#include <map>
#include <optional>

#include "authoring/lint/lints.h"

namespace scrubline {
namespace {

using Answer = KnownCodes::Answer;

bool IsRange(std::string_view text) {
  return text.ends_with('*') || text.find('-') != std::string_view::npos;
}

// The code, range or prefix an item is; nullopt for text that is none (taxonomy codes).
std::optional<CodeSet> SetOf(std::string_view text, bool diagnosis) {
  const auto parse = [diagnosis](std::string_view code) {
    return diagnosis ? Code::ParseDiagnosis(code) : Code::Parse(code);
  };
  CodeSet set;
  const size_t dash = text.find('-');
  if (text.ends_with('*')) {
    const auto prefix = parse(text.substr(0, text.size() - 1));
    if (!prefix) return std::nullopt;
    set.AddPrefix(*prefix);
  } else if (dash != std::string_view::npos) {
    const auto first = parse(text.substr(0, dash)), last = parse(text.substr(dash + 1));
    if (!first || !last || *last < *first) return std::nullopt;
    if (diagnosis) {
      set.AddDiagnosisRange(*first, *last);
    } else if (CodeSet::SameShape(*first, *last)) {
      set.AddRange(*first, *last);
    } else {
      return std::nullopt;
    }
  } else {
    const auto code = parse(text);
    if (!code) return std::nullopt;
    set.Add(*code);
  }
  set.Seal();
  return set;
}

// A code that is in both proves it; ranges of one form that meet have one of their first codes in
// common.
bool Overlap(const CodeSet& a, const CodeSet& b) {
  const CodeSet::Range& x = a.ranges().front();
  const CodeSet::Range& y = b.ranges().front();
  return CodeSet::InRange(x, y.first) || CodeSet::InRange(y, x.first);
}

// Adds a finding for each single code of which `tell(verdict, word)` has something to say.
template <typename Tell>
void ForEachCode(const LintInput& input, const Tell& tell) {
  for (const LintInput::Codes& codes : input.codes) {
    for (const Node* item : codes.items) {
      if (IsRange(item->text)) continue;
      tell(codes, *item, input.known_codes.Find(codes.system, item->text, codes.dates));
    }
  }
}

}  // namespace

void LintUnknownCode(const LintInput& input, LintFindings& out) {
  ForEachCode(input, [&out](const LintInput::Codes& codes, const Node& item,
                            const KnownCodes::Verdict& verdict) {
    const std::string word(WordFor(codes.system));
    if (verdict.answer == Answer::kUnknown) {
      out.Add(item, codes.subject, "there is no " + word + " " + Quoted(item.text),
              "it is not in the list of " + word + "s");
    } else if (verdict.answer == Answer::kUnseen) {
      out.AddAs(Diagnostic::Level::kAdvice, item.position(), codes.subject,
                "the " + word + " " + Quoted(item.text) + " is in no table of NCCI edits",
                "nearly every code is in one: it may be mistyped, newer than the tables or long "
                "deleted; a list given with `--codes` would tell");
    }
  });
}

void LintExpiredCode(const LintInput& input, LintFindings& out) {
  ForEachCode(input, [&out](const LintInput::Codes& codes, const Node& item,
                            const KnownCodes::Verdict& verdict) {
    const std::string what = "the " + std::string(WordFor(codes.system)) + " " + Quoted(item.text);
    if (verdict.answer == Answer::kEnded) {
      out.Add(item, codes.subject,
              what + " ended on " + verdict.date.ToString() + ", before the days it is asked for",
              "delete it, or name the code that took its place");
    } else if (verdict.answer == Answer::kNotYet) {
      out.Add(item, codes.subject,
              what + " begins on " + verdict.date.ToString() + ", after the days it is asked for");
    }
  });
}

void LintEmptyRange(const LintInput& input, LintFindings& out) {
  for (const LintInput::Codes& codes : input.codes) {
    for (const Node* item : codes.items) {
      const std::string_view text = item->text;
      if (!IsRange(text)) continue;
      Answer answer = Answer::kNothing;
      if (text.ends_with('*')) {
        answer = input.known_codes.FindPrefix(codes.system, text.substr(0, text.size() - 1));
      } else if (const auto set = SetOf(text, codes.system == CodeSystem::kDiagnosis)) {
        answer = input.known_codes.FindRange(codes.system, set->ranges().front());
      }
      if (answer != Answer::kUnknown) continue;
      const std::string word(WordFor(codes.system));
      out.Add(*item, codes.subject, "no known " + word + " is in " + Quoted(text),
              "none of the list of " + word + "s is");
    }
  }
}

void LintDuplicateCode(const LintInput& input, LintFindings& out) {
  for (const LintInput::Codes& codes : input.codes) {
    std::map<std::string_view, const Node*> seen;
    std::vector<std::pair<const Node*, CodeSet>> ranges;
    std::vector<std::pair<const Node*, CodeSet>> singles;
    for (const Node* item : codes.items) {
      const auto [at, is_new] = seen.try_emplace(item->text, item);
      if (!is_new) {
        out.Add(*item, codes.subject, Quoted(item->text) + " is given twice",
                "it stands in line " + std::to_string(at->second->line) + " already");
        continue;
      }
      auto set = SetOf(item->text, codes.system == CodeSystem::kDiagnosis);
      if (set) (IsRange(item->text) ? ranges : singles).emplace_back(item, *std::move(set));
    }
    for (size_t i = 0; i < ranges.size(); ++i) {
      for (size_t k = 0; k < i; ++k) {
        const auto& [earlier, a] = ranges[k];
        const auto& [later, b] = ranges[i];
        if (Overlap(a, b)) {
          out.Add(*later, codes.subject, Quoted(later->text) + " overlaps " + Quoted(earlier->text),
                  "write them as one");
        }
      }
    }
    for (const auto& [item, single] : singles) {
      for (const auto& [range, set] : ranges) {
        if (!set.Contains(single.singles().front())) continue;
        out.Add(*item, codes.subject, Quoted(item->text) + " is in " + Quoted(range->text) + " too",
                "one of the two is enough");
        break;
      }
    }
  }
}

}  // namespace scrubline
