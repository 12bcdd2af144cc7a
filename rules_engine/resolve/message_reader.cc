#include "rules_engine/resolve/message_reader.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace scrubline {
namespace {

using Part = MessageTemplate::Part;

constexpr std::string_view kPartner = "with_line.";
constexpr size_t kMaxMessageBytes = 1000;

std::optional<Part> ReadSlot(const Node& node, std::string_view slot, const MessageContext& context,
                             Diagnostics& diagnostics) {
  Part part;
  if (context.builtin != nullptr) {
    const auto& slots = context.builtin->slots;
    if (std::find(slots.begin(), slots.end(), slot) != slots.end()) {
      part.kind = Part::Kind::kBuiltinSlot;
      part.text = slot;
      return part;
    }
  }
  const bool partner = slot.starts_with(kPartner);
  if (partner && !context.has_partner) {
    Report(diagnostics, node, "the slot " + Quoted(slot) + " in a rule without `with_line`",
           "there is no other line to speak of");
    return std::nullopt;
  }
  const std::string_view name = partner ? slot.substr(kPartner.size()) : slot;
  const Item of = partner ? Item::kLine : context.of;
  const Field* field = FindField(name, of);
  if (field != nullptr) {
    part.kind = partner ? Part::Kind::kPartnerField : Part::Kind::kField;
    part.field = field->id;
    part.field_of = field->of;
    return part;
  }
  std::vector<std::string_view> candidates;
  if (context.builtin != nullptr) candidates = context.builtin->slots;
  for (const Field& known : AllFields()) {
    if (known.of == Item::kClaim || known.of == of) candidates.push_back(known.name);
  }
  std::string hint = DidYouMean(name, candidates);
  if (hint.empty()) hint = "a brace that opens no slot is written `{{`";
  Report(diagnostics, node, "unknown slot " + Quoted(slot) + " in the message", std::move(hint));
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
  std::string literal;
  const auto flush = [&] {
    if (!literal.empty()) message.parts.push_back({Part::Kind::kText, literal});
    literal.clear();
  };
  for (size_t i = 0; i < text->size(); ++i) {
    const char c = (*text)[i];
    if ((c == '{' || c == '}') && i + 1 < text->size() && (*text)[i + 1] == c) {
      literal += c;
      ++i;
    } else if (c == '{') {
      const size_t end = text->find('}', i);
      if (end == std::string_view::npos) {
        Report(diagnostics, node, "a slot of the message is not closed",
               "write `}` after its name, or `{{` for a brace");
        break;
      }
      if (auto part = ReadSlot(node, text->substr(i + 1, end - i - 1), context, diagnostics)) {
        flush();
        message.parts.push_back(*std::move(part));
      }
      i = end;
    } else if (c == '}') {
      Report(diagnostics, node, "a `}` in the message closes nothing", "write `}}` for a brace");
    } else {
      literal += c;
    }
  }
  flush();
  return message;
}

}  // namespace scrubline
