#include "rules_engine/tables/icd10cm_order.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "rules_engine/tables/line_reader.h"
#include "rules_engine/tables/published_fields.h"

namespace scrubline {
namespace {

// Where the fields of a line begin.
constexpr size_t kCode = 6, kBillable = 14, kDescription = 77;
constexpr size_t kCodeLength = 7;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// Whether a line has the form of the file; ICD-10-PCS has it too, but its first code is a number.
// The second character may be a letter: QA0 came in FY2026.
bool IsOrderLine(std::string_view line) {
  return line.size() > kDescription && std::all_of(line.begin(), line.begin() + 5, IsDigit) &&
         line[5] == ' ' && IsUpper(line[kCode]) && line[kCode + 1] != ' ' &&
         line[kCode + kCodeLength] == ' ' && (line[kBillable] == '0' || line[kBillable] == '1') &&
         line[kBillable + 1] == ' ';
}

// The four digits of a year, with no digit beside them: `icd10cm_order_2025.txt`.
std::string_view YearIn(std::string_view name) {
  for (size_t i = 0; i < name.size(); ++i) {
    if (!IsDigit(name[i])) continue;
    size_t end = i;
    while (end < name.size() && IsDigit(name[end])) ++end;
    if (end - i == 4 && name.substr(i, 2) == "20") return name.substr(i, 4);
    i = end;
  }
  return {};
}

// Why the row is refused; empty when it was taken.
std::string Take(std::string_view line, int release, ReferenceBuilder& builder) {
  if (!IsOrderLine(line)) return "it is no line of an order file";
  const std::optional<Code> code = Code::Parse(TrimBlanks(line.substr(kCode, kCodeLength)));
  if (!code.has_value() || code->length() < 3) return "its code is not three to seven characters";
  const std::string_view description = TrimBlanks(line.substr(kDescription));
  builder.AddRow(TableKey::Of(*code), {Date(), Date::Max()}, release)
      .Flag(diagnoses::kBillable, line[kBillable] == '1')
      .Code(diagnoses::kSide, DescribedSide(description))
      .Text(diagnoses::kDescription, description);
  return "";
}

// Parts of the body that there are two of, and words that may stand between `unspecified` and them.
constexpr auto kPaired = std::to_array<std::string_view>(
    {"side",     "eye",      "eyelid",  "ear",        "orbit",      "cornea",     "eyeball",
     "breast",   "axilla",   "kidney",  "ureter",     "ovary",      "testis",     "lung",
     "bronchus", "shoulder", "arm",     "forearm",    "elbow",      "wrist",      "hand",
     "palm",     "thumb",    "finger",  "hip",        "thigh",      "leg",        "knee",
     "patella",  "calf",     "ankle",   "foot",       "heel",       "toe",        "limb",
     "femur",    "tibia",    "fibula",  "humerus",    "radius",     "ulna",       "flank",
     "buttock",  "clavicle", "scapula", "calcaneus",  "talus",      "acetabulum", "cheek",
     "ilium",    "ischium",  "pubis",   "metatarsal", "metacarpal", "midfoot",    "extremity",
     "carpus",   "lid",      "tympanum"});
constexpr auto kBetween = std::to_array<std::string_view>(
    {"upper", "lower", "lesser", "great", "female", "male", "external", "internal", "front", "back",
     "middle", "index", "ring", "little", "main"});

template <size_t n>
bool IsIn(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The words of a description one by one, lower case. A comma ends a word and stands for one itself:
// `unspecified, knee` is not an unspecified knee.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}
  std::string_view Next() {
    while (at_ < text_.size() && text_[at_] != ',' && !absl::ascii_isalpha(Byte())) ++at_;
    const size_t begin = at_;
    if (at_ < text_.size() && text_[at_] == ',') return text_.substr(at_++, 1);
    while (at_ < text_.size() && absl::ascii_isalpha(Byte())) ++at_;
    word_.assign(text_.substr(begin, at_ - begin));
    absl::AsciiStrToLower(&word_);
    return word_;
  }

 private:
  unsigned char Byte() const { return static_cast<unsigned char>(text_[at_]); }

  std::string_view text_;
  size_t at_ = 0;
  std::string word_;
};

}  // namespace

bool IsIcd10CmOrder(const TextBeginning& text) {
  return IsOrderLine(text.bytes.substr(0, text.bytes.find('\n')));
}

std::optional<PublishedRelease> Icd10CmRelease(const TextBeginning& text, std::string_view given) {
  if (!given.empty()) return FiscalYearRelease(given);
  std::string_view year = YearIn(text.name);
  if (year.empty()) year = YearIn(text.download);
  if (year.empty()) return std::nullopt;
  const bool april = (text.name + text.download).find("apr") != std::string::npos;
  return FiscalYearRelease(absl::StrFormat("FY%s%s", year, april ? "-04" : ""));
}

absl::Status ReadIcd10CmOrder(ByteSource& source, const PublishedRelease& published, RowLog& log,
                              ReferenceBuilder& builder) {
  const int release = builder.AddRelease(published.name, published.covered);
  LineReader lines(source);
  std::string_view line;
  while (lines.Next(line)) {
    if (TrimBlanks(line).empty()) continue;
    std::string fault = Take(line, release, builder);
    if (fault.empty()) {
      log.Keep();
    } else {
      log.Refuse(lines.number(), 0, line, std::move(fault), "");
    }
  }
  return lines.status();
}

std::optional<PublishedRelease> FiscalYearRelease(std::string_view name) {
  const bool april = name.ends_with("-04");
  if (april) name.remove_suffix(3);
  if (name.size() != 6 || name.substr(0, 2) != "FY" ||
      !std::all_of(name.begin() + 2, name.end(), IsDigit)) {
    return std::nullopt;
  }
  int year = 0;
  for (const char c : name.substr(2)) year = year * 10 + (c - '0');
  const auto first = april ? Date::FromCivil(year, 4, 1) : Date::FromCivil(year - 1, 10, 1);
  const auto last = Date::FromCivil(year, 9, 30);
  if (!first.has_value() || !last.has_value()) return std::nullopt;
  return PublishedRelease{absl::StrFormat("%s%s", name, april ? "-04" : ""), {*first, *last}};
}

Code DescribedSide(std::string_view description) {
  bool right = false, left = false, both = false, unspecified = false;
  bool after_normal_vision = false, after_unspecified = false;
  std::string before;
  Words words(description);
  for (std::string_view word = words.Next(); !word.empty(); word = words.Next()) {
    if (word == "right" || word == "left") {
      if (!after_normal_vision) (word == "right" ? right : left) = true;
    } else if (word == "bilateral") {
      both = true;
    } else if (after_unspecified) {
      if (IsIn(kBetween, word)) continue;
      const std::string_view one =
          word.ends_with('s') && !IsIn(kPaired, word) ? word.substr(0, word.size() - 1) : word;
      unspecified |= IsIn(kPaired, one);
    }
    after_normal_vision = word == "vision" && before == "normal";
    after_unspecified = word == "unspecified";
    before = word;
  }
  if (both || (right && left)) return Code::Of("B");
  if (right) return Code::Of("R");
  if (left) return Code::Of("L");
  return unspecified ? Code::Of("U") : Code();
}

}  // namespace scrubline
