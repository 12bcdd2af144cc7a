// rules_engine/evaluate/conditions.h — values of the rule graph's nodes on one claim.
//
//   conditions.Begin(program, claim);
//   if (conditions.Get(node, line) == Truth::kTrue) ...
//
// A node's value is worked out on first use, for all service lines (or other items) at once (one
// bit an item for "true", one for "unknown"), and kept for the claim: however many rules share a
// condition, it costs once; a node nobody asks for costs nothing. Memory grows to the largest claim
// met and is reused. One thread. Tested by conditions_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_CONDITIONS_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_CONDITIONS_H_

#include <array>
#include <cstdint>
#include <vector>

#include "rules_engine/compile/program.h"
#include "rules_engine/evaluate/provider_classes.h"

namespace scrubline {

enum class Truth : uint8_t { kFalse, kTrue, kUnknown };

class Conditions {
 public:
  // Forgets the last claim. Both must outlive the questions asked. `today` is what conditions
  // compare with by that name; unknown without it.
  void Begin(const Program& program, const Claim& claim, Date today = Date());

  // The node's value for item `item` of what it is of; a node of the claim has one for all.
  Truth Get(NodeId node, int32_t item);

  // How many items the node has a value for; one for a node of the claim.
  int32_t ItemsOf(NodeId node) const {
    const Item of = program_->graph.nodes[static_cast<size_t>(node)].of;
    return static_cast<int32_t>(counts_[static_cast<size_t>(of)]);
  }

  // Calls `visit(item, truth)` for each item `over` which the node is not false. REQUIRES: the node
  // is of these or of the claim.
  template <typename Visit>
  void ForEachNotFalse(NodeId node, Item over, Visit visit) {
    const size_t offset = Values(node);
    const Item of = program_->graph.nodes[static_cast<size_t>(node)].of;
    const size_t step = of == Item::kClaim ? 0 : 1;
    for (size_t word = 0; word < words_[static_cast<size_t>(over)]; ++word) {
      const size_t at = offset + word * step;
      const uint64_t yes = bits_[at];
      uint64_t either = (yes | bits_[at + WordsOf(of)]) & ItemsOf(over, word);
      for (; either != 0; either &= either - 1) {
        const int bit = __builtin_ctzll(either);
        visit(static_cast<int32_t>(word * 64 + static_cast<size_t>(bit)),
              yes >> bit & 1 ? Truth::kTrue : Truth::kUnknown);
      }
    }
  }

  // The item that a kExists node finds for service line `line` (-1: for the claim): the first one,
  // of history lines the latest by date. -1 for none.
  int32_t Found(NodeId query, int32_t line);

  // Whether a query looks at `item`, one of those it is over, when service line `subject` (-1: the
  // claim) asks: it is another one, or the query counts the subject too, and what relates them may
  // hold.
  bool IsAsked(const GraphNode& query, int32_t subject, int32_t item) const;
  // How many items of a kind the claim has.
  int32_t CountOf(Item of) const { return static_cast<int32_t>(counts_[static_cast<size_t>(of)]); }
  // What a kTable node holds against its number: true with the `value`, false where the table has
  // no row, unknown where it cannot tell.
  Truth TableValue(const GraphNode& node, const ServiceLine& line, int64_t& value) const;
  // What a kRow node looks up for `item`: the field's code, or each of its members.
  struct RowKey {
    TableKey key;  // empty: the field is absent, or what it holds can be no key of a table
    bool present;  // the field holds something
    Date date;     // the day that goes with it (test_date.h); may have no value
  };
  // Calls `visit(const RowKey&)` for each of them; once, with one that is not present, for an
  // absent field that is no set.
  template <typename Visit>
  void ForEachRowKey(const GraphNode& node, ItemRef item, Visit visit) const {
    const auto of_code = [&](Code code) {
      return RowKey{TableKey::Of(code), !code.empty(), RowDate(node, item, code)};
    };
    switch (node.field_type) {
      case FieldType::kCodeSet:
      case FieldType::kDiagnosisSet:
        ForEachCode(node.field, *claim_, item, [&](Code code) {
          visit(of_code(code));
          return true;
        });
        return;
      case FieldType::kText: {
        const std::string_view text = ReadText(node.field, *claim_, item);
        visit(RowKey{TableKey::Parse(text).value_or(TableKey()), !text.empty(),
                     RowDate(node, item, Code())});
        return;
      }
      default:
        visit(of_code(ReadCode(node.field, *claim_, item)));
    }
  }
  // What the table lists a kRow node's key as, the row in force or nearest (kNoRow: none), and the
  // end of its rows. REQUIRES: the table is loaded, the key is present and has a date.
  struct RowAnswer {
    Listing listing;
    RowId row;
    RowId end;
  };
  RowAnswer LookUp(const GraphNode& node, ItemRef item, const RowKey& key) const;
  // A date of the claim or of `item`, or today.
  Date ReadDateOf(FieldId field, ItemRef item) const {
    return field == FieldId::kToday ? today_ : ReadDate(field, *claim_, item);
  }
  // Whether the query needs the patient's history, and the claim comes without any.
  bool LacksHistory(const GraphNode& query) const {
    return claim_->history.empty() && (query.over == Item::kHistory || query.child_count > 1);
  }

