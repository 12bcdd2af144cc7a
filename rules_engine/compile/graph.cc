#include "rules_engine/compile/graph.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;

std::string TextSetKey(const TextSet& set) {
  std::string key;
  for (const std::string& text : set.exact) absl::StrAppend(&key, "=", text.size(), ":", text);
  for (const std::string& text : set.prefixes) absl::StrAppend(&key, "*", text.size(), ":", text);
  return key;
}

}  // namespace

std::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kAll:
      return "all";
    case Kind::kAny:
      return "any";
    case Kind::kNot:
      return "not";
    case Kind::kCodeIn:
      return "code_in";
    case Kind::kAnyOf:
      return "any_of";
    case Kind::kAllOf:
      return "all_of";
    case Kind::kNoneOf:
      return "none_of";
    case Kind::kTextIn:
      return "text_in";
    case Kind::kMatches:
      return "matches";
    case Kind::kChoiceIn:
      return "choice_in";
    case Kind::kNumber:
      return "number";
    case Kind::kDate:
      return "date";
    case Kind::kNumberField:
      return "number";
    case Kind::kSameAs:
      return "same_as";
    case Kind::kSetCount:
      return "count";
    case Kind::kDateField:
      return "days_between";
    case Kind::kAge:
      return "age";
    case Kind::kPresent:
      return "present";
    case Kind::kMissing:
      return "missing";
    case Kind::kCount:
      return "count_lines";
    case Kind::kCountDays:
      return "count_days";
    case Kind::kSum:
      return "sum";
    case Kind::kExists:
      return "exists";
    case Kind::kTable:
      return "table";
    case Kind::kRow:
      return "row";
  }
  return "";
}

namespace {

std::string_view OpText(NumberTest::Op op) {
  constexpr std::string_view kOps[] = {"=", ">=", ">", "<=", "<", "in", "!="};
  return kOps[static_cast<size_t>(op)];
}

std::string NumberText(const NumberTest& test) {
  std::string text = absl::StrFormat(" %s %d", OpText(test.op), test.first);
  if (test.op == NumberTest::Op::kBetween) absl::StrAppend(&text, "..", test.second);
  return text;
}

std::string_view ItemName(Item item) {
  constexpr std::string_view kNames[] = {"claim",      "line",        "history",
                                         "diagnosis",  "occurrence",  "occurrence_span",
                                         "value_code", "other_payer", "accumulator"};
  return kNames[static_cast<size_t>(item)];
}

std::string OffsetText(const DateOffset& offset) {
  std::string text;
  if (offset.months != 0) absl::StrAppendFormat(&text, " %+d months", offset.months);
  if (offset.days != 0) absl::StrAppendFormat(&text, " %+d days", offset.days);
  return text;
}

void AppendKeys(std::string& text, std::string_view word, uint32_t keys) {
  if (keys == 0) return;
  absl::StrAppend(&text, std::string(word));
  for (int key = 0; key < kSameKeyCount; ++key) {
    if (keys >> key & 1)
      absl::StrAppend(&text, " ", std::string(ToString(static_cast<SameKey>(key))));
  }
}

std::string RelationText(const DateRelation& relation) {
  constexpr std::string_view kMeasures[] = {"days", "months", "calendar months", "calendar years"};
  return absl::StrFormat(
      "%s%s - %s%s %s", FieldOf(relation.subject_field, relation.subject_of).name,
      OffsetText(relation.offset), FieldOf(relation.item_field, Item::kLine).name,
      NumberText(relation.number), kMeasures[static_cast<size_t>(relation.measure)]);
}

}  // namespace

bool GraphBuilder::IsConstant(NodeId id, bool value) const {
  const GraphNode& node = graph_.nodes[static_cast<size_t>(id)];
  return node.child_count == 0 && node.kind == (value ? Kind::kAll : Kind::kAny);
}

