#include "rules_engine/tables/icd10cm_tabular.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "pugixml.hpp"
#include "rules_engine/tables/icd10cm_order.h"
#include "rules_engine/tables/published_fields.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

constexpr size_t kMaxBytes = 64 << 20;  // the list has 9 MB

bool IsAlnum(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); }

// Takes a code from the front of `text`: `E10`, `E10.-`, `I70.23-`, `Z3A`. nullopt, with nothing
// taken, for anything else, a longer word included.
std::optional<Code> TakeCode(std::string_view& text) {
  if (text.size() < 3 || text[0] < 'A' || text[0] > 'Z') return std::nullopt;
  if (!(text[1] >= '0' && text[1] <= '9') || !IsAlnum(text[2])) return std::nullopt;
  std::string code(text.substr(0, 3));
  size_t at = 3;
  if (at < text.size() && text[at] == '.') {
    ++at;
    while (at < text.size() && IsAlnum(text[at]) && code.size() < 7) code += text[at++];
  }
  if (at < text.size() && absl::ascii_isalnum(static_cast<unsigned char>(text[at]))) {
    return std::nullopt;
  }
  text.remove_prefix(at);
  return Code::Parse(code);
}

// Everything from `first` to whatever is below `last`.
KeyRange Through(Code first, Code last) {
  return {TableKey::Of(first), KeyRange::Prefix(last).last};
}

void SkipBlanks(std::string_view& text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
}

// Takes one code or range, with its dashes: `E10.-`, `A15-A19`, `S12.0--S12.3-`, `B65.0 -B83.9`.
std::optional<KeyRange> TakeRange(std::string_view& text) {
  const std::optional<Code> first = TakeCode(text);
  if (!first.has_value()) return std::nullopt;
  std::string_view rest = text;
  bool dash = false;
  SkipBlanks(rest);
  while (!rest.empty() && rest.front() == '-') {
    dash = true;
    rest.remove_prefix(1);
    text = rest;
  }
  SkipBlanks(rest);
  std::optional<Code> last;
  if (dash) last = TakeCode(rest);
  if (!last.has_value() || *last < *first) return Through(*first, *first);
  while (!rest.empty() && rest.front() == '-') rest.remove_prefix(1);
  text = rest;
  return Through(*first, *last);
}

// The codes of a text; `pure` when there is nothing in it but them and what separates them.
std::vector<KeyRange> CodesIn(std::string_view text, bool& pure) {
  std::vector<KeyRange> codes;
  pure = true;
  bool in_word = false;
  while (!text.empty()) {
    if (!in_word) {
      if (const auto range = TakeRange(text)) {
        codes.push_back(*range);
        continue;
      }
    }
    const char c = text.front();
    in_word = absl::ascii_isalnum(static_cast<unsigned char>(c));
    const bool separates = c == ' ' || c == ',' || c == ';' || c == '.' || c == '-';
    if (!separates) pure = false;
    text.remove_prefix(1);
  }
  return codes;
}

// Adds the text of a note to `codes`.
void Append(std::vector<KeyRange>& codes, const std::vector<KeyRange>& more) {
  codes.insert(codes.end(), more.begin(), more.end());
}

bool IsConditional(std::string_view note) {
  for (const std::string_view sign : {"if ", "where applicable", "when ", "adverse effect",
                                      "any associated", "infectious agent", "organism"}) {
    if (note.find(sign) != std::string_view::npos) return true;
  }
  return false;
}

// What notes say of one code.
struct Notes {
  std::vector<KeyRange> excludes1, qualified, code_first, use_additional, seventh;

  bool empty() const {
    return excludes1.empty() && qualified.empty() && code_first.empty() && use_additional.empty() &&
           seventh.empty();
  }
};

