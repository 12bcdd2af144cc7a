#include "rules_engine/builtins.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <charconv>

namespace scrubline {
namespace {

TEST(BuiltinsTest, TheCatalogueIsInTheOrderOfItsIds) {
  ASSERT_EQ(AllBuiltins().size(), static_cast<size_t>(kBuiltinCount));
  for (size_t i = 0; i < AllBuiltins().size(); ++i) {
    EXPECT_EQ(static_cast<size_t>(AllBuiltins()[i].id), i);
    EXPECT_EQ(FindBuiltin(AllBuiltins()[i].name), &AllBuiltins()[i]);
  }
  EXPECT_EQ(FindBuiltin("NCCI.PTPP"), nullptr);
}

TEST(BuiltinsTest, DefaultsAreAmongTheChoices) {
  for (const Builtin& builtin : AllBuiltins()) {
    for (const Parameter& parameter : builtin.parameters) {
      if (parameter.type != ParameterType::kChoice) continue;
      EXPECT_TRUE(
          std::count(parameter.choices.begin(), parameter.choices.end(), parameter.default_value))
          << builtin.name << " " << parameter.name;
    }
  }
}

TEST(BuiltinsTest, DefaultNumbersAreWithinTheirBounds) {
  for (const Builtin& builtin : AllBuiltins()) {
    for (const Parameter& parameter : builtin.parameters) {
      if (parameter.type != ParameterType::kNumber) continue;
      int64_t number = 0;
      const std::string_view text = parameter.default_value;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      EXPECT_TRUE(error == std::errc() && end == text.data() + text.size() &&
                  number >= parameter.least && number <= parameter.most)
          << builtin.name << " " << parameter.name;
    }
  }
}

}  // namespace
}  // namespace scrubline
