// ingest/fhir/json.h — a JSON document as a tree that keeps numbers as they were written.
//
//   JsonDocument document;
//   if (const JsonFault fault = document.Parse(text); fault != JsonFault::kNone) ...
//   JsonValue claim = document.root();
//   for (JsonValue item : claim["item"].Items()) Use(item["net"]["value"].number());
//
// A member that is not there is an absent value, whose members are absent in turn: chains need no
// checks. `null` is absent too. Names may not repeat within an object: readers that take the first
// and readers that take the last would see two different claims.
//
// The parser is nlohmann's, by events: it is strict, hands over the text of a decimal, and neither
// recurses nor throws here. At about 150 MB/s it is half of what a FHIR claim costs; a faster one
// would need a second library and this very tree on top of it.
//
// Values refer to their document and to its memory, which the next Parse uses again. Memory: at
// most kMaxValues nodes of 72 bytes and a copy of the text. Threads: one document a thread.
// Tested by fhir_json_test.cc and tests/fuzz/fhir_fuzz.cc.
#ifndef SCRUBLINE_INGEST_FHIR_JSON_H_
#define SCRUBLINE_INGEST_FHIR_JSON_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace scrubline {

enum class JsonFault : uint8_t {
  kNone,
  kSyntax,
  kDuplicateKey,
  kTooDeep,
  kStringTooLong,
  kTooManyValues,
};

class JsonDocument;

class JsonValue {
 public:
  class Iterator;
  struct Range;

  JsonValue() = default;

  // Whether there is one.
  explicit operator bool() const { return document_ != nullptr; }
  friend bool operator==(JsonValue, JsonValue) = default;

  bool IsObject() const;
  // The content of a string; empty for anything else.
  std::string_view text() const;
  // A number as written (integers: without a sign before zero); empty for anything else.
  std::string_view number() const;
  bool IsTrue() const;

  JsonValue operator[](std::string_view name) const;
  // The elements of an array. Anything else is an array of itself, an absent value an empty one:
  // what a sender forgot to put into brackets is not lost.
  Range Items() const;
  // The first of Items.
  JsonValue First() const;

  // What it is a member or element of; absent for the root.
  JsonValue parent() const;
  // Its name in the object, or its place in the array.
  std::string_view name() const;
  uint32_t index() const;

  // As JSON without blanks.
  std::string ToJson() const;

 private:
  friend class JsonDocument;
  JsonValue(const JsonDocument* document, uint32_t node) : document_(document), node_(node) {}
  void AppendJson(std::string& text) const;

  const JsonDocument* document_ = nullptr;
  uint32_t node_ = 0;
};

class JsonDocument {
 public:
  static constexpr size_t kMaxBytes = 16 * 1024 * 1024;
  static constexpr size_t kMaxDepth = 64;
  static constexpr size_t kMaxStringBytes = 1024 * 1024;
  static constexpr size_t kMaxValues = 1'000'000;

  JsonDocument() = default;
  JsonDocument(const JsonDocument&) = delete;
  JsonDocument& operator=(const JsonDocument&) = delete;

  // One value and nothing after it. After a fault the root is absent. REQUIRES: at most kMaxBytes.
  JsonFault Parse(std::string_view text);
  // Of a kSyntax fault: the bytes read when it was noticed.
  size_t fault_offset() const { return fault_offset_; }

  JsonValue root() const;

 private:
  friend class JsonValue;
  class Builder;

  enum class Kind : uint8_t { kObject, kArray, kText, kNumber, kTrue, kFalse, kNull };
  static constexpr uint32_t kNone = UINT32_MAX;
  struct Node {
    Kind kind = Kind::kNull;
    uint32_t parent = kNone;
    uint32_t index = 0;  // among its parent's children
    uint32_t next = kNone;
    uint32_t first_child = kNone;
    std::string_view name;
    std::string_view text;  // of strings and numbers
  };
  JsonValue At(uint32_t node) const;

  std::vector<Node> nodes_;
  // The contents of strings, names and numbers; never longer than what they were read from, so that
  // it is allocated once and the views stay good.
  std::string bytes_;
  size_t fault_offset_ = 0;
};

class JsonValue::Iterator {
 public:
  Iterator() = default;
  explicit Iterator(JsonValue value, bool alone = false) : value_(value), alone_(alone) {}
  JsonValue operator*() const { return value_; }
  Iterator& operator++();
  friend bool operator==(const Iterator& a, const Iterator& b) { return a.value_ == b.value_; }

 private:
  JsonValue value_;
  bool alone_ = false;
};

struct JsonValue::Range {
  Iterator begin() const { return first; }
  Iterator end() const { return {}; }
  Iterator first;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_FHIR_JSON_H_
