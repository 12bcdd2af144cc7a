#include "cli/choice.h"

#include <algorithm>

#include "rules_engine/diagnostic.h"

namespace scrubline {

CLI::Validator OneOf(std::vector<std::string> words) {
  const auto check = [words = std::move(words)](std::string& word) -> std::string {
    const auto at = std::find(words.begin(), words.end(), word);
    if (at != words.end()) {
      word = std::to_string(at - words.begin());
      return "";
    }
    std::string problem = "`" + word + "` is not one of ";
    for (size_t i = 0; i < words.size(); ++i) problem += (i > 0 ? ", " : "") + words[i];
    const std::string_view near = NearestWord(word, {words.begin(), words.end()});
    if (!near.empty()) problem += "; did you mean `" + std::string(near) + "`?";
    return problem;
  };
  return CLI::Validator(check, "");
}

}  // namespace scrubline
