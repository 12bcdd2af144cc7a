#include "rules_engine/evaluate/conditions.h"

#include <algorithm>

#include "rules_engine/fields.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;

Truth FromBool(bool value) { return value ? Truth::kTrue : Truth::kFalse; }

Truth SetLeaf(const GraphNode& node, const CodeSet& codes, const Claim& claim, ItemRef item) {
  if (node.kind == Kind::kAllOf) {
    for (Code wanted : codes.singles()) {
      bool found = false;
      ForEachCode(node.field, claim, item, [&](Code code) { return !(found = code == wanted); });
      if (!found) return Truth::kFalse;
    }
    return Truth::kTrue;
  }
  bool any = false;
  ForEachCode(node.field, claim, item, [&](Code code) { return !(any = codes.Contains(code)); });
  return FromBool(any == (node.kind == Kind::kAnyOf));
}

Truth SameAs(const GraphNode& node, const Claim& claim, ItemRef item) {
  if (node.field_type == FieldType::kText) {
    const std::string_view a = ReadText(node.field, claim, item);
    const std::string_view b = ReadText(node.other_field, claim, item);
    return a.empty() || b.empty() ? Truth::kUnknown : FromBool(a == b);
  }
  const Code a = ReadCode(node.field, claim, item);
  const Code b = ReadCode(node.other_field, claim, item);
  return a.empty() || b.empty() ? Truth::kUnknown : FromBool(a == b);
}

}  // namespace

void Conditions::Begin(const Program& program, const Claim& claim, Date today) {
  program_ = &program;
  claim_ = &claim;
  today_ = today;
  classified_ = false;
  for (size_t i = 0; i < words_.size(); ++i) {
    counts_[i] = scrubline::CountOf(claim, static_cast<Item>(i));
    words_[i] = std::max<size_t>((counts_[i] + 63) / 64, 1);
  }
  // Of claims of up to 64 items of each kind, nearly all, every node has its place.
  fixed_ = std::all_of(words_.begin(), words_.end(), [](size_t words) { return words == 1; });
  if (fixed_) {
    if (bits_.size() < 2 * program.graph.nodes.size()) bits_.resize(2 * program.graph.nodes.size());
  } else {
    bits_.clear();
  }
  if (epochs_.size() < program.graph.nodes.size()) {
    epochs_.resize(program.graph.nodes.size(), 0);
    offsets_.resize(program.graph.nodes.size(), 0);
  }
  if (++epoch_ == 0) {
    std::fill(epochs_.begin(), epochs_.end(), 0);
    for (std::vector<KeptRow>& rows : kept_rows_) rows.clear();
    epoch_ = 1;
  }
}

Truth Conditions::Get(NodeId id, int32_t item) {
  const size_t offset = Values(id);
  const Item of = program_->graph.nodes[static_cast<size_t>(id)].of;
  const size_t word = of == Item::kClaim ? 0 : static_cast<size_t>(item) / 64;
  const int bit = of == Item::kClaim ? 0 : item % 64;
  if (bits_[offset + word] >> bit & 1) return Truth::kTrue;
  return bits_[offset + word + WordsOf(of)] >> bit & 1 ? Truth::kUnknown : Truth::kFalse;
}

size_t Conditions::Allocate(const GraphNode& node) {
  if (fixed_) {
    const size_t offset = 2 * static_cast<size_t>(&node - program_->graph.nodes.data());
    bits_[offset] = bits_[offset + 1] = 0;
    return offset;
  }
  const size_t offset = bits_.size();
  bits_.resize(offset + 2 * WordsOf(node.of), 0);
  return offset;
}

size_t Conditions::Values(NodeId id) {
  const auto index = static_cast<size_t>(id);
  if (epochs_[index] != epoch_) {
    const GraphNode& node = program_->graph.nodes[index];
    // A query's children first: they allocate too.
    for (uint32_t i = 0; IsQuery(node.kind) && i < node.child_count; ++i)
      Values(program_->graph.children[node.children + i]);
    if (node.kind == Kind::kMatches && program_->graph.pattern_groups[node.set].set != nullptr) {
      ComputePatterns(node);
    } else {
      const size_t offset = Allocate(node);
      epochs_[index] = epoch_;
      offsets_[index] = static_cast<uint32_t>(offset);
      if (IsQuery(node.kind)) {
        ComputeQuery(node, offset);
      } else if (node.kind <= Kind::kNot) {
        ComputeConnective(node, offset);
      } else {
        ComputeLeaf(node, offset);
      }
    }
  }
  return offsets_[index];
}