NodeId GraphBuilder::AddNode(const GraphNode& node, std::vector<NodeId> children,
                             const std::string& extra) {
  std::string key = absl::StrCat(
      static_cast<int>(node.kind), "|", static_cast<int>(node.field), "@",
      static_cast<int>(node.field_of), "|", static_cast<int>(node.other_field), "@",
      static_cast<int>(node.other_of), "|", static_cast<int>(node.over), "|", node.same, "|",
      node.differ, node.earlier ? "e" : "", "|", node.offset.days, ",", node.offset.months, "|",
      node.choices, "|", static_cast<int>(node.table), "|", static_cast<int>(node.column), "|",
      static_cast<int>(node.number.op), ",", node.number.first, ",", node.number.second, "|");
  for (NodeId child : children) absl::StrAppend(&key, child, ",");
  absl::StrAppend(&key, "|", extra);
  const auto [it, inserted] =
      ids_.emplace(std::move(key), static_cast<NodeId>(graph_.nodes.size()));
  if (inserted) {
    graph_.nodes.push_back(node);
    graph_.nodes.back().children = static_cast<uint32_t>(graph_.children.size());
    graph_.nodes.back().child_count = static_cast<uint32_t>(children.size());
    graph_.children.insert(graph_.children.end(), children.begin(), children.end());
  }
  ++graph_.nodes[static_cast<size_t>(it->second)].uses;
  return it->second;
}

NodeId GraphBuilder::AddConnective(Kind kind, std::vector<NodeId> children) {
  // `all` is decided by a false child and ignores true ones; `any` the other way round.
  const bool neutral = kind == Kind::kAll;
  std::vector<NodeId> flat;
  for (NodeId child : children) {
    if (IsConstant(child, neutral)) continue;
    if (IsConstant(child, !neutral)) return child;
    const GraphNode& node = graph_.nodes[static_cast<size_t>(child)];
    if (node.kind == kind) {
      flat.insert(flat.end(), graph_.children.begin() + node.children,
                  graph_.children.begin() + node.children + node.child_count);
    } else {
      flat.push_back(child);
    }
  }
  std::sort(flat.begin(), flat.end());
  flat.erase(std::unique(flat.begin(), flat.end()), flat.end());
  if (flat.size() == 1) return flat.front();
  GraphNode node;
  node.kind = kind;
  for (NodeId child : flat) {
    const Item of = graph_.nodes[static_cast<size_t>(child)].of;
    if (of != Item::kClaim) node.of = of;
  }
  return AddNode(node, std::move(flat), "");
}

NodeId GraphBuilder::AddAll(std::vector<NodeId> children) {
  return AddConnective(Kind::kAll, std::move(children));
}

NodeId GraphBuilder::AddNot(NodeId child) {
  if (IsConstant(child, true)) return AddConnective(Kind::kAny, {});
  if (IsConstant(child, false)) return AddConnective(Kind::kAll, {});
  const GraphNode& negated = graph_.nodes[static_cast<size_t>(child)];
  if (negated.kind == Kind::kNot) return graph_.children[negated.children];
  GraphNode node;
  node.kind = Kind::kNot;
  node.of = negated.of;
  return AddNode(node, {child}, "");
}

NodeId GraphBuilder::Add(const Condition& condition, Item of, std::vector<NodeId>* written) {
  // Its place is before its children's, who are added first.
  const size_t place = written == nullptr ? 0 : written->size();
  if (written != nullptr) written->push_back(kNoNode);
  const NodeId id = AddCondition(condition, of, written);
  if (written != nullptr) (*written)[place] = id;
  return id;
}

