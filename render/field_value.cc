#include "render/field_value.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <charconv>

#include "absl/strings/str_cat.h"

namespace scrubline {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kNotRepeated = -1;
constexpr int kNoSuchIndex = -2;

// One step of a path: `modifiers[0]`.
struct Step {
  std::string name;
  int index = kNotRepeated;  // of an element; kNotRepeated: the field as a whole
};

Step TakeStep(std::string_view& path) {
  const size_t dot = path.find('.');
  const std::string_view text = path.substr(0, dot);
  path = dot == path.npos ? std::string_view() : path.substr(dot + 1);
  const size_t open = text.find('[');
  Step step{.name = std::string(text.substr(0, open))};
  if (open == text.npos) return step;
  const char* const end = text.data() + text.size();
  const auto [after, error] = std::from_chars(text.data() + open + 1, end, step.index);
  if (error != std::errc() || after == end || *after != ']' || step.index < 0) {
    step.index = kNoSuchIndex;
  }
  return step;
}

// `index` is kNotRepeated for a field that is not a list.
std::string TextOf(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& at = *message.GetReflection();
  const bool one = index == kNotRepeated;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return one ? at.GetString(message, &field) : at.GetRepeatedString(message, &field, index);
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(one ? at.GetInt32(message, &field)
                              : at.GetRepeatedInt32(message, &field, index));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(one ? at.GetInt64(message, &field)
                              : at.GetRepeatedInt64(message, &field, index));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return absl::StrCat(one ? at.GetDouble(message, &field)
                              : at.GetRepeatedDouble(message, &field, index));
    case FieldDescriptor::CPPTYPE_BOOL: {
      const bool yes =
          one ? at.GetBool(message, &field) : at.GetRepeatedBool(message, &field, index);
      return yes ? "true" : "false";
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      return (one ? at.GetEnum(message, &field) : at.GetRepeatedEnum(message, &field, index))
          ->name();
    default:
      return "";
  }
}

}  // namespace

std::string FieldValue(const v1::Claim& claim, std::string_view path) {
  const Message* message = &claim;
  while (!path.empty()) {
    const Step step = TakeStep(path);
    const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(step.name);
    if (field == nullptr || step.index == kNoSuchIndex) return "";
    const Reflection& at = *message->GetReflection();
    if (field->is_repeated()) {
      const int size = at.FieldSize(*message, field);
      if (step.index >= size) return "";
      const bool is_message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
      if (!path.empty()) {
        if (!is_message || step.index == kNotRepeated) return "";
        message = &at.GetRepeatedMessage(*message, field, step.index);
        continue;
      }
      if (is_message) return "";
      if (step.index != kNotRepeated) return TextOf(*message, *field, step.index);
      std::string all;
      for (int i = 0; i < size; ++i) {
        absl::StrAppend(&all, i == 0 ? "" : " ", TextOf(*message, *field, i));
      }
      return all;
    }
    if (step.index != kNotRepeated) return "";
    const bool has = !field->has_presence() || at.HasField(*message, field);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!has || path.empty()) return "";
      message = &at.GetMessage(*message, field);
      continue;
    }
    if (!has || !path.empty()) return "";
    // An enum's zero is "unspecified": absent.
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM &&
        at.GetEnumValue(*message, field) == 0) {
      return "";
    }
    return TextOf(*message, *field, kNotRepeated);
  }
  return "";
}

}  // namespace scrubline
