// rules_engine/resolve/code_reader.h — codes and texts as authors write them, to sets: one value or
// a list of `99213`, `99202-99215`, `J9*`, and names of code lists.
//
// What stands for a code is checked against the shape its field has (a procedure code has five
// characters, a modifier two), so that a slip is found before it makes a rule that never fires. A
// word in small letters is the name of a code list, never a code. Tested by resolver_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_CODE_READER_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_CODE_READER_H_

#include <string_view>

#include "rules_engine/code_set.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/fields.h"
#include "rules_engine/parse/node.h"
#include "rules_engine/resolve/names.h"

namespace scrubline {

struct CodeShape {
  std::string_view what = "a code";
  int length = 0;  // 0: any up to eight
  bool diagnosis = false;
};
// The shape of the codes in `field`, which is of a code type.
CodeShape ShapeOf(const Field& field);
inline constexpr CodeShape kProcedureShape = {"a procedure code", 5, false};
inline constexpr CodeShape kModifierShape = {"a modifier", 2, false};
inline constexpr CodeShape kPlaceOfServiceShape = {"a place of service", 2, false};
inline constexpr CodeShape kStateShape = {"a state", 2, false};

// How many codes all rules may hold together, lists written out: 80 MB of them.
inline constexpr size_t kMaxCodesInAll = 10'000'000;

class CodeReader {
 public:
  CodeReader(const Names& names, Diagnostics& diagnostics)
      : names_(names), diagnostics_(diagnostics) {}

  // One code, no list, range or prefix.
  std::optional<Code> ReadOne(const Node& node, const CodeShape& shape);
  // Sealed; empty when `node` is an empty list, or nothing of it can be read.
  CodeSet ReadSet(const Node& node, const CodeShape& shape, int ruleset);
  // Values of a text field. Sorted.
  TextSet ReadTexts(const Node& node, const Field& field, int ruleset);
  // True when `node` is one code and nothing else: domain 12.2 ranks it above a set.
  static bool IsOneCode(const Node& node);

 private:
  void AddCode(const Node& node, const CodeShape& shape, CodeSet& set);
  void AddList(const Node& use, const Names::Entry& list, const CodeShape& shape, CodeSet& set);
  void AddRange(const Node& node, const CodeShape& shape, CodeSet& set);
  std::optional<Code> Parse(const Node& node, std::string_view text, const CodeShape& shape,
                            bool prefix);
  void AddText(const Node& node, const Field& field, TextSet& set);

  const Names& names_;
  Diagnostics& diagnostics_;
  size_t codes_in_all_ = 0;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_CODE_READER_H_
