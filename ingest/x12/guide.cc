#include "ingest/x12/guide.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ingest/x12/guide_text.h"
#include "ingest/x12/segment.h"
#include "ingest/x12/values.h"

namespace scrubline {
namespace {

using Usage = GuideTable::Usage;
using Type = GuideTable::Type;

// The next piece of `text` up to `separator`, blanks off; takes it away from the text.
std::string_view Next(std::string_view& text, char separator) {
  const size_t end = text.find(separator);
  const std::string_view piece = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return WithoutBlanks(piece);
}
std::string_view NextWord(std::string_view& text) {
  text = WithoutBlanks(text);
  return Next(text, ' ');
}

std::optional<Usage> UsageOf(std::string_view text) {
  if (text == "R") return Usage::kRequired;
  if (text == "S") return Usage::kSituational;
  if (text == "N") return Usage::kNotUsed;
  return std::nullopt;
}

std::optional<Type> TypeOf(std::string_view text) {
  if (text == "AN" || text == "ID") return Type::kText;
  if (text == "R") return Type::kDecimal;
  if (text == "DT") return Type::kDate;
  if (text == "TM") return Type::kTime;
  if (text == "B") return Type::kBinary;
  if (text.size() == 2 && text[0] == 'N') return Type::kNumber;
  return std::nullopt;
}

std::optional<uint32_t> LimitOf(std::string_view text) {
  if (text == "-") return GuideTable::kNoLimit;
  const auto number = ParseWhole(text);
  return number ? std::optional<uint32_t>(static_cast<uint32_t>(*number)) : std::nullopt;
}

// What is told from another of its name by its qualifier, in every loop.
constexpr std::array kKeyed = {SegmentId("AMT"), SegmentId("CRC"), SegmentId("DTP"),
                               SegmentId("HI"),  SegmentId("HL"),  SegmentId("NM1"),
                               SegmentId("PRV"), SegmentId("QTY"), SegmentId("REF")};

}  // namespace

// Reads the text line by line.
class GuideReader {
 public:
  bool Read(std::string_view text) {
    while (!text.empty()) {
      ++line_;
      const size_t end = text.find('\n');
      const std::string_view line = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (WithoutBlanks(line).empty() || line[0] == '#') continue;
      std::string_view rest = line;
      const std::string_view word = NextWord(rest);
      const bool read = word == "element" ? ReadDataElement(rest)
                        : word == "loop"  ? ReadLoop(rest)
                                          : ReadSegment(word, rest);
      if (!read) return false;
    }
    return Link();
  }

  GuideTable table;
  std::string error;

 private:
  struct Place {  // of a loop in its parent
    std::string parent;
    GuideTable::Child child;
  };
  struct OpenLoop {
    std::string id;
    std::vector<GuideTable::Child> segments;
    std::vector<Place> places;
  };

  bool Fail(std::string_view what) {
    error = absl::StrCat("line ", line_, ": ", absl::string_view(what.data(), what.size()));
    return false;
  }

  bool ReadDataElement(std::string_view rest) {
    GuideTable::Element element;
    const auto number = ParseWhole(NextWord(rest));
    const auto type = TypeOf(NextWord(rest));
    const auto min = ParseWhole(NextWord(rest));
    const auto max = ParseWhole(NextWord(rest));
    if (!number || !type || !min || !max) return Fail("`element NUMBER TYPE MIN MAX` expected");
    element.number = static_cast<uint16_t>(*number);
    element.type = *type;
    element.min = static_cast<uint16_t>(*min);
    element.max = static_cast<uint16_t>(*max);
    data_elements_[element.number] = element;
    return true;
  }

  bool ReadLoop(std::string_view rest) {
    OpenLoop& loop = loops_.emplace_back();
    loop.id = NextWord(rest);
    while (!WithoutBlanks(rest).empty()) {
      std::string_view place = Next(rest, ',');
      Place& added = loop.places.emplace_back();
      added.parent = NextWord(place);
      if (!ReadPlace(place, added.child)) return false;
    }
    return true;
  }