NodeId GraphBuilder::AddCondition(const Condition& condition, Item of,
                                  std::vector<NodeId>* written) {
  std::vector<NodeId> children;
  for (size_t i = 0; i < condition.children.size(); ++i) {
    const Item asked = !IsQuery(condition.kind) ? of : i == 0 ? condition.over : Item::kHistory;
    children.push_back(Add(condition.children[i], asked, written));
  }

  GraphNode node;
  node.kind = condition.kind;
  std::string extra;
  switch (condition.kind) {
    case Kind::kAll:
    case Kind::kAny:
      return AddConnective(condition.kind, std::move(children));
    case Kind::kNot:
      return AddNot(children[0]);
    case Kind::kCount:
    case Kind::kCountDays:
    case Kind::kSum:
    case Kind::kExists:
      return AddQuery(condition, of, std::move(children));
    case Kind::kTable:
      node.of = condition.field_of;
      node.table = FindTableSlot(condition.table).value_or(TableSlot::kAddOn);
      node.column = condition.column;
      node.number = condition.number;
      return AddNode(node, {}, "");
    default:
      break;
  }

  node.field = condition.field;
  node.field_of = condition.field_of;
  node.other_field = condition.other_field;
  node.other_of = condition.other_of;
  node.offset = condition.offset;
  node.of = condition.field_of;
  node.number = condition.number;
  node.choices = condition.choices;
  node.field_type = FieldOf(condition.field, condition.field_of).type;
  const auto intern = [this](std::string key, uint32_t next) {
    return set_ids_.emplace(std::move(key), next).first->second;
  };
  switch (condition.kind) {
    case Kind::kCodeIn:
    case Kind::kAnyOf:
    case Kind::kAllOf:
    case Kind::kNoneOf: {
      node.number = {};
      const auto next = static_cast<uint32_t>(graph_.code_sets.size());
      node.set = intern("codes" + condition.codes.ToString(), next);
      if (node.set == next) graph_.code_sets.push_back(condition.codes);
      extra = absl::StrCat("codes", node.set);
      break;
    }
    case Kind::kTextIn: {
      const auto next = static_cast<uint32_t>(graph_.text_sets.size());
      node.set = intern("texts" + TextSetKey(condition.texts), next);
      if (node.set == next) graph_.text_sets.push_back(condition.texts);
      extra = absl::StrCat("texts", node.set);
      break;
    }
    case Kind::kMatches:
      extra = "pattern" + condition.pattern;
      break;
    case Kind::kRow: {
      node.table = SlotOf(condition.row.table);
      const auto next = static_cast<uint32_t>(graph_.row_tests.size());
      node.set = intern((condition.row.every ? "each " : "row ") + ToString(condition.row), next);
      if (node.set == next) graph_.row_tests.push_back(condition.row);
      extra = absl::StrCat("row", node.set);
      for (const ColumnTest& test : condition.row.columns) {
        if (test.other_of != Item::kClaim) node.of = test.other_of;
      }
      break;
    }
    case Kind::kDateField:
    case Kind::kNumberField:
    case Kind::kSameAs:
      if (condition.other_of != Item::kClaim) node.of = condition.other_of;
      break;
    default:
      break;
  }
  const size_t before = graph_.nodes.size();
  const NodeId id = AddNode(node, {}, extra);
  if (condition.kind == Kind::kMatches && graph_.nodes.size() > before) {
    auto group = std::find_if(
        graph_.pattern_groups.begin(), graph_.pattern_groups.end(),
        [&node](const PatternGroup& g) { return g.field == node.field && g.of == node.field_of; });
    if (group == graph_.pattern_groups.end()) {
      graph_.pattern_groups.emplace_back();
      group = graph_.pattern_groups.end() - 1;
      group->field = node.field;
      group->of = node.field_of;
      group->field_type = node.field_type;
    }
    group->patterns.push_back(std::make_unique<RE2>(condition.pattern, RE2::Quiet));
    group->nodes.push_back(id);
    graph_.nodes[static_cast<size_t>(id)].set =
        static_cast<uint32_t>(group - graph_.pattern_groups.begin());
  }
  return id;
}