  // Calls `visit(const GraphNode& leaf, int32_t item)` for the leaves that make `node` unknown on
  // `item`, each with the item on which it is. REQUIRES: `node` is unknown on `item`.
  template <typename Visit>
  void ForEachUnknownLeaf(NodeId node, int32_t item, Visit visit) {
    const GraphNode& n = program_->graph.nodes[static_cast<size_t>(node)];
    if (n.child_count == 0) {
      visit(n, item);
      return;
    }
    if (IsQuery(n.kind)) {
      // What may be found but is not sure; else what relates it to the subject is not known, a sum
      // lacks an amount, or there is no history.
      bool any = false;
      FindCandidates(n);
      const std::vector<Candidate> candidates = candidates_;
      for (const Candidate& candidate : candidates) {
        if (candidate.truth != Truth::kUnknown || Relates(n, item, candidate) == Truth::kFalse) {
          continue;
        }
        any = true;
        ForEachUnknownLeaf(ChildOver(n, candidate.of), candidate.index, visit);
      }
      if (!any || LacksHistory(n)) visit(n, item);
      return;
    }
    for (uint32_t i = 0; i < n.child_count; ++i) {
      const NodeId child = program_->graph.children[n.children + i];
      if (Get(child, item) == Truth::kUnknown) ForEachUnknownLeaf(child, item, visit);
    }
  }

 private:
  // An item on which a query's condition is true or unknown.
  struct Candidate {
    Item of;
    Truth truth;
    int32_t index;
  };
  enum class Likeness : uint8_t { kAlike, kUnlike, kAbsent };
  struct Stretch {  // of what a count or sum may come to
    int64_t least = 0;
    int64_t most = 0;
  };

  // Where the node's values begin in bits_: `yes` words, then `unknown` words (one of each for a
  // claim node).
  size_t Values(NodeId node);
  void Compute(NodeId node, size_t offset);
  void ComputeConnective(const GraphNode& node, size_t offset);  // and the children it needs
  void ComputeLeaf(const GraphNode& node, size_t offset);
  void ComputeQuery(const GraphNode& node, size_t offset);
  void ComputePatterns(const GraphNode& node);
  Truth Leaf(const GraphNode& node, ItemRef item) const;
  Truth ProcedureIn(const GraphNode& node, const ServiceLine& line) const;
  Truth WithoutCode(FieldId field, ItemRef item) const;
  // Reference tables (table_rows.cc).
  struct KeptRow {
    uint32_t epoch = 0;
    Date date;
    RowAnswer answer{};
  };
  RowAnswer LookUpAnew(const GraphNode& node, ItemRef item, const RowKey& key) const;
  Truth Row(const GraphNode& node, ItemRef item) const;
  Truth RowTruth(const GraphNode& node, ItemRef item, const RowKey& key) const;
  Truth ColumnTruth(const ReferenceTable& table, RowId row, const ColumnTest& test,
                    ItemRef item) const;
  Truth SameAsColumn(const ReferenceTable& table, RowId row, const ColumnTest& test,
                     ItemRef item) const;
  Date RowDate(const GraphNode& node, ItemRef item, Code code) const;

  // Queries (queries.cc). The child that says which items `over` count.
  NodeId ChildOver(const GraphNode& query, Item over) const {
    const bool second = query.child_count > 1 && over == Item::kHistory;
    return program_->graph.children[query.children + (second ? 1 : 0)];
  }
  // The candidates of a query, in claim order, in candidates_.
  void FindCandidates(const GraphNode& node);
  // The query's value for a line, or for the claim (-1), from candidates_.
  Truth Query(const GraphNode& node, int32_t subject);
  Truth Exists(const GraphNode& node, int32_t subject) const;
  Stretch Count(const GraphNode& node, int32_t subject) const;
  Stretch CountDays(const GraphNode& node, int32_t subject);
  Stretch Sum(const GraphNode& node, int32_t subject) const;
  // Whether the query takes the candidate in for this subject.
  Truth Relates(const GraphNode& node, int32_t subject, const Candidate& candidate) const;
  Truth Agree(uint32_t keys, Likeness wanted, ItemRef x, ItemRef y) const;
  Likeness Compare(SameKey key, ItemRef x, ItemRef y) const;
  Likeness CompareProviders(ProviderRole role, ItemRef x, ItemRef y) const;
  // By group and specialty: the claim's lines, then its history's.
  void ClassifyProviders();

  size_t Allocate(const GraphNode& node);
  void Set(const GraphNode& node, size_t offset, int32_t item, Truth truth);
  // Words of 64 items that one bit for each takes.
  size_t WordsOf(Item of) const { return words_[static_cast<size_t>(of)]; }
  uint64_t ItemsOf(Item of, size_t word) const {
    const size_t items = counts_[static_cast<size_t>(of)] - word * 64;
    return items >= 64 ? ~0ull : (1ull << items) - 1;
  }

  const Program* program_ = nullptr;
  const Claim* claim_ = nullptr;
  std::array<size_t, kItemCount> counts_{};  // of the items of each kind; one claim
  std::array<size_t, kItemCount> words_{};
  bool fixed_ = false;  // node n's words are bits_[2 n] and the next
  uint32_t epoch_ = 0;
  std::vector<uint32_t> epochs_;  // by node: its value is of this claim if equal to epoch_
  std::vector<uint32_t> offsets_;
  std::vector<uint64_t> bits_;
  // By table and line: what it has of the line's procedure code. A scratch's own: Evaluate of the
  // next claim, or of other tables, is another epoch.
  mutable std::array<std::vector<KeptRow>, kReferenceCount> kept_rows_;
  std::vector<int> matched_;
  Date today_;
  std::vector<Candidate> candidates_;
  struct Day {
    int32_t day;
    bool sure;
  };
  std::vector<Day> days_;
  bool classified_ = false;
  ProviderClassifier classifier_;
  std::vector<LineProviders> line_providers_;
  std::vector<uint16_t> provider_classes_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_CONDITIONS_H_
