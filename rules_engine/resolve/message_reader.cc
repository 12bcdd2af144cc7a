#include "rules_engine/resolve/message_reader.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace scrubline {
namespace {

using Part = MessageTemplate::Part;

// Slots of another line: `{with_line.units}`.
struct Other {
  std::string_view prefix;
  Part::Kind kind;
  Item of;
};
constexpr std::string_view kNextDate = "next_date";
constexpr Other kOthers[] = {{"with_line.", Part::Kind::kPartnerField, Item::kLine},
                             {"with_history.", Part::Kind::kHistoryField, Item::kHistory}};

// Where the parts of a message stand in its file. A message may be in quotes with escapes, or
// folded over several lines, so that they are looked for, in their order; what cannot be found
// stands where the message begins.
class Places {
 public:
  explicit Places(const Node& message)
      : message_(message), line_(message.line), from_(FirstByte(message)) {}

  // Moves on to the next `piece`.
  void Advance(std::string_view piece) {
    constexpr int kMostLines = 100;
    for (int line = line_; line < message_.line + kMostLines; ++line) {
      const std::string_view text = message_.source->Line(line);
      const size_t found = text.find(piece, line == line_ ? from_ : 0);
      if (found == std::string_view::npos) continue;
      line_ = line;
      from_ = found + piece.size();
      at_line_ = line;
      at_column_ = 1;
      for (const char c : text.substr(0, found)) {
        if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++at_column_;
      }
      return;
    }
    at_line_ = message_.line;
    at_column_ = message_.column;
  }
  void Report(Diagnostics& diagnostics, std::string message, std::string hint) const {
    scrubline::Report(diagnostics, *message_.source, at_line_, at_column_, std::move(message),
                      std::move(hint));
  }

 private:
  static size_t FirstByte(const Node& node) {
    const std::string_view text = node.source->Line(node.line);
    size_t byte = 0;
    for (int column = 1; column < node.column && byte < text.size(); ++column) {
      do {
        ++byte;
      } while (byte < text.size() && (static_cast<unsigned char>(text[byte]) & 0xC0) == 0x80);
    }
    return byte;
  }

  const Node& message_;
  int line_;
  size_t from_;  // bytes of line_ that have been passed
  int at_line_ = 0, at_column_ = 0;
};

// The value of a parameter of the rule.
std::optional<Part> ReadParameterSlot(const ParameterNode& parameter, const Places& at,
                                      const MessageContext& context, Diagnostics& diagnostics) {
  context.uses->used.push_back(parameter.name);
  if (parameter.is_list) {
    at.Report(diagnostics, "the parameter " + Quoted(parameter.name) + " is a list",
              "a message holds single values; say what the list stands for");
    return std::nullopt;
  }
  return Part{Part::Kind::kText, parameter.items.front()->text};
}

// `{with_history.next_date}` needs a window that ends.
std::optional<Part> ReadNextDate(const Condition& with_history, const Places& at,
                                 Diagnostics& diagnostics) {
  const Date any_day = Date::FromDays(0);
  if (std::none_of(with_history.relations.begin(), with_history.relations.end(),
                   [any_day](const DateRelation& relation) {
                     return relation.FirstDayAfter(any_day).has_value();
                   })) {
    at.Report(diagnostics, "the slot `with_history.next_date` without a window that ends",
              "`with_history` needs one, such as `within_days: 90`");
    return std::nullopt;
  }
  Part part;
  part.kind = Part::Kind::kNextDate;
  return part;
}

std::optional<Part> ReadSlot(const Places& at, std::string_view slot, const MessageContext& context,
                             Diagnostics& diagnostics) {
  Part part;
  if (context.parameters != nullptr) {
    const ParameterNode* parameter = FindParameter(*context.parameters, slot);
    if (parameter != nullptr) return ReadParameterSlot(*parameter, at, context, diagnostics);
  }
  if (context.builtin != nullptr) {
    const auto& slots = context.builtin->slots;
    if (std::find(slots.begin(), slots.end(), slot) != slots.end()) {
      part.kind = Part::Kind::kBuiltinSlot;
      part.text = slot;
      return part;
    }
  }
  part.kind = Part::Kind::kField;
  std::string_view name = slot;
  Item of = context.of;
  for (const Other& other : kOthers) {
    if (!slot.starts_with(other.prefix)) continue;
    if (!(other.of == Item::kLine ? context.has_partner : context.with_history != nullptr)) {
      const std::string_view key = other.prefix.substr(0, other.prefix.size() - 1);
      at.Report(diagnostics, "the slot " + Quoted(slot) + " in a rule without " + Quoted(key),
                "there is no other line to speak of");
      return std::nullopt;
    }
    part.kind = other.kind;
    name = slot.substr(other.prefix.size());
    of = other.of;
  }
  if (of == Item::kHistory && name == kNextDate) {
    return ReadNextDate(*context.with_history, at, diagnostics);
  }
  const Field* field = FindField(name, of);
  if (field != nullptr) {
    part.field = field->id;
    part.field_of = field->of;
    return part;
  }
  std::vector<std::string_view> candidates;
  if (context.builtin != nullptr) candidates = context.builtin->slots;
  if (context.parameters != nullptr) {
    for (const ParameterNode& parameter : *context.parameters) candidates.push_back(parameter.name);
  }
  if (of == Item::kHistory) candidates.push_back(kNextDate);
  for (const Field& known : AllFields()) {
    if (known.of == of || (known.of == Item::kClaim && of == Item::kLine))
      candidates.push_back(known.name);
  }
  std::string hint = DidYouMean(name, candidates);
  if (hint.empty()) hint = "a brace that opens no slot is written `{{`";
  at.Report(diagnostics, "unknown slot " + Quoted(slot) + " in the message", std::move(hint));
  return std::nullopt;
}

}  // namespace

MessageTemplate ReadMessage(const Node& node, const MessageContext& context,
                            Diagnostics& diagnostics) {
  MessageTemplate message;
  const auto text = TextOf(node, "a message", diagnostics);
  if (!text) return message;
  if (text->empty()) Report(diagnostics, node, "an empty message", "say what is wrong");
  if (text->size() > kMaxMessageBytes) {
    Report(diagnostics, node,
           "a message of more than " + std::to_string(kMaxMessageBytes) + " bytes",
           "one plain sentence is enough");
    return message;
  }
  Places at(node);
  std::string literal;
  const auto flush = [&] {
    if (!literal.empty()) message.parts.push_back({Part::Kind::kText, literal});
    literal.clear();
  };
  for (size_t i = 0; i < text->size(); ++i) {
    const char c = (*text)[i];
    if ((c == '{' || c == '}') && i + 1 < text->size() && (*text)[i + 1] == c) {
      literal += c;
      at.Advance(text->substr(i, 2));
      ++i;
    } else if (c == '{') {
      const size_t end = text->find('}', i);
      if (end == std::string_view::npos) {
        at.Advance(text->substr(i, 1));
        at.Report(diagnostics, "a slot of the message is not closed",
                  "write `}` after its name, or `{{` for a brace");
        break;
      }
      at.Advance(text->substr(i, end - i + 1));
      if (auto part = ReadSlot(at, text->substr(i + 1, end - i - 1), context, diagnostics)) {
        flush();
        message.parts.push_back(*std::move(part));
      }
      i = end;
    } else if (c == '}') {
      at.Advance("}");
      at.Report(diagnostics, "a `}` in the message closes nothing", "write `}}` for a brace");
    } else {
      literal += c;
    }
  }
  flush();
  return message;
}

}  // namespace scrubline
