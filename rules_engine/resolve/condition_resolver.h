// rules_engine/resolve/condition_resolver.h — the conditions of `when`, `unless`, `with_line` and
// their kin: YAML to Condition, with every field, list, word and pattern looked up and typed.
//
//   ConditionResolver resolver(names, diagnostics);
//   Condition when = resolver.Resolve(*node, {.ruleset = 3, .of = Item::kLine});
//
// A map of several keys holds when all of them do. What cannot be resolved is reported, and comes
// out as an empty condition: the caller throws all away when there is any error. Named conditions
// are written out where they are used; nesting is bounded (kMaxConditionDepth), and so is what one
// rule, and all of them, may grow to (kMaxConditions, kMaxConditionsInAll). Every condition knows
// how it was written. One resolver serves all rules of a load; it remembers the nodes it was given,
// which must outlive it. Tested by condition_resolver_test.cc, resolver_test.cc and the golden
// diagnostics.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_CONDITION_RESOLVER_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_CONDITION_RESOLVER_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/node.h"
#include "rules_engine/resolve/code_reader.h"
#include "rules_engine/resolve/condition_parts.h"
#include "rules_engine/resolve/names.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

inline constexpr int kMaxConditionDepth = 32;
inline constexpr int kMaxConditions = 10'000;
inline constexpr int kMaxConditionsInAll = 500'000;  // of all rules together
inline constexpr size_t kMaxWrittenText = 120;       // bytes of a Written's text

class ConditionResolver {
 public:
  struct Context {
    int ruleset = 0;              // whose names are seen
    Item of = Item::kClaim;       // whose fields may be asked for
    bool in_query = false;        // inside `with_line` or `where`: no query inside a query
    Item subject = Item::kClaim;  // inside a query: what asks it
    Condition* query = nullptr;   // the query, where an entry holds for each item it finds: a
                                  // comparison with a date of the subject relates the two
  };

  ConditionResolver(const Names& names, Diagnostics& diagnostics)
      : names_(names), codes_(names, diagnostics), diagnostics_(diagnostics) {}

  Condition Resolve(const Node& node, const Context& context);
  // What stands under `key` of a rule, one of `with_line`, `without_history` and their kin: that
  // there is such an item. Nullopt when the key is none of them.
  std::optional<Condition> ResolveExists(std::string_view key, const Node& node,
                                         const Context& context);

 private:
  Condition ResolveMap(const Node& node, const Context& context);
  // The entries of `node` but for the keys in `apart`, which the caller reads itself.
  Condition ResolveEntries(const Node& node, const Context& context,
                           const std::vector<std::string_view>& apart);
  Condition ResolveEntry(const Node::Entry& entry, const Context& context);
  Condition ReadEntry(const Node::Entry& entry, const Context& context);
  Condition ResolveField(const Node::Entry& entry, const Context& context);
  Condition ResolveList(Condition::Kind kind, const Node& node, const Context& context);
  Condition ResolveNamed(const Node& node, const Context& context);
  Condition ResolveAge(const Node& node, const Context& context);
  Condition ResolveDays(const Node& node, const Context& context);

  // Queries (query_resolver.cc). Nullopt when the entry is none.
  std::optional<Condition> ReadQuery(const Node::Entry& entry, const Context& context);
  Condition Exists(std::string_view key, Item over, const Node& node, const Context& context);
  Condition ResolveAggregate(Condition::Kind kind, FieldId field, const Node::Entry& entry,
                             const Context& context);
  bool ReportNested(const Node& node, const Context& context);
  // What relates the items `query` finds to the subject: the entries of `map` that `key`'s
  // condition leaves apart.
  void ReadRelations(std::string_view key, MapReader& map, const Context& context,
                     Condition& query);
  std::vector<SameKey> ReadSame(std::string_view key, const Node* node, const Context& context,
                                const Condition& query);
  void ReadEarlier(const Node& node, const Context& context, Condition& query);
  void ReadWindows(std::string_view key, MapReader& map, const Context& context, Condition& query);
  template <typename Add>
  void ReadDaysBefore(const Node& node, Add add);

  Condition FieldIs(const Field& field, const Node& value, const Context& context);
  Condition FieldIsMap(const Field& field, const Node& value, const Context& context);
  Condition FieldIsOneOf(const Field& field, const Node& value, const Context& context);
  Condition NumberIs(const Field& field, const Node& value, const Context& context);
  Condition DateIs(const Field& field, const Node& value, const Context& context);
  Condition DateComparison(const Field& field, const Node& bound, NumberTest::Op op,
                           const Context& context);
  Condition SameAs(const Field& field, const Node& value, const Context& context);
  Condition Matches(const Field& field, const Node& value);

  // Published tables (table_condition_resolver.cc).
  Condition TableIs(const Field& field, const Node& value, const Context& context);
  Condition NcciTableIs(const Field& field, const Node& value);
  Condition RowIs(const Field& field, const ReferenceSchema& schema, const Node& value,
                  const Context& context);
  uint8_t ReadListings(const Node& node);
  // The tests that `node` makes of one column; several of them mean all.
  void ReadColumn(const ReferenceSchema& schema, int column, const Node& node,
                  const Context& context, RowTest& row);
  void ReadColumnValues(const ReferenceColumn& column, ColumnTest test, const Node& node,
                        const Context& context, RowTest& row);
  void ReadColumnNumbers(const ReferenceColumn& column, ColumnTest test, const Node& node,
                         const Context& context, RowTest& row);
  void ReadColumnDates(const ReferenceColumn& column, ColumnTest test, const Node& node,
                       const Context& context, RowTest& row);

  // A date to compare with: a field, `today`, or one of them with an offset.
  struct DateBound {
    const Field* field = nullptr;
    DateOffset offset;
    bool of_subject = false;  // of the line that asks a query, which the query's items cannot see
  };
  std::optional<DateBound> ReadDateBound(const Node& node, const Context& context);
  // The same without an offset, of the item in hand or the claim.
  const Field* DateField(const Node& node, const Context& context);
  // An amount to compare `field` with: a number, or the name of a field of its kind.
  std::optional<Bound> ReadBound(const Field& field, const Node& node, const Context& context);
  // The field `name` means as the other side of a comparison: of the item in hand, else the claim.
  const Field* FindOther(std::string_view name, const Context& context) const;
  // The same, written at `node`; null when there is none, which has been reported.
  const Field* ReadOther(const Node& node, const Context& context);
  void ReportUnknownField(const Node& key, const Context& context);
  // What stands at `node`, in one line after `prefix`.
  WrittenRef WrittenAt(const Node& node, std::string_view prefix, const Node& value);

  const Names& names_;
  CodeReader codes_;
  Diagnostics& diagnostics_;
  int depth_ = 0;
  int count_ = 0;
  int count_in_all_ = 0;
  std::vector<const Names::Entry*> open_names_;          // named conditions being resolved
  std::unordered_map<const Node*, WrittenRef> written_;  // by the node at whose place it stands
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_CONDITION_RESOLVER_H_
