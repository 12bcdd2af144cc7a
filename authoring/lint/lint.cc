#include "authoring/lint/lint.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "authoring/lint/known_codes.h"
#include "authoring/lint/lint_input.h"
#include "authoring/lint/lints.h"
#include "authoring/lint/suppressions.h"
#include "rules_engine/resolve/resolver.h"

namespace scrubline {
namespace {

using Level = Diagnostic::Level;

// The lints that the machinery finds.
constexpr std::string_view kBadSuppression = "bad-suppression";
constexpr std::string_view kLoadError = "load-error";
constexpr std::string_view kLoadWarning = "load-warning";
constexpr std::string_view kUnusedSuppression = "unused-suppression";

bool IsNamed(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Which lints a request asks for.
class Choice {
 public:
  explicit Choice(const LintRequest& request) : request_(request) {}
  bool Has(const LintInfo& lint) const {
    return (request_.only.empty() || IsNamed(request_.only, lint.name)) &&
           !IsNamed(request_.except, lint.name);
  }
  bool HasAll() const { return request_.only.empty() && request_.except.empty(); }

 private:
  const LintRequest& request_;
};

// What the parser and the resolver say is shown whatever was chosen: errors of theirs are why
// nothing else is.
void AddDiagnostics(const Diagnostics& diagnostics, LintReport& report) {
  for (const Diagnostic& diagnostic : diagnostics) {
    const std::string_view name = diagnostic.level == Level::kError ? kLoadError : kLoadWarning;
    report.findings.push_back({FindLint(name), "", diagnostic});
  }
}

void SortFindings(std::vector<LintFinding>& findings) {
  const auto key = [](const LintFinding& f) {
    return std::tie(f.text.position, f.lint->name, f.text.message);
  };
  std::sort(findings.begin(), findings.end(),
            [&](const LintFinding& a, const LintFinding& b) { return key(a) < key(b); });
  findings.erase(
      std::unique(findings.begin(), findings.end(),
                  [&](const LintFinding& a, const LintFinding& b) { return key(a) == key(b); }),
      findings.end());
}

// Takes out what comments accept, and reports comments that accept nothing.
void Suppress(const LintInput& input, const Choice& choice, LintReport& report) {
  std::map<std::string, std::vector<Suppression>> by_file;
  for (const auto& [path, source] : input.sources) {
    std::vector<Suppression> found = ReadSuppressions(*source);
    if (!found.empty()) by_file[path] = std::move(found);
  }
  if (by_file.empty()) return;
  report.suppressed +=
      static_cast<int>(std::erase_if(report.findings, [&by_file](const LintFinding& finding) {
        const auto file = by_file.find(finding.text.position.file);
        if (file == by_file.end() || finding.text.level == Level::kError) return false;
        for (Suppression& s : file->second) {
          if (s.lint != finding.lint->name || s.line != finding.text.position.line) continue;
          s.used = true;
          if (!s.reason.empty()) return true;
        }
        return false;
      }));
  std::vector<std::string_view> names;
  for (const LintInfo& lint : AllLints()) names.push_back(lint.name);
  LintFindings out(input);
  const auto begin = [&](std::string_view name) {
    out.Begin(*FindLint(name));
    return choice.Has(*FindLint(name));
  };
  for (const auto& [path, suppressions] : by_file) {
    for (const Suppression& s : suppressions) {
      const LintInfo* lint = FindLint(s.lint);
      if (lint == nullptr && begin(kBadSuppression)) {
        out.Add(s.position, "", "there is no lint " + Quoted(s.lint), DidYouMean(s.lint, names));
      } else if (lint != nullptr && lint->level == Level::kError && begin(kBadSuppression)) {
        out.Add(s.position, "", Quoted(s.lint) + " is an error, which no comment accepts",
                "mend it; `--except` leaves the lint out");
      } else if (lint != nullptr && s.reason.empty() && begin(kBadSuppression)) {
        out.Add(s.position, "", "the comment gives no reason",
                "write why: `# scrub-lint: allow " + s.lint + " because ...`");
      } else if (lint != nullptr && !s.used && choice.HasAll() && begin(kUnusedSuppression)) {
        out.Add(s.position, "", "nothing here needs " + Quoted(s.lint) + " to be allowed",
                "delete the comment");
      }
    }
  }
  for (LintFinding& finding : out.Take()) report.findings.push_back(std::move(finding));
}

}  // namespace

const std::vector<LintInfo>& AllLints() {
  static const std::vector<LintInfo> lints = {
      {"always-bypassed", Level::kError, "the exception holds wherever the rule would fire",
       LintAlwaysBypassed},
      {"always-together", Level::kWarning, "two rules fire on just the same claims",
       LintAlwaysTogether},
      {"always-true", Level::kWarning, "a condition holds on every claim", LintAlwaysTrue},
      {kBadSuppression, Level::kError,
       "a `scrub-lint: allow` comment without a reason, or of no lint", nullptr},
      {"claim-rule-for-line", Level::kWarning, "a rule for lines looks at the claim alone",
       LintClaimRuleForLine},
      {"contained-list", Level::kWarning, "a list stands beside one that holds all its codes",
       LintContainedList},
      {"dead-rule", Level::kWarning, "overrides switch a rule off for every claim", LintDeadRule},
      {"duplicate-code", Level::kWarning, "a code is given twice, or ranges overlap",
       LintDuplicateCode},
      {"empty-range", Level::kWarning, "no known code is in a range or prefix", LintEmptyRange},
      {"equal-lists", Level::kWarning, "two lists hold the same codes", LintEqualLists},
      {"expired-code", Level::kWarning, "a code lives on none of the days it is asked for",
       LintExpiredCode},
      {"expired-override", Level::kWarning, "an override is over", LintExpiredOverride},
      {"expired-rule", Level::kWarning, "a rule is over", LintExpiredRule},
      {"expired-ruleset", Level::kWarning, "a ruleset is over", LintExpiredRuleset},
      {"fix-already-done", Level::kWarning, "a fix asks for what is so wherever the rule fires",
       LintFixAlreadyDone},
      {"fix-without-effect", Level::kWarning, "a fix changes what the rule does not look at",
       LintFixWithoutEffect},
      {"foreign-id", Level::kAdvice, "a rule's id is of another family than its ruleset's",
       LintForeignId},
      {"impossible-alternative", Level::kWarning, "an alternative of `any` never holds",
       LintImpossibleAlternative},
      {kLoadError, Level::kError, "the rulesets cannot be loaded", nullptr},
      {kLoadWarning, Level::kWarning, "what loading the rulesets warns of", nullptr},
      {"message-without-slot", Level::kAdvice, "a message is the same on every claim",
       LintMessageWithoutSlot},
      {"missing-example", Level::kWarning, "no example fires, stays clear or is bypassed",
       LintMissingExample},
      {"missing-owner", Level::kWarning, "nobody answers for a rule", LintMissingOwner},
      {"missing-source", Level::kWarning, "a rule names no published text", LintMissingSource},
      {"missing-url", Level::kAdvice, "a rule's source has no address", LintMissingUrl},
      {"needless-exception", Level::kWarning, "an exception never holds where the rule fires",
       LintNeedlessException},
      {"never-fires", Level::kError, "the conditions of a rule contradict each other",
       LintNeverFires},
      {"outside-scope", Level::kError, "a rule asks for claims its ruleset is not about",
       LintOutsideScope},
      {"overlapping-overrides", Level::kAdvice, "two overrides of one rank say the same",
       LintOverlappingOverrides},
      {"override-never-applies", Level::kWarning, "an override bears on no finding of its rule",
       LintOverrideNeverApplies},
      {"override-without-effect", Level::kWarning, "an override says what is so already",
       LintOverrideWithoutEffect},
      {"overruled-override", Level::kWarning, "another override always decides instead",
       LintOverruledOverride},
      {"private-message", Level::kError, "a message tells who the patient is", LintPrivateMessage},
      {"redundant-condition", Level::kWarning, "a condition says nothing beside another",
       LintRedundantCondition},
      {"required-history", Level::kAdvice, "a required rule reads the patient's history",
       LintRequiredHistory},
      {"required-on-rare-data", Level::kWarning, "a required rule asks for what few claims give",
       LintRequiredOnRareData},
      {"shadowed-rule", Level::kWarning, "another rule fires wherever this one does",
       LintShadowedRule},
      {"unknown-code", Level::kWarning, "a code that no table or list knows", LintUnknownCode},
      {"unused-condition", Level::kWarning, "no rule uses a named condition", LintUnusedCondition},
      {"unused-list", Level::kWarning, "no rule uses a code list", LintUnusedList},
      {kUnusedSuppression, Level::kWarning, "a `scrub-lint: allow` comment accepts nothing",
       nullptr},
  };
  return lints;
}

const LintInfo* FindLint(std::string_view name) {
  const auto& lints = AllLints();
  const auto at = std::find_if(lints.begin(), lints.end(),
                               [name](const LintInfo& lint) { return lint.name == name; });
  return at == lints.end() ? nullptr : &*at;
}

absl::StatusOr<LintReport> RunLints(const LintRequest& request, const FileSource& files,
                                    const TableSet& tables) {
  Diagnostics diagnostics;
  KnownCodes codes(tables);
  if (!request.codes_folder.empty()) {
    const absl::Status read = codes.ReadLists(request.codes_folder, files, diagnostics);
    if (!read.ok()) return read;
    if (HasErrors(diagnostics)) {
      std::string text = ToString(diagnostics);
      text.pop_back();  // its line break
      return absl::InvalidArgumentError(text);
    }
  }
  const auto parsed = ParseRulesets(request.directory, files, diagnostics);
  if (!parsed.ok()) return parsed.status();
  const auto resolved = ResolveRulesets(*parsed, diagnostics);
  LintReport report;
  AddDiagnostics(diagnostics, report);
  if (!resolved) {
    SortFindings(report.findings);
    return report;
  }
  report.rules = static_cast<int>(resolved->rules.size());
  const Choice choice(request);
  const LintInput input = MakeLintInput(*parsed, *resolved, codes, tables, request.today);
  LintFindings out(input);
  for (const LintInfo& lint : AllLints()) {
    if (lint.run == nullptr || !choice.Has(lint)) continue;
    out.Begin(lint);
    lint.run(input, out);
  }
  for (LintFinding& finding : out.Take()) report.findings.push_back(std::move(finding));
  SortFindings(report.findings);
  Suppress(input, choice, report);
  SortFindings(report.findings);
  return report;
}

}  // namespace scrubline
