#include <algorithm>

#include "absl/strings/str_cat.h"
#include "rules_engine/compile/program.h"
#include "rules_engine/evaluate/builtin_diagnosis.h"
#include "rules_engine/evaluate/builtin_laterality.h"
#include "rules_engine/evaluate/describe_builtin.h"

namespace scrubline {
namespace {

constexpr size_t kMostChildren = 10;

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) absl::StrAppend(&text, text.empty() ? "" : ", ", word);
  return text;
}

class DiagnosisWords {
 public:
  DiagnosisWords(Description& description, BuiltinId builtin)
      : d_(description), builtin_(builtin), payload_(description.finding.payload) {
    // The date that tests a diagnosis, as the built-ins had it.
    Date first;
    for (const ServiceLine& line : d_.claim.service_lines) {
      if (line.service_date.has_value() && (!first.has_value() || line.service_date < first))
        first = line.service_date;
    }
    PrepareDiagnoses(d_.snapshot.program(), d_.claim, first, diagnoses_);
  }

  void Write() {
    const int32_t index = payload_[diagnosis_payload::kDiagnosis];
    if (index >= 0 && builtin_ != BuiltinId::kDiagnosisPointer) Name(index);
    switch (builtin_) {
      case BuiltinId::kDiagnosisFormat:
        return Review(
            "correct the diagnosis: a letter, a digit or two, and up to seven characters in all");
      case BuiltinId::kDiagnosisUnknown:
        return Review("look the diagnosis up in the code set of the date of service");
      case BuiltinId::kDiagnosisDate:
        d_.Evidence("valid", ValidDates());
        return Review("use the code of the fiscal year in which the service was");
      case BuiltinId::kDiagnosisNotBillable:
      case BuiltinId::kDiagnosisSeventh:
        return WriteIncomplete();
      case BuiltinId::kDiagnosisSpan:
        return Review(
            "split the line at the change of the fiscal year, and code each part by its "
            "own year");
      case BuiltinId::kDiagnosisPointer:
        return WritePointer();
      case BuiltinId::kDiagnosisUnused:
        return WriteUnused();
      case BuiltinId::kDiagnosisTwice:
        NameOther();
        return Review("remove the second one, and point its lines to the first");
      case BuiltinId::kDiagnosisCount:
        d_.Evidence("count", std::to_string(payload_[diagnosis_payload::kDetail]));
        d_.Evidence("most", std::to_string(payload_[diagnosis_payload::kMore]));
        d_.text.field = "diagnoses";
        return Review("keep the diagnoses that bear on these services, the most relevant first");
      case BuiltinId::kExternalCauseFirst:
        return Review("list the injury or condition first, and the external cause after it", true);
      case BuiltinId::kManifestationFirst:
        return Review("list the underlying disease first, and point lines to it first", true);
      case BuiltinId::kUnacceptablePrincipal:
        return Review(
            "choose as principal the condition found, after study, to have caused the "
            "admission",
            true);
      case BuiltinId::kSequelaFirst:
        return Review("list first the condition that the injury left, then its sequela code", true);
      case BuiltinId::kDiagnosisAge:
        return WriteAge();
      case BuiltinId::kDiagnosisSex:
        d_.Evidence("sex", payload_[diagnosis_payload::kDetail] != 0 ? "male" : "female");
        Review("check the patient's sex and the diagnosis");
        return Review(
            "where the diagnosis is right, say so with condition code 45 or modifier KX, "
            "as the payer takes it",
            true);
      case BuiltinId::kDiagnosisUnspecified:
        return Review("choose the code that names the side or site", true);
      case BuiltinId::kExcludes1:
        NameOther();
        WriteNote(diagnosis_notes::kExcludes1);
        Review("keep one of the two", true);
        return Review("keep both where the two conditions are unrelated", true);
      case BuiltinId::kCodeFirst:
        NameOther();
        WriteNote(diagnosis_notes::kCodeFirst);
        return Review("list the underlying condition before it", true);
      default:
        WriteNote(diagnosis_notes::kUseAdditional);
        return Review("add the code that completes it", true);
    }
  }

 private:
  const PreparedDiagnosis& Diagnosis(int index) const {
    return diagnoses_[static_cast<size_t>(payload_[static_cast<size_t>(index)])];
  }
  std::string CodeAt(int32_t index) const {
    return FormatDiagnosis(diagnoses_[static_cast<size_t>(index)].code);
  }
  const ReferenceTable& Codes() const {
    return *d_.snapshot.program().Reference(ReferenceId::kDiagnoses);
  }