  // `POSITION USAGE MAX`, taken off the text.
  bool ReadPlace(std::string_view& text, GuideTable::Child& child) {
    const auto position = ParseWhole(NextWord(text));
    const auto usage = UsageOf(NextWord(text));
    const auto max = LimitOf(NextWord(text));
    if (!position || !usage || !max) return Fail("`POSITION USAGE MAX` expected");
    child.position = static_cast<uint32_t>(*position);
    child.usage = *usage;
    child.max = *max;
    return true;
  }

  bool ReadSegment(std::string_view name, std::string_view rest) {
    if (loops_.empty()) return Fail("a segment outside a loop");
    if (name.size() < 2 || name.size() > 3) return Fail("no name of a segment");
    GuideTable::Child child;
    std::string_view head = Next(rest, '|');
    if (!ReadPlace(head, child)) return false;
    GuideTable::Segment segment;
    segment.id = SegmentId(name);
    segment.notes.from = static_cast<uint32_t>(table.notes_.size());
    while (!WithoutBlanks(head).empty()) {
      if (!ReadNote(NextWord(head))) return false;
    }
    segment.notes.count = static_cast<uint32_t>(table.notes_.size()) - segment.notes.from;
    std::vector<GuideTable::Element> elements;
    while (!WithoutBlanks(rest).empty()) {
      if (!ReadElement(Next(rest, '|'), elements)) return false;
    }
    segment.elements = Add(elements);
    child.opener = segment.id;
    child.segment = static_cast<uint32_t>(table.segments_.size());
    table.segments_.push_back(segment);
    loops_.back().segments.push_back(child);
    return true;
  }

  bool ReadNote(std::string_view text) {
    GuideTable::Note note;
    note.kind = text[0];
    if (std::string_view("PRCLE").find(note.kind) == std::string_view::npos) {
      return Fail("a syntax note begins with P, R, C, L or E");
    }
    for (text.remove_prefix(1); !text.empty(); text.remove_prefix(2)) {
      const auto element = ParseWhole(text.substr(0, 2));
      if (text.size() < 2 || !element) return Fail("a syntax note names elements by two digits");
      note.elements.push_back(static_cast<uint8_t>(*element));
    }
    table.notes_.push_back(std::move(note));
    return true;
  }

  // `98 R 1,2`, `(R; 235 R HC; 234 R)`, either with `*5` or `x3`.
  bool ReadElement(std::string_view text, std::vector<GuideTable::Element>& elements) {
    GuideTable::Element element;
    std::string_view rest = text;
    if (text.starts_with('(')) {
      const size_t end = text.find(')');
      if (end == std::string_view::npos) return Fail("`)` is missing");
      std::string_view inside = text.substr(1, end - 1);
      rest = text.substr(end + 1);
      std::string_view head = Next(inside, ';');
      const auto usage = UsageOf(NextWord(head));
      if (!usage) return Fail("a composite begins with its usage");
      element.is_composite = true;
      element.usage = *usage;
      if (!ReadRepetitions(head, element)) return false;
      std::vector<GuideTable::Element> components;
      while (!WithoutBlanks(inside).empty()) {
        if (!ReadElement(Next(inside, ';'), components)) return false;
      }
      element.components = Add(components);
    } else {
      const auto number = ParseWhole(NextWord(rest));
      const auto known =
          number ? data_elements_.find(static_cast<uint16_t>(*number)) : data_elements_.end();
      if (known == data_elements_.end()) return Fail("an element that is not declared");
      element = known->second;
      const auto usage = UsageOf(NextWord(rest));
      if (!usage) return Fail("an element has a usage");
      element.usage = *usage;
    }
    size_t copies = 1;
    while (!WithoutBlanks(rest).empty()) {
      const std::string_view word = NextWord(rest);
      const auto times = ParseWhole(word.substr(1));
      if (word[0] == '*') {
        if (!ReadRepetitions(word, element)) return false;
      } else if (word[0] == 'x' && times) {
        copies = static_cast<size_t>(*times);
      } else if (!ReadCodes(word, element)) {
        return false;
      }
    }
    elements.insert(elements.end(), copies, element);
    return true;
  }

  bool ReadRepetitions(std::string_view text, GuideTable::Element& element) {
    text = WithoutBlanks(text);
    if (text.empty()) return true;
    const auto times = ParseWhole(text.substr(1));
    if (text[0] != '*' || !times) return Fail("`*5` expected");
    element.repetitions = static_cast<uint16_t>(*times);
    return true;
  }

