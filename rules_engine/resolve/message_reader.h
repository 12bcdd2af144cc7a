// rules_engine/resolve/message_reader.h — a message as its author writes it, with its slots found.
//
//   "{procedure_code} is billed with {with_line.procedure_code}"
//
// A slot is a field of the subject line or claim, one of the `with_line` or `with_history` line, a
// parameter of the rule, or, for a built-in rule, one of the slots its catalogue entry lists.
// `{with_history.next_date}` is the first day on which the earlier line is outside the window in
// which the rule looks for it. `{{` and `}}` stand for the braces themselves. Tested by
// resolver_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_MESSAGE_READER_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_MESSAGE_READER_H_

#include "rules_engine/builtins.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/node.h"
#include "rules_engine/resolve/parameters.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

inline constexpr size_t kMaxMessageBytes = 1000;

struct MessageContext {
  Item of = Item::kClaim;                      // what the rule is about
  bool has_partner = false;                    // the rule has `with_line`
  const Condition* with_history = nullptr;     // of the rule; null: it has none
  const Builtin* builtin = nullptr;            // null for a YAML rule
  const ParameterNodes* parameters = nullptr;  // of a YAML rule; may be null
  ParameterUses* uses = nullptr;               // beside `parameters`
};

MessageTemplate ReadMessage(const Node& node, const MessageContext& context,
                            Diagnostics& diagnostics);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_MESSAGE_READER_H_