NodeId GraphBuilder::AddQuery(const Condition& condition, Item of, std::vector<NodeId> children) {
  const auto bits = [of](const std::vector<SameKey>& keys) {
    uint32_t set = 0;
    for (const SameKey key : keys) {
      if (of == Item::kLine || IsOfClaim(key)) set |= 1u << static_cast<int>(key);
    }
    return set;
  };
  GraphNode node;
  node.kind = condition.kind;
  node.over = condition.over;
  node.field = condition.field;
  node.field_of = condition.field_of;
  node.other_field = condition.other_field;
  node.other_of = condition.other_of;
  node.number = condition.number;
  const bool other_line = condition.kind == Kind::kExists && condition.over == Item::kLine;
  node.same = bits(condition.same);
  node.differ = bits(condition.differ);
  node.earlier = condition.earlier;
  if (of == Item::kLine) {
    // A query that nothing relates to the line that asks is one for the whole claim; "another line"
    // always depends on it.
    if (other_line || node.same != 0 || node.differ != 0 || node.earlier) node.of = of;
  }
  std::string extra;
  for (const DateRelation& relation : condition.relations) {
    if (relation.subject_of == Item::kLine) node.of = Item::kLine;
    absl::StrAppend(&extra, static_cast<int>(relation.measure), ",",
                    static_cast<int>(relation.number.op), ",", relation.number.first, ",",
                    relation.number.second, ",", static_cast<int>(relation.item_field), ",",
                    static_cast<int>(relation.subject_field), "@",
                    static_cast<int>(relation.subject_of), ",", relation.offset.days, ",",
                    relation.offset.months, ";");
  }
  if (condition.other_field != FieldId::kNone && condition.other_of == Item::kLine) {
    node.of = Item::kLine;
  }
  const size_t before = graph_.nodes.size();
  const NodeId id = AddNode(node, std::move(children), extra);
  if (graph_.nodes.size() > before) {
    GraphNode& added = graph_.nodes[static_cast<size_t>(id)];
    added.relations = static_cast<uint32_t>(graph_.relations.size());
    added.relation_count = static_cast<uint32_t>(condition.relations.size());
    graph_.relations.insert(graph_.relations.end(), condition.relations.begin(),
                            condition.relations.end());
  }
  return id;
}

// What one look at a node costs, roughly: a field of the claim, of its items, what other nodes make
// of those, a table, other items.
int GraphBuilder::CostOf(NodeId id) const {
  const GraphNode& node = graph_.nodes[static_cast<size_t>(id)];
  switch (node.kind) {
    case Kind::kAll:
    case Kind::kAny:
    case Kind::kNot: {
      int cost = 1;
      for (uint32_t i = 0; i < node.child_count; ++i)
        cost += CostOf(graph_.children[node.children + i]);
      return cost;
    }
    case Kind::kTable:
    case Kind::kRow:
      return 12;
    case Kind::kMatches:
      return 20;
    default:
      if (IsQuery(node.kind)) return 40;
      return node.of == Item::kClaim ? 1 : 4;
  }
}

// Evaluation of a connective ends with the child that settles it: the cheap ones come first.
void GraphBuilder::OrderByCost() {
  for (const GraphNode& node : graph_.nodes) {
    if (node.kind != Kind::kAll && node.kind != Kind::kAny) continue;
    const auto begin = graph_.children.begin() + node.children;
    std::stable_sort(begin, begin + node.child_count,
                     [this](NodeId a, NodeId b) { return CostOf(a) < CostOf(b); });
  }
}

Graph GraphBuilder::Build() {
  for (PatternGroup& group : graph_.pattern_groups) {
    if (group.patterns.size() < 2) continue;
    auto set = std::make_unique<RE2::Set>(RE2::Quiet, RE2::UNANCHORED);
    bool whole = true;
    for (const auto& pattern : group.patterns) whole &= set->Add(pattern->pattern(), nullptr) >= 0;
    // A set that could not be made leaves the patterns to be matched one by one.
    if (whole && set->Compile()) group.set = std::move(set);
  }
  OrderByCost();
  for (GraphNode& node : graph_.nodes) {
    if (node.kind != Kind::kCodeIn || node.field != FieldId::kProcedureCode) continue;
    node.list = static_cast<uint32_t>(graph_.procedure_lists.size());
    graph_.procedure_lists.push_back(node.set);
  }
  ids_.clear();
  set_ids_.clear();
  graph_.nodes.shrink_to_fit();  // served for long: no room to spare
  graph_.children.shrink_to_fit();
  graph_.code_sets.shrink_to_fit();
  return std::exchange(graph_, {});
}