  bool ReadCodes(std::string_view text, GuideTable::Element& element) {
    element.codes.from = static_cast<uint32_t>(table.codes_.size());
    while (!text.empty()) {
      const auto code = Code::Parse(Next(text, ','));
      if (!code || code->empty()) return Fail("not a code");
      table.codes_.push_back(*code);
      ++element.codes.count;
    }
    return true;
  }

  GuideTable::Run Add(const std::vector<GuideTable::Element>& elements) {
    const GuideTable::Run run{static_cast<uint32_t>(table.elements_.size()),
                              static_cast<uint32_t>(elements.size())};
    table.elements_.insert(table.elements_.end(), elements.begin(), elements.end());
    return run;
  }

  // Puts the loops into their parents.
  bool Link() {
    if (loops_.empty()) return Fail("no loop");
    for (OpenLoop& loop : loops_) {
      if (loop.segments.empty()) return Fail("a loop without segments");
    }
    for (size_t i = 0; i < loops_.size(); ++i) {
      for (Place& place : loops_[i].places) {
        const auto parent =
            std::find_if(loops_.begin(), loops_.end(),
                         [&](const OpenLoop& candidate) { return candidate.id == place.parent; });
        if (parent == loops_.end()) return Fail("a loop in one that is not declared");
        place.child.loop = static_cast<int32_t>(i);
        place.child.opener = loops_[i].segments[0].opener;
        place.child.segment = loops_[i].segments[0].segment;
        parent->segments.push_back(place.child);
      }
    }
    for (OpenLoop& loop : loops_) {
      // The first stays the first: it opens the loop.
      std::stable_sort(loop.segments.begin() + 1, loop.segments.end(),
                       [](const auto& a, const auto& b) { return a.position < b.position; });
      for (GuideTable::Child& child : loop.segments) child.keyed = IsKeyed(loop, child);
      const GuideTable::Run run{static_cast<uint32_t>(table.children_.size()),
                                static_cast<uint32_t>(loop.segments.size())};
      table.children_.insert(table.children_.end(), loop.segments.begin(), loop.segments.end());
      table.loops_.push_back({loop.id, run});
    }
    return true;
  }

  bool IsKeyed(const OpenLoop& loop, const GuideTable::Child& child) const {
    if (table.KeysOf(table.segment(child.segment)).empty()) return false;
    if (std::find(kKeyed.begin(), kKeyed.end(), child.opener) != kKeyed.end()) return true;
    return std::count_if(loop.segments.begin(), loop.segments.end(),
                         [&](const auto& other) { return other.opener == child.opener; }) > 1;
  }

  int line_ = 0;
  std::map<uint16_t, GuideTable::Element> data_elements_;
  std::vector<OpenLoop> loops_;
};

std::optional<GuideTable> GuideTable::Parse(std::string_view text, std::string& error) {
  GuideReader reader;
  if (reader.Read(text)) return std::move(reader.table);
  error = reader.error;
  return std::nullopt;
}

const GuideTable* GuideTable::Of(Guide guide) {
  const auto read = [](std::string_view text) {
    std::string error;
    return Parse(text, error);
  };
  static const std::optional<GuideTable> professional = read(kProfessionalGuideText);
  static const std::optional<GuideTable> institutional = read(kInstitutionalGuideText);
  const auto& table = guide == Guide::kProfessional ? professional : institutional;
  const bool served = guide == Guide::kProfessional || guide == Guide::kInstitutional;
  return served && table ? &*table : nullptr;
}

int GuideTable::KeyElement(uint32_t segment_id) { return segment_id == SegmentId("HL") ? 3 : 1; }

std::span<const Code> GuideTable::KeysOf(const Segment& segment) const {
  const auto elements = ElementsOf(segment);
  const auto key = static_cast<size_t>(KeyElement(segment.id)) - 1;
  if (elements.size() <= key) return {};
  const Element& element = elements[key];
  if (!element.is_composite) return CodesOf(element);
  const auto components = ComponentsOf(element);
  return components.empty() ? std::span<const Code>() : CodesOf(components[0]);
}

}  // namespace scrubline