// The codes asked for by notes that always hold. A note that ends with a colon heads those after
// it: where it is conditional they are too.
void AddAsked(const pugi::xml_node& parent, const char* element, std::vector<KeyRange>& codes) {
  for (const pugi::xml_node& list : parent.children(element)) {
    bool conditional_head = false;
    for (const pugi::xml_node& note : list.children("note")) {
      const std::string_view text = TrimBlanks(note.text().get());
      const bool conditional = IsConditional(text);
      if (text.ends_with(':')) conditional_head = conditional;
      if (conditional || conditional_head) continue;
      const NoteCodes parsed = ParseNote(text);
      if (!parsed.qualified) Append(codes, parsed.codes);
    }
  }
}

// Of chapters and blocks, which are no codes.
constexpr KeyRange kNoCodes = {TableKey::FromBits(~uint64_t{0}), TableKey::FromBits(0)};

// Leaves out what stands below the code that the notes are for: a block's notes may name the
// category itself, and D72's names D72.824.
void AddFromOutside(const std::vector<KeyRange>& from, const KeyRange& own,
                    std::vector<KeyRange>& to) {
  for (const KeyRange& range : from) {
    const bool inside = own.Contains(range.first) && own.Contains(range.last);
    if (!inside) to.push_back(range);
  }
}

void AddExcludes(const pugi::xml_node& parent, const KeyRange& own, Notes& notes) {
  for (const pugi::xml_node& list : parent.children("excludes1")) {
    for (const pugi::xml_node& note : list.children("note")) {
      const NoteCodes parsed = ParseNote(TrimBlanks(note.text().get()));
      AddFromOutside(parsed.codes, own, parsed.qualified ? notes.qualified : notes.excludes1);
    }
  }
}

// A block and the notes that hold for every category in it.
struct Block {
  KeyRange categories;
  Notes notes;
};

class TabularReader {
 public:
  TabularReader(int release, RowLog& log, ReferenceBuilder& builder)
      : release_(release), log_(log), builder_(builder) {}

  void Read(const pugi::xml_node& tabular) {
    for (const pugi::xml_node& chapter : tabular.children("chapter")) {
      blocks_.clear();
      Block whole = {{TableKey::FromBits(0), TableKey::FromBits(~uint64_t{0})}, {}};
      AddExcludes(chapter, kNoCodes, whole.notes);
      AddAsked(chapter, "codeFirst", whole.notes.code_first);
      blocks_.push_back(std::move(whole));
      // A block may lie within another, which then has notes and no categories.
      for (const pugi::xml_node& section : chapter.children("section")) AddBlock(section);
      for (const pugi::xml_node& section : chapter.children("section")) {
        for (const pugi::xml_node& diagnosis : section.children("diag")) ReadCode(diagnosis, true);
      }
    }
  }

 private:
  void AddBlock(const pugi::xml_node& section) {
    bool pure = false;
    const auto categories = CodesIn(section.attribute("id").value(), pure);
    if (categories.empty()) return;
    Block block = {categories.front(), {}};
    AddExcludes(section, kNoCodes, block.notes);
    AddAsked(section, "codeFirst", block.notes.code_first);
    AddAsked(section, "useAdditionalCode", block.notes.use_additional);
    if (!block.notes.empty()) blocks_.push_back(std::move(block));
  }

  void ReadCode(const pugi::xml_node& diagnosis, bool is_category) {
    const char* name = diagnosis.child("name").text().get();
    const std::optional<Code> code = Code::ParseDiagnosis(name);
    if (!code.has_value() || code->empty()) {
      log_.Refuse(0, 0, "", absl::StrFormat("`%s` is not a diagnosis code", Printable(name)), "");
      return;
    }
    Notes notes;
    AddExcludes(diagnosis, KeyRange::Prefix(*code), notes);
    AddAsked(diagnosis, "codeFirst", notes.code_first);
    AddAsked(diagnosis, "useAdditionalCode", notes.use_additional);
    for (const pugi::xml_node& extension : diagnosis.child("sevenChrDef").children("extension")) {
      const auto character = TableKey::Parse(extension.attribute("char").value());
      if (character.has_value()) notes.seventh.push_back(KeyRange::Single(*character));
    }
    if (is_category) Inherit(*code, notes);
    if (!notes.empty()) {
      builder_.AddRow(TableKey::Of(*code), {Date(), Date::Max()}, release_)
          .Codes(diagnosis_notes::kExcludes1, std::move(notes.excludes1))
          .Codes(diagnosis_notes::kExcludes1Qualified, std::move(notes.qualified))
          .Codes(diagnosis_notes::kCodeFirst, std::move(notes.code_first))
          .Codes(diagnosis_notes::kUseAdditional, std::move(notes.use_additional))
          .Codes(diagnosis_notes::kSeventhCharacters, std::move(notes.seventh));
      log_.Keep();
    }
    for (const pugi::xml_node& below : diagnosis.children("diag")) ReadCode(below, false);
  }

