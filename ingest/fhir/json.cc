#include "ingest/fhir/json.h"

#include <algorithm>

#include "nlohmann/json.hpp"

namespace scrubline {

// What nlohmann's parser tells of the text, made into nodes. Returning false ends the parsing.
class JsonDocument::Builder {
 public:
  explicit Builder(JsonDocument& document) : document_(document) {}

  JsonFault fault() const { return fault_; }

  bool null() { return Add(Kind::kNull); }
  bool boolean(bool value) { return Add(value ? Kind::kTrue : Kind::kFalse); }
  bool number_integer(int64_t value) { return AddText(Kind::kNumber, std::to_string(value)); }
  bool number_unsigned(uint64_t value) { return AddText(Kind::kNumber, std::to_string(value)); }
  bool number_float(double, const std::string& text) { return AddText(Kind::kNumber, text); }
  bool string(const std::string& text) { return AddText(Kind::kText, text); }
  bool binary(const std::vector<uint8_t>&) { return false; }  // not of JSON

  bool start_object(size_t) { return Open(Kind::kObject); }
  bool key(const std::string& name) {
    if (name.size() > kMaxStringBytes) return Fail(JsonFault::kStringTooLong);
    name_ = Keep(name);
    return true;
  }
  bool end_object() {
    if (HasRepeatedName(open_.back().node)) return Fail(JsonFault::kDuplicateKey);
    open_.pop_back();
    return true;
  }
  bool start_array(size_t) { return Open(Kind::kArray); }
  bool end_array() {
    open_.pop_back();
    return true;
  }

  template <typename Exception>
  bool parse_error(size_t position, const std::string& /*last_token*/, const Exception&) {
    document_.fault_offset_ = position;
    return Fail(JsonFault::kSyntax);
  }

 private:
  // An object or array that has begun and not ended.
  struct Level {
    uint32_t node;
    uint32_t last_child = kNone;
    uint32_t children = 0;
  };

  bool Fail(JsonFault fault) {
    if (fault_ == JsonFault::kNone) fault_ = fault;
    return false;
  }

  std::string_view Keep(std::string_view text) {
    const size_t at = document_.bytes_.size();
    document_.bytes_.append(text);
    return std::string_view(document_.bytes_).substr(at);
  }

  bool AddText(Kind kind, const std::string& text) {
    if (text.size() > kMaxStringBytes) return Fail(JsonFault::kStringTooLong);
    if (!Add(kind)) return false;
    document_.nodes_.back().text = Keep(text);
    return true;
  }

  bool Open(Kind kind) {
    if (open_.size() >= kMaxDepth) return Fail(JsonFault::kTooDeep);
    if (!Add(kind)) return false;
    open_.push_back({static_cast<uint32_t>(document_.nodes_.size() - 1)});
    return true;
  }

  bool Add(Kind kind) {
    std::vector<Node>& nodes = document_.nodes_;
    if (nodes.size() >= kMaxValues) return Fail(JsonFault::kTooManyValues);
    const auto id = static_cast<uint32_t>(nodes.size());
    Node& node = nodes.emplace_back();
    node.kind = kind;
    node.name = std::exchange(name_, {});
    if (open_.empty()) return true;
    Level& level = open_.back();
    node.parent = level.node;
    node.index = level.children++;
    (level.last_child == kNone ? nodes[level.node].first_child : nodes[level.last_child].next) = id;
    level.last_child = id;
    return true;
  }

  bool HasRepeatedName(uint32_t object) {
    names_.clear();
    const std::vector<Node>& nodes = document_.nodes_;
    for (uint32_t at = nodes[object].first_child; at != kNone; at = nodes[at].next) {
      names_.push_back(nodes[at].name);
    }
    std::sort(names_.begin(), names_.end());
    return std::adjacent_find(names_.begin(), names_.end()) != names_.end();
  }

  JsonDocument& document_;
  std::vector<Level> open_;
  std::vector<std::string_view> names_;
  std::string_view name_;  // of the member whose value comes next
  JsonFault fault_ = JsonFault::kNone;
};

JsonFault JsonDocument::Parse(std::string_view text) {
  nodes_.clear();
  bytes_.clear();
  bytes_.reserve(text.size());
  fault_offset_ = 0;
  Builder builder(*this);
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) nodes_.clear();
  return builder.fault();
}

