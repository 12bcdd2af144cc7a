// The handbook names everything the language has: a field, built-in rule, parameter or slot that is
// added without a line in docs/rule_language.md fails here.
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "rules_engine/builtins.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string Quoted(std::string_view word) { return "`" + std::string(word) + "`"; }

class RuleLanguagePage : public testing::Test {
 protected:
  void SetUp() override { ASSERT_FALSE(page_.empty()) << "docs/rule_language.md cannot be read"; }
  void ExpectNamed(std::string_view word) const {
    EXPECT_NE(page_.find(Quoted(word)), std::string::npos) << word;
  }
  const std::string page_ = ReadFile("docs/rule_language.md");
};

TEST_F(RuleLanguagePage, NamesEveryField) {
  for (const Field& field : AllFields()) {
    // Provider fields are documented as roles and attributes.
    const size_t dot = field.name.find('.');
    if (field.id >= FieldId::kFirstProviderField) {
      ExpectNamed(field.name.substr(0, dot));
      ExpectNamed(field.name.substr(dot + 1));
    } else {
      ExpectNamed(field.name);
    }
    for (const std::string_view choice : field.choices) ExpectNamed(choice);
  }
}

TEST_F(RuleLanguagePage, NamesEveryBuiltinWithItsParametersAndSlots) {
  for (const Builtin& builtin : AllBuiltins()) {
    ExpectNamed(builtin.name);
    for (const Parameter& parameter : builtin.parameters) {
      ExpectNamed(parameter.name);
      for (const std::string_view choice : parameter.choices) ExpectNamed(choice);
    }
    for (const std::string_view variant : builtin.variants) ExpectNamed(variant);
    for (const std::string_view slot : builtin.slots) ExpectNamed("{" + std::string(slot) + "}");
  }
}

}  // namespace
}  // namespace scrubline