  void Inherit(Code category, Notes& notes) const {
    const KeyRange own = KeyRange::Prefix(category);
    for (const Block& block : blocks_) {
      if (!block.categories.Contains(TableKey::Of(category))) continue;
      AddFromOutside(block.notes.excludes1, own, notes.excludes1);
      AddFromOutside(block.notes.qualified, own, notes.qualified);
      AddFromOutside(block.notes.code_first, own, notes.code_first);
      AddFromOutside(block.notes.use_additional, own, notes.use_additional);
    }
  }

  const int release_;
  RowLog& log_;
  ReferenceBuilder& builder_;
  std::vector<Block> blocks_;  // of the chapter in work
};

}  // namespace

NoteCodes ParseNote(std::string_view note) {
  NoteCodes parsed;
  bool in_parentheses = false;
  for (std::string_view rest = note; !rest.empty();) {
    const size_t open = rest.find('(');
    if (open == std::string_view::npos) break;
    rest.remove_prefix(open + 1);
    const size_t close = std::min(rest.find(')'), rest.size());
    bool pure = false;
    const std::vector<KeyRange> codes = CodesIn(rest.substr(0, close), pure);
    rest.remove_prefix(std::min(close + 1, rest.size()));
    if (codes.empty()) continue;
    in_parentheses = true;
    parsed.qualified |= !pure;
    // `(I05-I09) unless rheumatic fever is present`
    parsed.qualified |= rest.find("unless") != std::string_view::npos;
    Append(parsed.codes, codes);
  }
  if (in_parentheses) return parsed;
  bool pure = false;
  parsed.codes = CodesIn(note, pure);
  parsed.qualified = !parsed.codes.empty();
  return parsed;
}

bool IsIcd10CmTabular(const TextBeginning& beginning) {
  return beginning.bytes.find("<ICD10CM.tabular") != std::string_view::npos;
}

std::optional<PublishedRelease> Icd10CmTabularRelease(const TextBeginning& beginning,
                                                      std::string_view given) {
  std::string year(given);
  if (given.empty()) {
    constexpr std::string_view kVersion = "<version>";
    const size_t at = beginning.bytes.find(kVersion);
    if (at == std::string_view::npos) return std::nullopt;
    year = absl::StrFormat("FY%s", beginning.bytes.substr(at + kVersion.size(), 4));
  }
  std::optional<PublishedRelease> release = FiscalYearRelease(year);
  if (release.has_value()) release->covered.last = Date::Max();
  return release;
}

absl::Status ReadIcd10CmTabular(ByteSource& source, const PublishedRelease& published, RowLog& log,
                                ReferenceBuilder& builder) {
  SCRUB_ASSIGN_OR_RETURN(std::string bytes, ReadAll(source, kMaxBytes));
  pugi::xml_document document;
  const pugi::xml_parse_result result = document.load_buffer_inplace(bytes.data(), bytes.size());
  if (!result) {
    return absl::InvalidArgumentError(
        absl::StrFormat("it is not XML (%s at byte %d); download it again", result.description(),
                        static_cast<int64_t>(result.offset)));
  }
  const pugi::xml_node tabular = document.child("ICD10CM.tabular");
  TabularReader(builder.AddRelease(published.name, published.covered), log, builder).Read(tabular);
  return absl::OkStatus();
}

}  // namespace scrubline
