#include "render/field_difference.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/message_differencer.h>

#include <vector>

namespace scrubline {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;

class Names final : public MessageDifferencer::Reporter {
 public:
  using Path = std::vector<MessageDifferencer::SpecificField>;

  void ReportAdded(const Message& /*a*/, const Message& /*b*/, const Path& path) override {
    Add(path);
  }
  void ReportDeleted(const Message& /*a*/, const Message& /*b*/, const Path& path) override {
    Add(path);
  }
  void ReportModified(const Message& /*a*/, const Message& /*b*/, const Path& path) override {
    // Of a message, what was modified in it is reported too.
    const auto* field = path.back().field;
    if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) Add(path);
  }

  std::set<std::string> names;

 private:
  void Add(const Path& path) {
    std::string name;
    for (const MessageDifferencer::SpecificField& step : path) {
      if (step.field == nullptr) continue;
      if (!name.empty()) name += '.';
      name += step.field->name();
    }
    names.insert(name);
  }
};

}  // namespace

std::set<std::string> DifferingFields(const v1::Claim& a, const v1::Claim& b) {
  Names names;
  MessageDifferencer differencer;
  differencer.ReportDifferencesTo(&names);
  differencer.Compare(a, b);
  return names.names;
}

}  // namespace scrubline
