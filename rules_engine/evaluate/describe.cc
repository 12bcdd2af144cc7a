#include "rules_engine/evaluate/describe.h"

#include <array>
#include <optional>

#include "absl/strings/str_cat.h"
#include "rules_engine/compile/program.h"
#include "rules_engine/evaluate/builtin_algorithms.h"
#include "rules_engine/evaluate/describe_builtin.h"

namespace scrubline {
namespace {

std::string_view SlotValue(const Description& d, std::string_view name) {
  for (const auto& [evidence, value] : d.text.evidence) {
    if (evidence == name) return value;
  }
  for (const auto& [slot, value] : d.slots) {
    if (slot == name) return value;
  }
  return {};
}

// The items a finding's text may name.
struct Items {
  const ServiceLine* subject = nullptr;  // null: the claim
  const ServiceLine* with_line = nullptr;
  std::optional<ItemRef> with_history;
};

// What a sentence says in place of an absent value, so that it has no hole.
constexpr std::string_view kNoCode = "a service without a code";
constexpr std::string_view kNoDay = "an unstated day";

std::string Said(const Field& field, std::string value) {
  if (!value.empty()) return value;
  if (field.name == "procedure_code") return std::string(kNoCode);
  return field.type == FieldType::kDate ? std::string(kNoDay) : "none";
}

std::string_view SaidOfSlot(std::string_view name, std::string_view value) {
  if (!value.empty()) return value;
  if (name == "procedure_code") return kNoCode;
  return name == "date" ? kNoDay : value;
}

// The first day on which the earlier line is outside a window of `with_history`.
std::string NextDate(const ResolvedRule& rule, const ItemRef& earlier) {
  const Date date = earlier.line->service_date;
  Date next;
  if (!date.has_value() || !rule.with_history.has_value()) return "";
  for (const DateRelation& relation : rule.with_history->relations) {
    const Date after = relation.FirstDayAfter(date);
    if (after.has_value() && (!next.has_value() || after < next)) next = after;
  }
  return next.ToString();
}

std::string Render(const MessageTemplate& message, const ResolvedRule& rule, const Description& d,
                   const Items& items) {
  using Kind = MessageTemplate::Part::Kind;
  std::string text;
  for (const MessageTemplate::Part& part : message.parts) {
    switch (part.kind) {
      case Kind::kText:
        text += part.text;
        break;
      case Kind::kField:
      case Kind::kPartnerField: {
        const ServiceLine* line = part.kind == Kind::kField ? items.subject : items.with_line;
        if (part.field_of == Item::kLine && line == nullptr) break;
        const Field& field = FieldOf(part.field, part.field_of);
        text += Said(field, FormatValue(field, d.claim, line));
        break;
      }
      case Kind::kHistoryField:
        if (!items.with_history.has_value()) break;
        text +=
            Said(FieldOf(part.field, Item::kHistory),
                 FormatValue(FieldOf(part.field, Item::kHistory), d.claim, *items.with_history));
        break;
      case Kind::kNextDate:
        if (items.with_history.has_value()) text += NextDate(rule, *items.with_history);
        break;
      case Kind::kBuiltinSlot:
        text += SaidOfSlot(part.text, SlotValue(d, part.text));
        break;
    }
  }
  return text;
}

// A fix in words, where the author left it to us.
std::string FixWords(FixKind kind, const std::string& value, int32_t line_number) {
  const std::string where = line_number == 0 ? "" : absl::StrCat(" line ", line_number);
  switch (kind) {
    case FixKind::kAddModifier:
      return absl::StrCat("add modifier ", value, line_number == 0 ? "" : " to", where);
    case FixKind::kRemoveModifier:
      return absl::StrCat("remove modifier ", value, line_number == 0 ? "" : " from", where);
    case FixKind::kRemoveLine:
      return absl::StrCat("remove", where);
    case FixKind::kAddLine:
      return absl::StrCat("add a line with ", value);
    case FixKind::kReplaceCode:
      return absl::StrCat("replace the code on", where, " by ", value);
    case FixKind::kSetUnits:
      return absl::StrCat("set the units of", where, " to ", value);
    case FixKind::kSetField:
      return absl::StrCat("set ", value, line_number == 0 ? "" : " on", where);
    case FixKind::kReview:
      return line_number == 0 ? "review the claim" : absl::StrCat("review", where);
  }
  return "";
}

void AddAuthorsFixes(const ResolvedRule& rule, const ServiceLine* subject,
                     const ServiceLine* partner, FindingText& text) {
  for (const Fix& fix : rule.fixes) {
    const ServiceLine* line = fix.on_partner && partner != nullptr ? partner : subject;
    FixText& out = text.fixes.emplace_back();
    out.kind = fix.kind;
    out.line_number = line == nullptr || fix.kind == FixKind::kAddLine ? 0 : line->line_number;
    out.value = fix.value;
    out.requires_documentation = !fix.if_documented.empty();
    out.text = fix.text.empty() ? FixWords(fix.kind, fix.value, out.line_number) : fix.text;
    if (out.requires_documentation)
      absl::StrAppend(&out.text, " if the record shows ", fix.if_documented);
  }
}

void AddNamedValues(const MessageTemplate& message, Description& d, const ServiceLine* subject) {
  for (const MessageTemplate::Part& part : message.parts) {
    if (part.kind != MessageTemplate::Part::Kind::kField ||
        (part.field_of == Item::kLine && subject == nullptr))
      continue;
    const Field& field = FieldOf(part.field, part.field_of);
    d.Evidence(field.name, FormatValue(field, d.claim, subject));
  }
}

// The place a YAML rule is about: the first line field its condition names would need the trace;
// the line itself will do.
std::string FieldPath(LineRef ref) { return absl::StrCat("service_lines[", ref, "]"); }

}  // namespace

void Describe(const Snapshot& snapshot, const Claim& claim, const Findings& findings,
              const Finding& finding, FindingText& text) {
  const ResolvedRule& rule = snapshot.rulesets().rules[static_cast<size_t>(finding.rule)];
  text.rule_id = rule.id;
  text.severity = finding.severity;
  text.outcome = finding.outcome;
  text.layer = finding.layer;
  text.line_numbers.clear();
  text.related_line_numbers.clear();
  text.related_claim_id = {};
  text.field.clear();
  text.message.clear();
  text.fixes.clear();
  text.evidence.clear();
  text.carc = &rule.carc;
  text.rarc = &rule.rarc;
  text.source = &rule.source;
  for (LineRef ref : findings.Lines(finding.lines)) {
    text.line_numbers.push_back(claim.service_lines[static_cast<size_t>(ref)].line_number);
  }
  for (LineRef ref : findings.Lines(finding.related)) {
    if (!IsHistory(ref)) {
      text.related_line_numbers.push_back(
          claim.service_lines[static_cast<size_t>(ref)].line_number);
    } else if (text.related_claim_id.empty()) {
      text.related_claim_id = claim.history[static_cast<size_t>(~ref)].claim_id;
    }
  }

  Description d{snapshot, claim, findings, finding, text, {}};
  Items items;
  if (finding.lines.count > 0) {
    items.subject =
        &claim.service_lines[static_cast<size_t>(findings.Lines(finding.lines).front())];
  }
  // With the values that overrides gave its parameters.
  const ResolvedRule& said = rule.builtin.has_value() ? rule : rule.Variant(finding.variant);
  size_t variant = 0;
  if (rule.builtin.has_value()) {
    const auto algorithm = static_cast<size_t>(BuiltinOf(*rule.builtin).algorithm);
    kBuiltinAlgorithms[algorithm].describe(d, *rule.builtin);
    AddAuthorsFixes(rule, items.subject, nullptr, text);
    variant = finding.variant < rule.messages.size() ? finding.variant : 0;
  } else {
    if (finding.payload[0] >= 0) {
      items.with_line = &claim.service_lines[static_cast<size_t>(finding.payload[0])];
    }
    if (finding.payload[1] >= 0) {
      items.with_history = ItemRef::At(claim, Item::kHistory, finding.payload[1]);
    }
    if (items.subject != nullptr) text.field = FieldPath(findings.Lines(finding.lines).front());
    AddAuthorsFixes(said, items.subject, items.with_line, text);
    // The values the message names are what made the rule fire, as far as its author thought worth
    // saying.
    if (!said.messages.empty()) AddNamedValues(said.messages[0], d, items.subject);
  }
  if (!said.messages.empty()) text.message = Render(said.messages[variant], said, d, items);
}

namespace {

std::string MissingField(const Field& field) {
  constexpr std::array<std::string_view, kItemCount> kWho = {
      "the claim",          "the claim",    "an earlier line", "a diagnosis",   "an occurrence",
      "an occurrence span", "a value code", "another payer",   "an accumulator"};
  return absl::StrCat("missing_field: ", std::string(kWho[static_cast<size_t>(field.of)]),
                      " has no ", std::string(field.name));
}

}  // namespace

std::string_view RuleIdOf(const Snapshot& snapshot, const Gap& gap) {
  if (gap.rule < 0) return "INPUT.UNREADABLE";
  return snapshot.rulesets().rules[static_cast<size_t>(gap.rule)].id;
}

std::string DescribeGap(const Claim& claim, const Gap& gap) {
  const auto table = [&gap] {
    return std::string(TableName(static_cast<TableSlot>(gap.argument)));
  };
  const std::string import = "import it with `scrub tables import SOURCE... --into DIR`";
  switch (gap.reason) {
    case GapReason::kMissingField:
      return MissingField(AllFields()[static_cast<size_t>(gap.argument)]);
    case GapReason::kMissingTable:
      return absl::StrCat("missing_table: ", table(), " is not loaded; ", import);
    case GapReason::kSampleTable:
      return absl::StrCat("sample_table: ", table(),
                          " holds a few sample rows and does not cover these codes; import CMS's "
                          "published file with `scrub tables import SOURCE... --into DIR`");
    case GapReason::kUnlistedCode:
      return absl::StrCat("unlisted_code: ", table(),
                          " does not have these codes, and is not the whole code set");
    case GapReason::kNoRelease:
      return absl::StrCat("no_release: ", table(),
                          " has no release for this date of service; import that quarter's file "
                          "with `scrub tables import SOURCE... --into DIR`");
    case GapReason::kTypeOfBill:
      return "type_of_bill: it selects no table; correct it or let a layer name the table";
    case GapReason::kClaimType:
      return "claim_type: the claim says neither PROFESSIONAL nor INSTITUTIONAL";
    case GapReason::kServiceDate:
      return "service_date: no date of service that can be read";
    case GapReason::kUnits:
      return "units: no units that can be read";
    case GapReason::kProcedureCode:
      return "procedure_code: no procedure code that can be read";
    case GapReason::kHistory:
      return "history: the claim comes without the patient's earlier lines; send them with it";
    case GapReason::kUnreadable: {
      const Unreadable& unreadable = claim.unreadable[static_cast<size_t>(gap.argument)];
      return absl::StrCat("unreadable: ", std::string(unreadable.field), " ",
                          std::string(unreadable.problem));
    }
  }
  return "";
}

}  // namespace scrubline