JsonValue JsonDocument::At(uint32_t node) const {
  if (node == kNone || nodes_[node].kind == Kind::kNull) return {};
  return {this, node};
}

JsonValue JsonDocument::root() const { return nodes_.empty() ? JsonValue() : At(0); }

bool JsonValue::IsObject() const {
  return document_ != nullptr && document_->nodes_[node_].kind == JsonDocument::Kind::kObject;
}

std::string_view JsonValue::text() const {
  if (document_ == nullptr) return {};
  const JsonDocument::Node& node = document_->nodes_[node_];
  return node.kind == JsonDocument::Kind::kText ? node.text : std::string_view();
}

std::string_view JsonValue::number() const {
  if (document_ == nullptr) return {};
  const JsonDocument::Node& node = document_->nodes_[node_];
  return node.kind == JsonDocument::Kind::kNumber ? node.text : std::string_view();
}

bool JsonValue::IsTrue() const {
  return document_ != nullptr && document_->nodes_[node_].kind == JsonDocument::Kind::kTrue;
}

JsonValue JsonValue::operator[](std::string_view name) const {
  if (!IsObject()) return {};
  uint32_t at = document_->nodes_[node_].first_child;
  while (at != JsonDocument::kNone && document_->nodes_[at].name != name) {
    at = document_->nodes_[at].next;
  }
  return document_->At(at);
}

JsonValue::Range JsonValue::Items() const {
  if (document_ == nullptr) return {};
  const JsonDocument::Node& node = document_->nodes_[node_];
  if (node.kind != JsonDocument::Kind::kArray) return {Iterator(*this, true)};
  uint32_t at = node.first_child;
  while (at != JsonDocument::kNone && !document_->At(at)) at = document_->nodes_[at].next;
  return {Iterator(document_->At(at))};
}

JsonValue JsonValue::First() const { return *Items().begin(); }

JsonValue::Iterator& JsonValue::Iterator::operator++() {
  const JsonDocument* document = value_.document_;
  uint32_t at = alone_ ? JsonDocument::kNone : document->nodes_[value_.node_].next;
  while (at != JsonDocument::kNone && !document->At(at)) at = document->nodes_[at].next;
  value_ = document->At(at);
  return *this;
}

JsonValue JsonValue::parent() const {
  return document_ == nullptr ? JsonValue() : document_->At(document_->nodes_[node_].parent);
}

std::string_view JsonValue::name() const { return document_->nodes_[node_].name; }
uint32_t JsonValue::index() const { return document_->nodes_[node_].index; }

std::string JsonValue::ToJson() const {
  std::string text;
  if (document_ != nullptr) AppendJson(text);
  return text;
}

// As deep as the document, kMaxDepth.
void JsonValue::AppendJson(std::string& text) const {
  const std::vector<JsonDocument::Node>& nodes = document_->nodes_;
  const JsonDocument::Node& node = nodes[node_];
  switch (node.kind) {
    case JsonDocument::Kind::kNull:
      text += "null";
      return;
    case JsonDocument::Kind::kTrue:
      text += "true";
      return;
    case JsonDocument::Kind::kFalse:
      text += "false";
      return;
    case JsonDocument::Kind::kNumber:
      text += node.text;
      return;
    case JsonDocument::Kind::kText:
      text += nlohmann::json(node.text).dump();
      return;
    case JsonDocument::Kind::kObject:
    case JsonDocument::Kind::kArray:
      break;
  }
  const bool object = node.kind == JsonDocument::Kind::kObject;
  text += object ? '{' : '[';
  for (uint32_t at = node.first_child; at != JsonDocument::kNone; at = nodes[at].next) {
    if (at != node.first_child) text += ',';
    if (object) text.append(nlohmann::json(nodes[at].name).dump()).append(":");
    JsonValue(document_, at).AppendJson(text);
  }
  text += object ? '}' : ']';
}

}  // namespace scrubline
