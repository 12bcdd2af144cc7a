// The side a line's modifiers name against the side its diagnoses name (domain 4.10). Only
// diagnoses of chapters that are about places of the body are compared, and only those the line
// points to. Tested by builtin_laterality_test.cc.
#include "rules_engine/evaluate/builtin_laterality.h"

#include "rules_engine/evaluate/evaluation.h"

namespace scrubline {
namespace {

enum Sides : unsigned { kNoSide = 0, kRight = 1, kLeft = 2, kBoth = 3, kUnsaid = 4 };

unsigned SidesOf(char side) {
  switch (side) {
    case 'R':
      return kRight;
    case 'L':
      return kLeft;
    case 'B':
      return kBoth;
    case 'U':
      return kUnsaid;
    default:
      return kNoSide;
  }
}

class Laterality {
 public:
  Laterality(Evaluation& evaluation, int32_t rule)
      : e_(evaluation), rule_(rule), codes_(e_.program.Reference(ReferenceId::kDiagnoses)) {}

  void Check(const PreparedLine& line) {
    unsigned side = kNoSide;
    Code modifier;
    for (size_t i = 0; i < line.line->modifier_count; ++i) {
      const unsigned names = SidesOf(SideOfModifier(line.line->modifiers[i]));
      if (names != kNoSide && modifier.empty()) modifier = line.line->modifiers[i];
      side |= names;
    }
    if (side == kNoSide) return;
    if (codes_ == nullptr) return e_.AddTableGap(rule_, ReferenceId::kDiagnoses, line, line.from);
    const CodeSet& sided =
        e_.Parameters(BuiltinId::kLaterality, line.from).codes(laterality::kSidedDiagnoses);
    unsigned named = kNoSide;
    int32_t first = -1;
    int32_t unsaid = -1;
    for (size_t i = 0; i < line.line->pointer_count; ++i) {
      const size_t pointer = line.line->diagnosis_pointers[i];
      if (pointer == 0 || pointer > e_.Diagnoses().size()) continue;
      const PreparedDiagnosis& d = e_.Diagnoses()[pointer - 1];
      if (!d.well_formed || !sided.Contains(d.code)) continue;
      if (d.listed.listing == Listing::kUnknown)
        return e_.AddTableGap(rule_, ReferenceId::kDiagnoses, line, d.date);
      if (!d.billable) continue;
      const unsigned says = SidesOf(codes_->CodeAt(d.listed.row, diagnoses::kSide)[0]);
      const auto index = static_cast<int32_t>(pointer) - 1;
      if ((says & kBoth) != 0 && first < 0) first = index;
      if (says == kUnsaid && unsaid < 0) unsaid = index;
      named |= says;
    }
    if ((named & kBoth) == kNoSide) {
      if (unsaid >= 0) Add(line, laterality::kUnspecified, unsaid, modifier);
    } else if (side == kBoth) {
      if ((named & kBoth) != kBoth) Add(line, laterality::kOneSideOnly, first, modifier);
    } else if ((named & side) == 0) {
      Add(line, laterality::kOpposite, first, modifier);
    }
  }

 private:
  void Add(const PreparedLine& line, laterality::Variant variant, int32_t diagnosis,
           Code modifier) {
    const LineRef subject = line.ref;
    Report report;
    report.builtin = BuiltinId::kLaterality;
    report.variant = static_cast<uint8_t>(variant);
    report.date = line.from;
    report.key.code = line.code();
    report.lines = std::span(&subject, 1);
    report.payload = {diagnosis, -1, static_cast<int32_t>(modifier.bits() >> 32)};
    if (variant == laterality::kOneSideOnly) report.at_most = Severity::kWarn;
    if (variant == laterality::kUnspecified) report.at_most = Severity::kAdvise;
    e_.Add(report);
  }

  Evaluation& e_;
  const int32_t rule_;
  const ReferenceTable* const codes_;
};

}  // namespace

char SideOfModifier(Code modifier) {
  if (modifier == Code::Of("RT")) return 'R';
  if (modifier == Code::Of("LT")) return 'L';
  if (modifier == Code::Of("50")) return 'B';
  if (modifier.length() != 2) return 0;
  const char kind = modifier[0];
  const char number = modifier[1];
  if (kind == 'E' && number >= '1' && number <= '4') return number <= '2' ? 'L' : 'R';
  if (kind != 'F' && kind != 'T') return 0;
  if (number == 'A' || (number >= '1' && number <= '4')) return 'L';
  return number >= '5' && number <= '9' ? 'R' : 0;
}

void EvaluateLaterality(Evaluation& e) {
  const int32_t rule = e.ActiveRule(BuiltinId::kLaterality);
  if (rule < 0 || e.is_void() || e.claim.diagnoses.empty()) return;
  Laterality edit(e, rule);
  for (int32_t i = 0; i < e.own_lines; ++i) {
    const PreparedLine& line = e.lines[static_cast<size_t>(i)];
    const bool asked = line.line->modifier_count > 0 && line.line->pointer_count > 0;
    if (asked && line.from.has_value()) edit.Check(line);
  }
}

}  // namespace scrubline