void Conditions::Set(const GraphNode& node, size_t offset, int32_t item, Truth truth) {
  const bool of_claim = node.of == Item::kClaim;
  const size_t word = of_claim ? 0 : static_cast<size_t>(item) / 64;
  // A claim node is true or unknown on every item.
  const uint64_t mask = of_claim ? ~0ull : 1ull << (item % 64);
  if (truth == Truth::kTrue) bits_[offset + word] |= mask;
  if (truth == Truth::kUnknown) bits_[offset + word + WordsOf(node.of)] |= mask;
}

// Its children are computed one after the other, and no further than until every item is settled.
void Conditions::ComputeConnective(const GraphNode& node, size_t offset) {
  const size_t words = WordsOf(node.of);
  const bool is_any = node.kind == Kind::kAny;
  // Until the end the second words hold where it is false. For `all`: true where every child is,
  // false where one is. For `any`: the other way round.
  for (size_t word = 0; word < words; ++word) {
    bits_[offset + word] = is_any ? 0 : ~0ull;
    bits_[offset + words + word] = is_any ? ~0ull : 0;
  }
  for (uint32_t i = 0; i < node.child_count; ++i) {
    const NodeId child = program_->graph.children[node.children + i];
    const Item child_of = program_->graph.nodes[static_cast<size_t>(child)].of;
    const size_t child_words = WordsOf(child_of);
    const size_t child_at = Values(child);  // bits_ may have moved
    uint64_t open = 0;
    for (size_t word = 0; word < words; ++word) {
      const size_t at = child_at + (child_of == Item::kClaim ? 0 : word);
      const uint64_t child_yes = bits_[at];
      const uint64_t child_no = ~(child_yes | bits_[at + child_words]);
      uint64_t& yes = bits_[offset + word];
      uint64_t& no = bits_[offset + words + word];
      if (node.kind == Kind::kAll) {
        yes &= child_yes;
        no |= child_no;
        open |= ~no & ItemsOf(node.of, word);
      } else if (is_any) {
        yes |= child_yes;
        no &= child_no;
        open |= ~yes & ItemsOf(node.of, word);
      } else {
        yes = child_no;
        no = child_yes;
      }
    }
    if (open == 0) break;
  }
  for (size_t word = 0; word < words; ++word) {
    const uint64_t yes = bits_[offset + word];
    bits_[offset + words + word] = ~(yes | bits_[offset + words + word]);
  }
}

void Conditions::ComputeLeaf(const GraphNode& node, size_t offset) {
  if (node.of == Item::kClaim) {
    return Set(node, offset, 0, Leaf(node, ItemRef::At(*claim_, Item::kClaim, 0)));
  }
  const size_t count = counts_[static_cast<size_t>(node.of)];
  for (size_t word = 0; word * 64 < count; ++word) {
    uint64_t yes = 0;
    uint64_t unknown = 0;
    const size_t end = std::min<size_t>(count - word * 64, 64);
    for (size_t i = 0; i < end; ++i) {
      const auto item = static_cast<int32_t>(word * 64 + i);
      const Truth truth = Leaf(node, ItemRef::At(*claim_, node.of, item));
      yes |= static_cast<uint64_t>(truth == Truth::kTrue) << i;
      unknown |= static_cast<uint64_t>(truth == Truth::kUnknown) << i;
    }
    bits_[offset + word] = yes;
    bits_[offset + WordsOf(node.of) + word] = unknown;
  }
}

