// cli/choice.h — an option that takes one of a few words.
//
//   AddChoice(*quiz, "--format", arguments->format, {{"text", Format::kText}, {"json",
//   Format::kJson}},
//             "Form of the quiz (default: text)");
//
//   error: --format: `jsno` is not one of text, json; did you mean `json`?
//
// The words alone are taken, not the numbers behind them. Tested by choice_test.cc.
#ifndef SCRUBLINE_CLI_CHOICE_H_
#define SCRUBLINE_CLI_CHOICE_H_

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"

namespace scrubline {

// Replaces a word by its place among `words`, in digits.
CLI::Validator OneOf(std::vector<std::string> words);

// The words of some choices, in their order, and `table|csv|jsonl`.
struct ChoiceWords {
  template <typename T>
  explicit ChoiceWords(const std::vector<std::pair<std::string_view, T>>& choices) {
    for (const auto& [word, meaning] : choices) {
      words.emplace_back(word);
      form += (form.empty() ? "" : "|") + words.back();
    }
  }
  std::vector<std::string> words;
  std::string form;
};

template <typename T>
CLI::Option* AddChoice(CLI::App& app, const std::string& name, T& value,
                       const std::vector<std::pair<std::string_view, T>>& choices,
                       const std::string& description) {
  ChoiceWords text(choices);
  return app
      .add_option_function<size_t>(
          name, [choices, &value](const size_t& place) { value = choices[place].second; },
          description)
      ->transform(OneOf(std::move(text.words)))
      ->option_text(text.form);
}

// As AddChoice, for several of them with commas between, in the order given; each once.
template <typename T>
CLI::Option* AddChoices(CLI::App& app, const std::string& name, std::vector<T>& chosen,
                        const std::vector<std::pair<std::string_view, T>>& choices,
                        const std::string& description) {
  ChoiceWords text(choices);
  return app
      .add_option_function<std::vector<size_t>>(
          name,
          [choices, &chosen](const std::vector<size_t>& places) {
            chosen.clear();
            for (const size_t place : places) {
              const T value = choices[place].second;
              if (std::find(chosen.begin(), chosen.end(), value) == chosen.end()) {
                chosen.push_back(value);
              }
            }
          },
          description)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->transform(OneOf(std::move(text.words)))
      ->option_text(text.form + ",...");
}

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_CHOICE_H_