  void Name(int32_t index) {
    const PreparedDiagnosis& d = diagnoses_[static_cast<size_t>(index)];
    d_.Evidence("diagnosis", FormatDiagnosis(d.code));
    d_.Evidence("number", std::to_string(index + 1));
    if (d.date.has_value()) d_.Evidence("date", d.date.ToString());
    d_.text.field = absl::StrCat("diagnoses[", index, "].code");
  }
  void NameOther() {
    const int32_t other = payload_[diagnosis_payload::kOther];
    if (other < 0) return;
    d_.Evidence("other", CodeAt(other));
    d_.Slot("other_number", std::to_string(other + 1));
  }
  void Review(std::string words, bool documented = false) {
    d_.AddFix(FixKind::kReview, 0, "",
              documented ? absl::StrCat(words, ", if the record supports it") : std::move(words),
              documented);
  }

  std::string ValidDates() const {
    const auto row = static_cast<RowId>(payload_[diagnosis_payload::kDetail]);
    const DateInterval dates = Codes().dates(row);
    // What an order file lists is of its year; only tables of every day have no beginning.
    const bool dated = dates.first >= *Date::FromCivil(1, 1, 1);
    return absl::StrCat(dated ? dates.first.ToString() : Codes().FirstDay(row), " to ",
                        dates.last.ToString());
  }

  void WriteIncomplete() {
    const PreparedDiagnosis& d = Diagnosis(diagnosis_payload::kDiagnosis);
    std::vector<std::string> children;
    std::vector<std::string> sevenths;
    bool more = false;
    const auto keys = Codes().KeysIn(KeyRange::Prefix(d.code));
    for (KeyId key = keys.begin; key != keys.end; ++key) {
      const RowId row = Codes().FindRow(key, d.date);
      if (row == kNoRow || !Codes().FlagAt(row, diagnoses::kBillable)) continue;
      const Code code = Code::FromBits(Codes().key(key).bits());
      if (code.length() == 7) sevenths.emplace_back(1, code[6]);
      if (children.size() < kMostChildren) {
        children.push_back(FormatDiagnosis(code));
      } else {
        more = true;
      }
    }
    const std::string list = Joined(children) + (more ? " ..." : "");
    d_.Evidence("children", list);
    if (builtin_ == BuiltinId::kDiagnosisSeventh) {
      d_.Evidence("seventh_characters", Joined(sevenths));
      return Review(absl::StrCat("add the 7th character, padding with X: ", list), true);
    }
    Review(absl::StrCat("choose a complete code: ", list), true);
  }

  void WritePointer() {
    const LineRef ref = d_.findings.Lines(d_.finding.lines).front();
    d_.text.field = d_.FieldOfLine(ref, "diagnosis_pointers");
    d_.Evidence("line", std::to_string(d_.Number(ref)));
    d_.Evidence("pointer", std::to_string(payload_[diagnosis_payload::kDetail]));
    d_.Evidence("diagnosis_count", std::to_string(d_.claim.diagnoses.size()));
    d_.AddFix(FixKind::kReview, d_.Number(ref), "",
              absl::StrCat("point line ", d_.Number(ref),
                           " to one to four diagnoses of the claim, the main one first"),
              false);
  }

  void WriteUnused() {
    std::vector<std::string> unused;
    for (const PreparedDiagnosis& d : diagnoses_) {
      if (!d.pointed) unused.push_back(FormatDiagnosis(d.code));
    }
    d_.Evidence("unused", Joined(unused));
    d_.text.field = "diagnoses";
    Review("point the lines it supports to it, or leave it for the record's sake");
  }

  void WriteAge() {
    constexpr std::string_view kGroups[] = {"newborns", "children", "maternity", "adults"};
    d_.Evidence("group", std::string(kGroups[payload_[diagnosis_age::kGroup]]));
    d_.Evidence("age", std::to_string(payload_[diagnosis_age::kAge]));
    d_.Evidence("first_age", std::to_string(payload_[diagnosis_age::kFirst]));
    d_.Evidence("last_age", std::to_string(payload_[diagnosis_age::kLast]));
    Review("check the patient's date of birth");
    Review("choose the diagnosis that goes with the patient's age", true);
  }