// A line may rightly have no procedure code (room and board), and a record without a code says
// nothing: neither is in a list of codes. An earlier line that does not look like room and board
// should have had one.
Truth Conditions::WithoutCode(FieldId field, ItemRef item) const {
  switch (field) {
    case FieldId::kProcedureCode: {
      if (item.of != Item::kHistory) return Truth::kFalse;
      const HistoryLine& earlier = claim_->history[static_cast<size_t>(item.index)];
      const bool may_lack_it =
          earlier.claim_type == ClaimType::kInstitutional || !earlier.line.revenue_code.empty();
      return may_lack_it ? Truth::kFalse : Truth::kUnknown;
    }
    case FieldId::kDiagnosisCode:
    case FieldId::kOccurrenceCode:
    case FieldId::kOccurrenceSpanCode:
    case FieldId::kValueCode:
      return Truth::kFalse;
    default:
      return Truth::kUnknown;
  }
}

// The lists that have a code are known of those in the index.
Truth Conditions::ProcedureIn(const GraphNode& node, const ServiceLine& line) const {
  const Code code = line.procedure_code;
  if (code.empty()) return Truth::kFalse;
  const CodeEntry& entry = program_->codes.Find(code);
  return FromBool(entry.code == code ? program_->codes.IsOnList(entry, node.list)
                                     : program_->graph.code_sets[node.set].Contains(code));
}

Truth Conditions::Leaf(const GraphNode& node, ItemRef item) const {
  const Graph& graph = program_->graph;
  switch (node.kind) {
    case Kind::kCodeIn: {
      if (node.field == FieldId::kProcedureCode && item.of == Item::kLine)
        return ProcedureIn(node, *item.line);
      const Code code = ReadCode(node.field, *claim_, item);
      if (code.empty()) return WithoutCode(node.field, item);
      return FromBool(graph.code_sets[node.set].Contains(code));
    }
    case Kind::kAnyOf:
    case Kind::kAllOf:
    case Kind::kNoneOf:
      return SetLeaf(node, graph.code_sets[node.set], *claim_, item);
    case Kind::kTextIn: {
      const std::string_view text = ReadText(node.field, *claim_, item);
      return text.empty() ? Truth::kUnknown : FromBool(graph.text_sets[node.set].Contains(text));
    }
    case Kind::kMatches: {
      const PatternGroup& group = graph.pattern_groups[node.set];
      const auto at = std::find_if(group.nodes.begin(), group.nodes.end(), [&](NodeId id) {
        return &graph.nodes[static_cast<size_t>(id)] == &node;
      });
      const RE2& pattern = *group.patterns[static_cast<size_t>(at - group.nodes.begin())];
      if (node.field_type == FieldType::kText) {
        const std::string_view text = ReadText(node.field, *claim_, item);
        if (text.empty()) return Truth::kUnknown;
        return FromBool(RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern));
      }
      const Code code = ReadCode(node.field, *claim_, item);
      if (code.empty()) return WithoutCode(node.field, item);
      return FromBool(RE2::PartialMatch(code.ToString(), pattern));
    }
    case Kind::kChoiceIn: {
      const int choice = ReadChoice(node.field, *claim_, item);
      return choice == 0 ? Truth::kUnknown : FromBool(node.choices >> choice & 1);
    }
    case Kind::kNumber: {
      const int64_t number = ReadNumber(node.field, *claim_, item);
      return number == kUnset ? Truth::kUnknown : FromBool(node.number.Holds(number));
    }
    case Kind::kNumberField: {
      const int64_t number = ReadNumber(node.field, *claim_, item);
      NumberTest test = node.number;
      test.first = ReadNumber(node.other_field, *claim_, item);
      if (number == kUnset || test.first == kUnset) return Truth::kUnknown;
      return FromBool(test.Holds(number));
    }
    case Kind::kSameAs:
      return SameAs(node, *claim_, item);
    case Kind::kSetCount: {
      int64_t count = 0;
      ForEachCode(node.field, *claim_, item, [&count](Code) {
        ++count;
        return true;
      });
      return FromBool(node.number.Holds(count));
    }
    case Kind::kDate: {
      const Date date = ReadDate(node.field, *claim_, item);
      return date.has_value() ? FromBool(node.number.Holds(date.days())) : Truth::kUnknown;
    }
    case Kind::kDateField: {
      const Date a = ReadDateOf(node.field, item);
      const Date b = ReadDateOf(node.other_field, item);
      if (!a.has_value() || !b.has_value()) return Truth::kUnknown;
      return FromBool(node.number.Holds(int64_t{a.days()} - node.offset.AddTo(b).days()));
    }
    case Kind::kAge: {
      const Date birth = claim_->patient.birth_date;
      const Date on = ReadDateOf(node.field, item);
      if (!birth.has_value() || !on.has_value()) return Truth::kUnknown;
      return FromBool(node.number.Holds(YearsBetween(birth, on)));
    }
    case Kind::kPresent:
    case Kind::kMissing: {
      const bool present = IsPresent(FieldOf(node.field, node.field_of), *claim_, item);
      return FromBool(present == (node.kind == Kind::kPresent));
    }
    case Kind::kTable: {
      int64_t value = 0;
      const Truth found = TableValue(node, *item.line, value);
      return found == Truth::kTrue ? FromBool(node.number.Holds(value)) : found;
    }
    case Kind::kRow:
      return Row(node, item);
    default:
      return Truth::kFalse;  // not leaves
  }
}

