// Modifiers by themselves (domain 4.1, 4.9, R3): their form, whether there is such a modifier on
// that day, twice the same, and their order. What goes with a modifier (codes, other modifiers,
// places) is said by rules in YAML. Tested by builtin_modifier_test.cc.
#include "rules_engine/evaluate/builtin_modifier.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "rules_engine/evaluate/describe_builtin.h"
#include "rules_engine/evaluate/evaluation.h"

namespace scrubline {
namespace {

constexpr ReferenceId kTable = ReferenceId::kHcpcsModifiers;

// Two capital letters or digits.
bool HasForm(Code modifier) {
  const auto sound = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
  return modifier.length() == 2 && sound(modifier[0]) && sound(modifier[1]);
}

class ModifierEdits {
 public:
  explicit ModifierEdits(Evaluation& evaluation)
      : e_(evaluation), table_(evaluation.program.Reference(kTable)) {}

  void Run() {
    for (int32_t i = 0; i < e_.own_lines; ++i) {
      const PreparedLine& line = e_.lines[static_cast<size_t>(i)];
      // As it was sent: elsewhere what is unknown counts as absent (R19).
      const ServiceLine& sent = e_.claim.service_lines[static_cast<size_t>(i)];
      if (sent.modifier_count > 0) Check(line, sent);
    }
  }

 private:
  void Check(const PreparedLine& line, const ServiceLine& sent) {
    const BuiltinParameters& parameters = e_.Parameters(BuiltinId::kModifierUnknown, line.from);
    bool gap = false;
    for (int i = 0; i < sent.modifier_count; ++i) {
      const Code modifier = sent.modifiers[static_cast<size_t>(i)];
      if (modifier.empty()) {
        gap = true;
        continue;
      }
      if (gap || !HasForm(modifier)) Add(BuiltinId::kModifierSyntax, line, i);
      gap = false;                                       // one finding for each gap
      if (!HasForm(modifier) || e_.is_void()) continue;  // R17
      CheckListed(parameters, line, i, modifier);
      for (int k = 0; k < i; ++k) {
        if (sent.modifiers[static_cast<size_t>(k)] != modifier) continue;
        Add(BuiltinId::kModifierDuplicate, line, i);
        break;
      }
    }
    if (!e_.is_void()) CheckOrder(parameters, line, sent);
  }

  void CheckListed(const BuiltinParameters& parameters, const PreparedLine& line, int place,
                   Code modifier) {
    if (parameters.modifier_set(modifiers::kCpt).Contains(modifier) ||
        parameters.modifier_set(modifiers::kLocal).Contains(modifier)) {
      return;
    }
    if (!line.from.has_value() || table_ == nullptr) return AddGaps(line);
    const ReferenceTable::Answer answer = table_->LookUp(TableKey::Of(modifier), line.from);
    switch (answer.listing) {
      case Listing::kListed:
        return;
      case Listing::kUnknown:
        return AddGaps(line);
      case Listing::kUnlisted:
        Add(BuiltinId::kModifierUnknown, line, place);
        return;
      case Listing::kEnded:
      case Listing::kNotYet:
        Add(BuiltinId::kModifierDate, line, place, -1, 0, static_cast<int32_t>(answer.row));
        return;
    }
  }

  void AddGaps(const PreparedLine& line) {
    for (const BuiltinId builtin : {BuiltinId::kModifierUnknown, BuiltinId::kModifierDate}) {
      const int32_t rule = e_.ActiveRule(builtin);
      if (rule < 0) continue;
      if (!line.from.has_value()) {
        e_.AddLineGap(rule, GapReason::kServiceDate, 0, line);
      } else {
        e_.AddTableGap(rule, kTable, line, line.from);
      }
    }
  }

  // The first modifier that sets the price behind one that does not; and a therapy assistant's that
  // does not follow the therapy's.
  void CheckOrder(const BuiltinParameters& parameters, const PreparedLine& line,
                  const ServiceLine& sent) {
    int later = -1;
    for (int i = 0; i < sent.modifier_count; ++i) {
      const Code modifier = sent.modifiers[static_cast<size_t>(i)];
      if (later >= 0 && parameters.modifier_set(modifiers::kPricing).Contains(modifier)) {
        Add(BuiltinId::kModifierOrder, line, i, later);
        return;
      }
      if (later < 0 && parameters.modifier_set(modifiers::kLater).Contains(modifier)) later = i;
    }
    int therapy = -1, assistant = -1;
    for (int i = 0; i < sent.modifier_count; ++i) {
      const Code modifier = sent.modifiers[static_cast<size_t>(i)];
      if (parameters.modifier_set(modifiers::kTherapy).Contains(modifier)) therapy = i;
      if (parameters.modifier_set(modifiers::kAssistant).Contains(modifier)) assistant = i;
    }
    if (therapy >= 0 && assistant >= 0 && assistant != therapy + 1) {
      Add(BuiltinId::kModifierOrder, line, assistant, therapy, 1);
    }
  }

