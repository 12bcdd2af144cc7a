// Any bytes may be saved as a rule file. Reading them must end, in memory in proportion to them,
// with a result or with errors, never with both or neither; and reading them again must say the
// same.
// Corpus: rulesets/ and tests/golden/diagnostics/.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

#include "rules_engine/parse/file_source.h"
#include "rules_engine/resolve/resolver.h"

namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

const char kBase[] = R"(
lists:
  visits: {title: Visits, codes: ["99202-99215"]}
conditions:
  in_office: {place_of_service: "11"}
rules:
  - id: NCCI.PTP
    use: NCCI.PTP
    title: PTP
    severity: warn
    parameters: {bypass_modifiers: ["25"], em: visits, major_procedures: [], excluded_modifiers: []}
    message: "{column2}"
)";

// The file as rules, as tests and as a header of a payer's ruleset, whichever it is.
std::string Outcome(const std::string& path, const std::string& bytes) {
  std::map<std::string, std::string> files = {
      {"r/base/ruleset.yaml",
       "{id: base, version: '1', language: 1, title: Base, layer: national}"},
      {"r/base/rules.yaml", kBase},
      {"r/x/ruleset.yaml",
       "{id: x, version: '1', language: 1, title: X, layer: payer, scope: {payers: X}}"}};
  files[path] = bytes;
  scrubline::Diagnostics diagnostics;
  const auto resolved =
      LoadRulesets("r", scrubline::MemoryFileSource(std::move(files)), diagnostics);
  Require(resolved.ok() != HasErrors(diagnostics));
  return ToString(diagnostics) + (resolved.ok() ? Dump(**resolved) : "");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  for (const char* path : {"r/x/rules.yaml", "r/x/x_test.yaml", "r/x/ruleset.yaml"}) {
    Require(Outcome(path, bytes) == Outcome(path, bytes));
  }
  return 0;
}