Truth Conditions::TableValue(const GraphNode& node, const ServiceLine& line, int64_t& value) const {
  if (line.procedure_code.empty()) return Truth::kFalse;
  if (!program_->HasTable(node.table) || !line.service_date.has_value()) return Truth::kUnknown;
  const CodeEntry& entry = program_->codes.Find(line.procedure_code);
  if (node.column == TableColumn::kAddOnType) {
    if (!program_->add_on->covers(line.procedure_code)) return Truth::kUnknown;
    value = AddOnTable::TypeOn(program_->add_on->Rows(entry.add_on), line.service_date);
    return FromBool(value != 0);
  }
  const auto slot = static_cast<size_t>(MueIndex(node.table));
  const MueTable& table = *program_->mue[slot];
  const int release = table.FindRelease(line.service_date);
  if (release < 0 || !table.covers(line.procedure_code)) return Truth::kUnknown;
  MueTable::Entry limit;
  if (!table.Find(entry.mue[slot], release, limit)) return Truth::kFalse;
  value = node.column == TableColumn::kMueLimit ? int64_t{limit.limit} : limit.mai;
  return Truth::kTrue;
}

void Conditions::ComputePatterns(const GraphNode& node) {
  const PatternGroup& group = program_->graph.pattern_groups[node.set];
  for (NodeId id : group.nodes) {
    const auto index = static_cast<size_t>(id);
    offsets_[index] = static_cast<uint32_t>(Allocate(program_->graph.nodes[index]));
    epochs_[index] = epoch_;
  }
  const auto set = [&](size_t pattern, size_t item, Truth truth) {
    Set(node, offsets_[static_cast<size_t>(group.nodes[pattern])], static_cast<int32_t>(item),
        truth);
  };
  for (size_t i = 0; i < counts_[static_cast<size_t>(group.of)]; ++i) {
    const ItemRef item = ItemRef::At(*claim_, group.of, static_cast<int32_t>(i));
    char buffer[Code::kMaxLength];
    std::string_view text;
    if (group.field_type == FieldType::kText) {
      text = ReadText(group.field, *claim_, item);
    } else {
      const Code code = ReadCode(group.field, *claim_, item);
      for (int c = 0; c < code.length(); ++c) buffer[c] = code[c];
      text = {buffer, static_cast<size_t>(code.length())};
    }
    if (text.empty()) {
      const Truth absent = WithoutCode(group.field, item);
      for (size_t p = 0; p < group.nodes.size(); ++p) {
        set(p, i, absent);
      }
      continue;
    }
    const re2::StringPiece piece(text.data(), text.size());
    matched_.clear();
    RE2::Set::ErrorInfo error{};
    if (!group.set->Match(piece, &matched_, &error) && error.kind != RE2::Set::kNoError) {
      // Out of memory says nothing about the text: the patterns are tried one by one.
      for (size_t p = 0; p < group.patterns.size(); ++p) {
        if (RE2::PartialMatch(piece, *group.patterns[p])) matched_.push_back(static_cast<int>(p));
      }
    }
    for (int p : matched_) set(static_cast<size_t>(p), i, Truth::kTrue);
  }
}

}  // namespace scrubline