  void Add(BuiltinId builtin, const PreparedLine& line, int place, int other = -1, int after = 0,
           int32_t row = 0) {
    Report report;
    report.builtin = builtin;
    report.date = line.from;
    report.key.code = line.code();
    report.lines = {&line.ref, 1};
    report.payload = {place, other, after, row};
    e_.Add(report);
  }

  Evaluation& e_;
  const ReferenceTable* const table_;
};

// Modifiers there are that differ in one character; a few of them.
std::string Near(Code modifier, const CodeSet& listed, const ReferenceTable* table) {
  constexpr int kMost = 4;
  std::string text;
  int count = 0;
  const auto offer = [&](Code other) {
    const int differ = int{other[0] != modifier[0]} + int{other[1] != modifier[1]};
    if (differ != 1 || other.length() != 2 || count == kMost) return;
    absl::StrAppend(&text, count++ == 0 ? "" : ", ", other.ToString());
  };
  for (const Code other : listed.singles()) offer(other);
  for (KeyId key = 1; table != nullptr && key <= table->key_count(); ++key) {
    offer(Code::FromBits(table->key(key).bits()));
  }
  return text;
}

}  // namespace

void EvaluateModifier(Evaluation& e) {
  if (e.AnyActive({BuiltinId::kModifierUnknown, BuiltinId::kModifierDate,
                   BuiltinId::kModifierSyntax, BuiltinId::kModifierDuplicate,
                   BuiltinId::kModifierOrder})) {
    ModifierEdits(e).Run();
  }
}

void DescribeModifier(Description& d, BuiltinId builtin) {
  const auto& payload = d.finding.payload;
  const LineRef ref = d.findings.Lines(d.finding.lines).front();
  const ServiceLine& line = d.Line(ref);
  const int32_t number = d.Number(ref);
  const auto at = [&line](int32_t place) {
    return line.modifiers[static_cast<size_t>(place)].ToString();
  };
  const std::string modifier = at(payload[modifier_payload::kPlace]);
  d.text.field =
      absl::StrCat(d.FieldOfLine(ref, "modifiers"), "[", payload[modifier_payload::kPlace], "]");
  d.Evidence("modifier", modifier);
  d.Evidence("procedure_code", line.procedure_code.ToString());
  d.Evidence("date", line.service_date.has_value() ? line.service_date.ToString() : "");
  const Program& program = d.snapshot.program();
  const ReferenceTable* table = program.Reference(kTable);
  switch (builtin) {
    case BuiltinId::kModifierSyntax:
      d.Evidence("position", absl::StrCat(payload[modifier_payload::kPlace] + 1));
      d.AddFix(FixKind::kReview, number, "",
               "write each modifier as two letters or digits, without an empty place before it",
               false);
      return;
    case BuiltinId::kModifierUnknown: {
      const CodeSet& listed =
          program.parameters[static_cast<size_t>(BuiltinId::kModifierUnknown)].codes(
              modifiers::kCpt);
      const std::string near = Near(
          line.modifiers[static_cast<size_t>(payload[modifier_payload::kPlace])], listed, table);
      d.AddFix(FixKind::kReview, number, "",
               absl::StrCat("correct modifier ", modifier,
                            near.empty() ? "" : absl::StrCat("; there are ", near)),
               false);
      d.AddFix(FixKind::kRemoveModifier, number, modifier,
               absl::StrCat("remove modifier ", modifier, " from line ", number), false);
      return;
    }
    case BuiltinId::kModifierDate: {
      const auto row = static_cast<RowId>(payload[modifier_payload::kRow]);
      const DateInterval valid = table->dates(row);
      d.Evidence("valid_from", table->FirstDay(row));
      d.Evidence("valid_through", table->is_open(row) ? "now" : valid.last.ToString());
      d.Evidence("table", std::string(ReferenceSchemaOf(kTable).name));
      d.Evidence("release", std::string(table->release_name(table->release(row))));
      d.AddFix(FixKind::kReview, number, "",
               absl::StrCat("replace ", modifier, " by the modifier valid on that day"), false);
      d.AddFix(FixKind::kRemoveModifier, number, modifier,
               absl::StrCat("remove modifier ", modifier, " from line ", number), false);
      return;
    }
    case BuiltinId::kModifierDuplicate:
      d.AddFix(FixKind::kRemoveModifier, number, modifier,
               absl::StrCat("remove one of the two ", modifier, " from line ", number), false);
      return;
    default: {
      const std::string other = at(payload[modifier_payload::kOther]);
      const bool after = payload[modifier_payload::kAfter] != 0;
      d.Evidence("before", other);
      d.AddFix(FixKind::kReview, number, "",
               absl::StrCat("put ", modifier, after ? " directly after " : " before ", other),
               false);
    }
  }
}

}  // namespace scrubline