  // `N18, O00-O07`: a code stands for all below it, as in the book.
  static std::string CodesOf(std::span<const KeyRange> ranges) {
    std::vector<std::string> codes;
    for (const KeyRange& range : ranges) {
      if (codes.size() == kMostChildren) return Joined(codes) + " ...";
      const auto first = Code::FromBits(range.first.bits());
      std::string text = FormatDiagnosis(first);
      if (range != KeyRange::Prefix(first) && range.first != range.last) {
        std::string last = range.last.ToString();
        last.erase(std::find(last.begin(), last.end(), '\xFF'), last.end());
        text += "-" + FormatDiagnosis(Code::Parse(last).value_or(Code()));
      }
      codes.push_back(std::move(text));
    }
    return Joined(codes);
  }

  void WriteNote(int column) {
    const ReferenceTable& notes = *d_.snapshot.program().Reference(ReferenceId::kDiagnosisNotes);
    const auto row = static_cast<RowId>(payload_[diagnosis_payload::kDetail]);
    if (builtin_ == BuiltinId::kExcludes1 && d_.finding.variant == excludes1::kQualified)
      column = diagnosis_notes::kExcludes1Qualified;
    const uint64_t bits = Diagnosis(diagnosis_payload::kDiagnosis).code.bits();
    const int noted = payload_[diagnosis_payload::kMore];
    d_.Evidence("note", FormatDiagnosis(Code::FromBits(bits & ~uint64_t{0} << (64 - 8 * noted))));
    d_.Evidence("codes", CodesOf(notes.CodesAt(row, column)));
    d_.Evidence("table", std::string(notes.schema().name));
    d_.Evidence("release", std::string(notes.release_name(notes.release(row))));
  }

  Description& d_;
  const BuiltinId builtin_;
  const std::array<int32_t, 6>& payload_;
  std::vector<PreparedDiagnosis> diagnoses_;
};

std::string_view SideName(char side) {
  switch (side) {
    case 'R':
      return "right";
    case 'L':
      return "left";
    case 'B':
      return "both sides";
    default:
      return "no side";
  }
}

}  // namespace

void DescribeDiagnosis(Description& d, BuiltinId builtin) { DiagnosisWords(d, builtin).Write(); }

void DescribeLaterality(Description& d, BuiltinId /*builtin*/) {
  const auto& payload = d.finding.payload;
  const LineRef ref = d.findings.Lines(d.finding.lines).front();
  const ServiceLine& line = d.Line(ref);
  const int32_t index = payload[laterality_payload::kDiagnosis];
  const Code code = d.claim.diagnoses[static_cast<size_t>(index)].code;
  const auto characters = static_cast<uint32_t>(payload[laterality_payload::kModifier]);
  const Code modifier = Code::FromBits(static_cast<uint64_t>(characters) << 32);
  d.text.field = d.FieldOfLine(ref, "modifiers");
  d.Evidence("procedure_code", line.procedure_code.ToString());
  d.Evidence("modifier", modifier.ToString());
  d.Evidence("diagnosis", FormatDiagnosis(code));
  d.Slot("line", std::to_string(line.line_number));
  d.Evidence("modifier_side", std::string(SideName(SideOfModifier(modifier))));
  // By any release that has the code: a code's words do not change sides.
  const ReferenceTable& codes = *d.snapshot.program().Reference(ReferenceId::kDiagnoses);
  const auto rows = codes.RowsOf(codes.FindKey(TableKey::Of(code)));
  if (rows.begin != rows.end) {
    const char side = codes.CodeAt(rows.begin, diagnoses::kSide)[0];
    d.Evidence("diagnosis_side", std::string(SideName(side)));
  }
  switch (d.finding.variant) {
    case laterality::kUnspecified:
      d.AddFix(FixKind::kReview, line.line_number, "",
               absl::StrCat("replace ", FormatDiagnosis(code),
                            " by the code that names the side, if the record names it"),
               true);
      return;
    case laterality::kOneSideOnly:
      d.AddFix(FixKind::kReview, line.line_number, "",
               "add the diagnosis of the other side, if the record supports it", true);
      d.AddFix(FixKind::kReview, line.line_number, "",
               "replace 50 by RT or LT if one side was treated", true);
      return;
    default:
      d.AddFix(FixKind::kReview, line.line_number, "",
               absl::StrCat("correct modifier ", modifier.ToString(), " or diagnosis ",
                            FormatDiagnosis(code), ", whichever the record does not support"),
               true);
  }
}

}  // namespace scrubline
