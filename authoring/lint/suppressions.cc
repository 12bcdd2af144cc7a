#include "authoring/lint/suppressions.h"

#include <algorithm>
#include <string_view>

namespace scrubline {
namespace {

constexpr std::string_view kMark = "# scrub-lint: allow";

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::vector<Suppression> ReadSuppressions(const SourceFile& source) {
  std::vector<Suppression> found;
  // A line after the last is empty; so is one in between, and that is no line to speak of.
  const auto lines = static_cast<int>(std::count(source.text().begin(), source.text().end(), '\n'));
  for (int number = 1; number <= lines + 1; ++number) {
    const std::string_view line = source.Line(number);
    const size_t mark = line.find(kMark);
    if (mark == std::string_view::npos) continue;
    int about = number;
    if (Trimmed(line.substr(0, mark)).empty()) {
      do {
        ++about;
      } while (about <= lines && Trimmed(source.Line(about)).starts_with('#'));
    }
    std::string_view rest = Trimmed(line.substr(mark + kMark.size()));
    // `NAME, NAME reason`: a name that ends with a comma is followed by another.
    std::vector<std::string> names;
    for (bool more = true; more;) {
      const size_t blank = std::min(rest.find(' '), rest.size());
      std::string_view name = rest.substr(0, blank);
      more = name.ends_with(',');
      if (more) name.remove_suffix(1);
      names.emplace_back(name);
      rest = Trimmed(rest.substr(blank));
      more = more && !rest.empty();
    }
    for (std::string& name : names) {
      found.push_back({{source.path(), number, static_cast<int>(mark) + 1},
                       about,
                       std::move(name),
                       std::string(rest),
                       false});
    }
  }
  return found;
}

}  // namespace scrubline
