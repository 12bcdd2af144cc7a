#include "ingest/x12/guide_checker.h"

#include <algorithm>
#include <utility>

#include "ingest/x12/text.h"
#include "ingest/x12/values.h"

namespace scrubline {
namespace {

constexpr size_t kMaxEchoedValue = 99;
constexpr uint16_t kDateFormat = 1250;
constexpr uint16_t kDatePeriod = 1251;

using Usage = GuideTable::Usage;
using Type = GuideTable::Type;

bool Holds(std::span<const Code> codes, Code code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// Elements are short: a loop is faster than a call.
bool Has(std::string_view text, char wanted) {
  bool found = false;
  for (char c : text) found |= c == wanted;
  return found;
}

// HHMM, HHMMSS, or with decimals of the second.
bool IsTime(std::string_view text) {
  if (text.size() < 4 || text.size() > 8 || text.size() == 5) return false;
  for (char c : text) {
    if (!IsDigit(c)) return false;
  }
  const auto two = [&](size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  return two(0) < 24 && two(2) < 60 && (text.size() == 4 || two(4) < 60);
}

// Of the data element 373: CCYYMMDD or YYMMDD.
bool IsDate(std::string_view text) {
  if (text.size() == 6) return ParseDate("D8", "20" + std::string(text)).has_value();
  return ParseDate("D8", text).has_value();
}

bool IsDateTime(std::string_view text) {
  return ParseDate("DT", text).has_value() && IsTime(text.substr(8));
}

// Digits, with a sign in front, and one point where `point`.
bool IsNumber(std::string_view text, bool point) {
  if (text.starts_with('-')) text.remove_prefix(1);
  bool digits = false;
  for (char c : text) {
    if (c == '.' && point) {
      point = false;
    } else if (IsDigit(c)) {
      digits = true;
    } else {
      return false;
    }
  }
  return digits;
}

std::string NameOf(uint32_t segment_id) {
  std::string name;
  for (int shift = 16; shift >= 0; shift -= 8) {
    const char c = static_cast<char>(segment_id >> shift & 0xFF);
    if (c != 0) name.push_back(c);
  }
  return name;
}

}  // namespace

void GuideChecker::Begin(Guide guide) {
  table_ = GuideTable::Of(guide);
  claim_id_.clear();
  open_.clear();
  if (table_ == nullptr) return;
  counts_.assign(table_->child_count(), 0);
  open_.push_back({});
}

void GuideChecker::End(const X12Position& position) {
  if (table_ == nullptr) return;
  position_ = position;
  CloseTo(0);
  TellMissing(open_[0], GuideTable::kNoLimit);
  table_ = nullptr;
}

void GuideChecker::Read(const Segment& segment, const X12Position& position, char component) {
  if (table_ == nullptr) return;
  segment_ = &segment;
  position_ = position;
  component_ = component;
  const std::string_view qualifier = segment[GuideTable::KeyElement(segment.id())];
  key_ = Code::Parse(qualifier.substr(0, qualifier.find(component))).value_or(Code());

  for (size_t depth = open_.size(); depth-- > 0;) {
    if (const Child* child = FindChild(open_[depth], open_[depth].first)) {
      return Enter(depth, *child, true);
    }
  }
  for (size_t depth = open_.size(); depth-- > 0;) {
    if (const Child* child = FindChild(open_[depth], 0)) return Enter(depth, *child, false);
  }
  const std::string& loop = table_->loop(open_.back().loop).id;
  TellSegment(IsKnown(segment.id()) ? X12Problem::kGuideSegmentUnexpected
                                    : X12Problem::kGuideSegmentUnknown,
              open_.size() == 1 ? std::string_view() : loop, 0);
}

const GuideTable::Child* GuideChecker::FindChild(const Open& open, size_t first) const {
  // The segment that opens a loop opens another one when it comes again.
  if (open.loop > 0) first = std::max<size_t>(first, 1);
  for (const Child& child : table_->ChildrenOf(table_->loop(open.loop)).subspan(first)) {
    if (child.opener != segment_->id()) continue;
    if (!child.keyed || Holds(table_->KeysOf(table_->segment(child.segment)), key_)) {
      return &child;
    }
  }
  return nullptr;
}

void GuideChecker::Enter(size_t depth, const Child& child, bool in_order) {
  CloseTo(depth);
  Open& open = open_[depth];
  const GuideTable::Loop& loop = table_->loop(open.loop);
  const std::string_view loop_name = depth == 0 ? std::string_view() : std::string_view(loop.id);
  const auto all = table_->ChildrenOf(loop);
  const auto index = static_cast<size_t>(&child - all.data());
  if (in_order && child.position > open.position) {
    TellMissing(open, child.position);
    open.position = child.position;
    open.first = index;
    while (open.first > 0 && all[open.first - 1].position == child.position) --open.first;
  }
  uint32_t& count = counts_[loop.children.from + index];
  ++count;
  if (child.loop >= 0) OpenLoop(child);
  const std::string_view here =
      child.loop >= 0 ? std::string_view(table_->loop(static_cast<size_t>(child.loop)).id)
                      : loop_name;
  if (segment_->id() == SegmentId("CLM")) SetUtf8(claim_id_, (*segment_)[1], kMaxX12Text);
  if (segment_->id() == SegmentId("HL")) claim_id_.clear();
  if (!in_order) TellSegment(X12Problem::kGuideOrder, here, 0);
  if (child.usage == Usage::kNotUsed) TellSegment(X12Problem::kGuideNotUsed, here, 0);
  if (count > child.max) {
    TellSegment(
        child.loop >= 0 ? X12Problem::kGuideLoopTooOften : X12Problem::kGuideSegmentTooOften, here,
        0);
  }
  CheckElements(table_->segment(child.segment));
}

void GuideChecker::OpenLoop(const Child& child) {
  const auto index = static_cast<size_t>(child.loop);
  const GuideTable::Run children = table_->loop(index).children;
  const auto from = counts_.begin() + static_cast<ptrdiff_t>(children.from);
  std::fill(from, from + static_cast<ptrdiff_t>(children.count), 0);
  *from = 1;
  open_.push_back({index, table_->ChildrenOf(table_->loop(index))[0].position, 0});
}

void GuideChecker::CloseTo(size_t depth) {
  while (open_.size() > depth + 1) {
    TellMissing(open_.back(), GuideTable::kNoLimit);
    open_.pop_back();
  }
}

void GuideChecker::TellMissing(const Open& open, uint32_t to) {
  const GuideTable::Loop& loop = table_->loop(open.loop);
  const auto children = table_->ChildrenOf(loop);
  for (size_t i = open.first; i < children.size() && children[i].position < to; ++i) {
    const Child& child = children[i];
    if (child.usage != Usage::kRequired) continue;
    if (counts_[loop.children.from + i] > 0) continue;
    const bool is_loop = child.loop >= 0;
    const size_t named = is_loop ? static_cast<size_t>(child.loop) : open.loop;
    TellSegment(is_loop ? X12Problem::kGuideLoopMissing : X12Problem::kGuideSegmentMissing,
                named == 0 ? std::string_view() : std::string_view(table_->loop(named).id),
                child.opener);
  }
}

bool GuideChecker::IsKnown(uint32_t segment_id) const {
  return IsClaimSegment(segment_id) || IsOtherSegment(segment_id);
}

// --- Elements ---

void GuideChecker::CheckElements(const GuideTable::Segment& definition) {
  const auto elements = table_->ElementsOf(definition);
  int last = segment_->size();
  while (last > 0 && (*segment_)[last].empty()) --last;
  const int known = static_cast<int>(elements.size());
  if (last > known) {
    TellElement(X12Problem::kElementsTooMany, nullptr, {.element = known + 1},
                (*segment_)[known + 1]);
  }
  date_format_ = {};
  for (int i = 1; i <= std::min(last, known); ++i) {
    CheckElement(elements[static_cast<size_t>(i - 1)], (*segment_)[i], {.element = i});
  }
  for (int i = last + 1; i <= known; ++i) {
    const Element& absent = elements[static_cast<size_t>(i - 1)];
    if (absent.usage == Usage::kRequired) CheckElement(absent, {}, {.element = i});
  }
  for (const GuideTable::Note& note : table_->NotesOf(definition)) CheckNote(elements, note);
}

void GuideChecker::CheckElement(const Element& definition, std::string_view value, Where where) {
  if (value.empty()) {
    if (definition.usage == Usage::kRequired) {
      TellElement(X12Problem::kElementMissing, &definition, where, {});
    }
    return;
  }
  if (definition.usage == Usage::kNotUsed) {
    return TellElement(X12Problem::kElementNotUsed, &definition, where, value);
  }
  const char separator = segment_->delimiters().repetition;
  const bool repeats = separator != 0 && Has(value, separator);
  int repetition = 0;
  while (!value.empty()) {
    const size_t end = repeats ? value.find(separator) : std::string_view::npos;
    if (repeats) where.repetition = ++repetition;
    if (repetition > definition.repetitions) {
      return TellElement(X12Problem::kElementRepetitions, &definition, where, value);
    }
    const std::string_view one = value.substr(0, end);
    if (definition.is_composite) {
      CheckComposite(definition, one, where);
    } else {
      CheckValue(definition, one, where);
    }
    value.remove_prefix(end == std::string_view::npos ? value.size() : end + 1);
  }
}

void GuideChecker::CheckComposite(const Element& definition, std::string_view value, Where where) {
  const Composite composite(value, component_);
  const auto components = table_->ComponentsOf(definition);
  const int known = static_cast<int>(components.size());
  int last = composite.size();
  while (last > 0 && composite[last].empty()) --last;
  if (last > known) {
    where.component = known + 1;
    TellElement(X12Problem::kElementComponents, nullptr, where, composite[known + 1]);
  }
  date_format_ = {};
  for (int i = 1; i <= known; ++i) {
    const Element& component = components[static_cast<size_t>(i - 1)];
    where.component = i;
    const std::string_view text = composite[i];
    if (!text.empty() && component.usage == Usage::kNotUsed) {
      TellElement(X12Problem::kElementNotUsed, &component, where, text);
    } else if (!text.empty()) {
      CheckValue(component, text, where);
    } else if (component.usage == Usage::kRequired) {
      TellElement(X12Problem::kElementMissing, &component, where, {});
    }
  }
}

void GuideChecker::CheckValue(const Element& definition, std::string_view value, Where where) {
  if (where.component == 0 && Has(value, component_)) {
    return TellElement(X12Problem::kElementComponents, &definition, where, value);
  }
  size_t length = value.size();
  if (definition.type == Type::kNumber || definition.type == Type::kDecimal) {
    length -= static_cast<size_t>(std::count(value.begin(), value.end(), '-') +
                                  std::count(value.begin(), value.end(), '.'));
  }
  if (length < definition.min) {
    TellElement(X12Problem::kElementShort, &definition, where, value);
  }
  if (length > definition.max) {
    TellElement(X12Problem::kElementLong, &definition, where, value);
  }
  CheckCharacters(definition, value, where);
  const auto codes = table_->CodesOf(definition);
  if (!codes.empty() && !Holds(codes, Code::Parse(value).value_or(Code()))) {
    TellElement(X12Problem::kElementCode, &definition, where, value);
  }
  CheckDate(definition, value, where);
}

void GuideChecker::CheckCharacters(const Element& definition, std::string_view value, Where where) {
  bool fits = true;
  switch (definition.type) {
    case Type::kNumber:
      fits = IsNumber(value, false);
      break;
    case Type::kDecimal:
      fits = IsNumber(value, true);
      break;
    case Type::kText:
      fits = std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
      break;
    case Type::kDate:
    case Type::kTime:
    case Type::kBinary:
      return;
  }
  if (!fits) TellElement(X12Problem::kElementCharacter, &definition, where, value);
}

void GuideChecker::CheckDate(const Element& definition, std::string_view value, Where where) {
  if (definition.number == kDateFormat) date_format_ = value;
  bool is_time = definition.type == Type::kTime;
  bool fits = true;
  if (definition.type == Type::kDate) fits = IsDate(value);
  if (is_time) fits = IsTime(value);
  if (definition.number == kDatePeriod) {
    is_time = date_format_ == "TM";
    if (date_format_ == "D8" || date_format_ == "RD8") {
      fits = ParseDateRange(date_format_, value).has_value();
    } else if (date_format_ == "DT") {
      fits = IsDateTime(value);
    } else if (is_time) {
      fits = IsTime(value);
    }
  }
  if (fits) return;
  TellElement(is_time ? X12Problem::kElementTime : X12Problem::kElementDate, &definition, where,
              value);
}

void GuideChecker::CheckNote(std::span<const Element> definitions, const GuideTable::Note& note) {
  const auto is_present = [this](uint8_t element) { return !(*segment_)[element].empty(); };
  const auto& elements = note.elements;
  const auto present =
      static_cast<size_t>(std::count_if(elements.begin(), elements.end(), is_present));
  const auto first_absent = std::find_if_not(elements.begin(), elements.end(), is_present);
  bool holds = true;
  size_t told = 0;
  switch (note.kind) {
    case 'P':
      holds = present == 0 || present == elements.size();
      told = static_cast<size_t>(first_absent - elements.begin());
      break;
    case 'R':
      holds = present > 0;
      break;
    case 'C':
      holds = !is_present(elements[0]) || present == elements.size();
      told = static_cast<size_t>(first_absent - elements.begin());
      break;
    case 'L':
      holds = !is_present(elements[0]) || present > 1;
      told = 1;
      break;
    default:  // E
      holds = present <= 1;
      if (!holds) {
        const auto first = std::find_if(elements.begin(), elements.end(), is_present);
        told = static_cast<size_t>(std::find_if(first + 1, elements.end(), is_present) -
                                   elements.begin());
      }
      break;
  }
  if (holds) return;
  const int element = elements[told];
  const Element& definition = definitions[static_cast<size_t>(element - 1)];
  // What is required anyhow was told already.
  if (definition.usage == Usage::kRequired && !is_present(elements[told])) return;
  TellElement(note.kind == 'E' ? X12Problem::kElementExclusion : X12Problem::kElementConditional,
              &definition, {.element = element}, (*segment_)[element]);
}

// --- Telling ---

// `segment`: of one that is missing; 0: the one being read.
void GuideChecker::TellSegment(X12Problem problem, std::string_view loop, uint32_t segment) {
  X12Issue issue{.problem = problem, .position = position_};
  issue.loop = loop;
  issue.segment = segment == 0 ? std::string((*segment_)[0].substr(0, 3)) : NameOf(segment);
  issue.claim_id = claim_id_;
  report_(std::move(issue));
}

void GuideChecker::TellElement(X12Problem problem, const Element* definition, Where where,
                               std::string_view value) {
  X12Issue issue{.problem = problem, .position = position_};
  if (open_.size() > 1) issue.loop = table_->loop(open_.back().loop).id;
  issue.segment = (*segment_)[0];
  issue.element = static_cast<uint8_t>(where.element);
  issue.component = static_cast<uint8_t>(where.component);
  issue.repetition = static_cast<uint8_t>(where.repetition);
  if (definition != nullptr) issue.data_element = definition->number;
  SetUtf8(issue.value, value, kMaxEchoedValue);
  issue.claim_id = claim_id_;
  report_(std::move(issue));
}

}  // namespace scrubline