std::string Graph::Dump() const {
  std::string text;
  for (size_t id = 0; id < nodes.size(); ++id) {
    const GraphNode& node = nodes[id];
    absl::StrAppendFormat(&text, "%d. %s", id, KindName(node.kind));
    switch (node.kind) {
      case Kind::kAll:
      case Kind::kAny:
      case Kind::kNot:
      case Kind::kCount:
      case Kind::kCountDays:
      case Kind::kExists:
        if (node.over != Item::kLine) absl::StrAppend(&text, " ", std::string(ItemName(node.over)));
        break;
      case Kind::kTable:
        absl::StrAppendFormat(&text, " %s column %d", TableName(node.table),
                              static_cast<int>(node.column));
        break;
      default:
        absl::StrAppendFormat(&text, " %s", FieldOf(node.field, node.field_of).name);
        break;
    }
    switch (node.kind) {
      case Kind::kCodeIn:
      case Kind::kAnyOf:
      case Kind::kAllOf:
      case Kind::kNoneOf:
        absl::StrAppend(&text, " ", code_sets[node.set].ToString());
        break;
      case Kind::kTextIn:
        for (const std::string& value : text_sets[node.set].exact)
          absl::StrAppend(&text, " \"", value, "\"");
        for (const std::string& value : text_sets[node.set].prefixes)
          absl::StrAppend(&text, " \"", value, "*\"");
        break;
      case Kind::kMatches: {
        const PatternGroup& group = pattern_groups[node.set];
        for (size_t i = 0; i < group.nodes.size(); ++i) {
          if (group.nodes[i] == static_cast<NodeId>(id))
            absl::StrAppend(&text, " /", group.patterns[i]->pattern(), "/");
        }
        break;
      }
      case Kind::kChoiceIn: {
        const Field& field = FieldOf(node.field, node.field_of);
        for (size_t i = 0; i < field.choices.size(); ++i) {
          if (node.choices >> (i + 1) & 1)
            absl::StrAppend(&text, " ", std::string(field.choices[i]));
        }
        break;
      }
      case Kind::kDateField:
        absl::StrAppend(&text, " - ", std::string(FieldOf(node.other_field, node.other_of).name),
                        OffsetText(node.offset), NumberText(node.number));
        break;
      case Kind::kNumberField:
      case Kind::kSum:
        if (node.other_field != FieldId::kNone) {
          absl::StrAppendFormat(&text, " %s %s", OpText(node.number.op),
                                FieldOf(node.other_field, node.other_of).name);
        } else {
          absl::StrAppend(&text, NumberText(node.number));
        }
        break;
      case Kind::kSameAs:
        absl::StrAppendFormat(&text, " %s", FieldOf(node.other_field, node.other_of).name);
        break;
      case Kind::kRow:
        absl::StrAppend(&text, row_tests[node.set].every ? " each " : " ",
                        ToString(row_tests[node.set]));
        break;
      case Kind::kNumber:
      case Kind::kDate:
      case Kind::kAge:
      case Kind::kSetCount:
      case Kind::kCount:
      case Kind::kCountDays:
      case Kind::kTable:
        absl::StrAppend(&text, NumberText(node.number));
        break;
      default:
        break;
    }
    std::vector<NodeId> below(children.begin() + node.children,
                              children.begin() + node.children + node.child_count);
    // Listed by number, whatever the order of evaluation; a query's have their places.
    if (!IsQuery(node.kind)) std::sort(below.begin(), below.end());
    for (size_t i = 0; i < below.size(); ++i)
      absl::StrAppend(&text, i == 0 ? " <- " : ", ", below[i]);
    AppendKeys(text, " same", node.same);
    AppendKeys(text, " differ", node.differ);
    if (node.earlier) absl::StrAppend(&text, " earlier");
    for (uint32_t i = 0; i < node.relation_count; ++i) {
      absl::StrAppend(&text, " if ", RelationText(relations[node.relations + i]));
    }
    absl::StrAppendFormat(&text, " (%s%s)\n", ItemName(node.of),
                          node.uses > 1 ? absl::StrCat(", used ", node.uses) : "");
  }
  return text;
}

}  // namespace scrubline
