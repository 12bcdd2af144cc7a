// Any bytes may be saved as a rule file. Reading them must end, in memory in proportion to them,
// with a result or with errors, never with both or neither; what is read must compile, and claims
// must be answered by it; and all of it again must say the same.
//
// The bytes are a file of rules, a file of tests or a ruleset.yaml, whichever they look like, of a
// payer's ruleset above a small base whose tests hold claims of that payer. Half of the mutations
// work on whole lines, so that what comes out is YAML more often than not. Seeds and words: ./dev
// fuzz.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "rules_engine/compile/program.h"
#include "rules_engine/examples.h"
#include "rules_engine/parse/file_source.h"
#include "rules_engine/resolve/resolver.h"
#include "rules_engine/snapshot.h"
#include "rules_engine/tables/table_set.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

const char kBase[] = R"(
lists:
  visits: {title: Visits, codes: ["99202-99215"]}
  office_visits: {title: Visits, codes: ["99202-99215"]}
conditions:
  in_office: {place_of_service: "11"}
rules:
  - id: BASE.FILING
    title: With parameters
    severity: warn
    parameters: {filing_days: 365, counted: visits}
    when:
      procedure_code: $counted
      days: {from: service_date, to: received_date, more_than: $filing_days}
    message: "{filing_days}"
  - id: BASE.VISIT
    title: Visit
    severity: info
    when: {procedure_code: visits}
    message: "{procedure_code}"
  - id: NCCI.PTP
    use: NCCI.PTP
    title: PTP
    severity: warn
    parameters: {bypass_modifiers: ["25"], em: visits, major_procedures: [], excluded_modifiers: []}
    message: "{column2}"
)";
const char kBaseTests[] = R"(
claims:
  full:
    type: professional
    tenant_id: T
    payer: {id: X, name: Payer, line_of_business: commercial, plan_id: GOLD}
    patient: {birth_date: 1950-02-28, sex: female}
    received_date: 2027-06-01
    submitted_date: 2026-06-01
    total_charge_cents: 123456
    place_of_service: "11"
    diagnoses: [{code: "M17.0"}, {code: "E11.9"}]
    billing: {npi: "1234567893", taxonomy_code: 207X00000X, state: CA, tax_id: "123456789"}
    rendering: {npi: "1245319599", specialty_code: "10"}
    lines:
      - {procedure_code: "99213", modifiers: ["25"], service_date: 2026-03-02, units: 1, charge_cents: 10000, diagnosis_pointers: [1]}
      - {procedure_code: "11102", service_date: 2026-03-02, units: 2.5, place_of_service: "22"}
      - {procedure_code: "J9000", service_date: 2026-03-03, ndc: "12345678901", ndc_unit: ML}
      - {revenue_code: "0450", units: 0}
    history:
      - {status: paid, claim_id: H1, claim_type: professional, line: {procedure_code: "99213", service_date: 2026-02-02}}
  bare: {payer: {id: X}}
  hospital: {type: institutional, type_of_bill: "0131", payer: {id: X, line_of_business: medicare},
             statement_from: 2026-03-02, lines: [{revenue_code: "0360", procedure_code: "45385"}]}
tests:
  - {name: full, claim: full, findings: []}
  - {name: bare, claim: bare, findings: []}
  - {name: hospital, claim: hospital, findings: []}
)";

// What is said of the rulesets, what they are compiled to, and what they say of claims.
std::string Outcome(const std::string& path, const std::string& bytes) {
  std::map<std::string, std::string> files = {
      {"r/base/ruleset.yaml",
       "{id: base, version: '1', language: 1, title: Base, layer: national}"},
      {"r/base/rules.yaml", kBase},
      {"r/base/base_test.yaml", kBaseTests},
      {"r/x/ruleset.yaml",
       "{id: x, version: '1', language: 1, title: X, layer: payer, scope: {payers: X}}"}};
  files[path] = bytes;
  scrubline::Diagnostics diagnostics;
  const auto resolved =
      LoadRulesets("r", scrubline::MemoryFileSource(std::move(files)), diagnostics);
  Require(resolved.ok() != HasErrors(diagnostics));
  std::string outcome = ToString(diagnostics);
  if (!resolved.ok()) return outcome;
  outcome += Dump(**resolved);
  const auto snapshot = scrubline::Snapshot::Build(*resolved, scrubline::TableSet::Empty());
  Require(snapshot.ok());
  outcome += (*snapshot)->program().Dump(**resolved);
  const scrubline::ExampleReport report = RunExamples(**snapshot);
  for (const scrubline::ExampleFailure& failure : report.failures) outcome += failure.ToString();
  return outcome;
}

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

// One line of `text` taken out, doubled, moved, or put in from `other`.
std::string Rearranged(std::string_view text, std::string_view other, std::minstd_rand& random) {
  std::vector<std::string_view> lines = Lines(text);
  const std::vector<std::string_view> others = Lines(other);
  if (lines.empty()) return std::string(other);
  const auto at = [&random](const auto& of) {
    return static_cast<std::ptrdiff_t>(random() % of.size());
  };
  const auto from = at(lines);
  const std::string_view line = lines[static_cast<size_t>(from)];
  switch (random() % 4) {
    case 0:
      lines.erase(lines.begin() + from);
      break;
    case 1:
      lines.insert(lines.begin() + at(lines), line);
      break;
    case 2:
      lines.erase(lines.begin() + from);
      lines.insert(lines.empty() ? lines.begin() : lines.begin() + at(lines), line);
      break;
    default:
      if (others.empty()) break;
      lines.insert(lines.begin() + from, others[static_cast<size_t>(at(others))]);
      break;
  }
  std::string out;
  for (const std::string_view piece : lines) out += piece;
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto has = [&bytes](const char* key) { return bytes.find(key) != std::string::npos; };
  const char* path = has("layer:")   ? "r/x/ruleset.yaml"
                     : has("tests:") ? "r/x/x_test.yaml"
                                     : "r/x/rules.yaml";
  const std::string outcome = Outcome(path, bytes);
  if (size % 8 == 0) Require(Outcome(path, bytes) == outcome);
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                          unsigned int seed) {
  std::minstd_rand random(seed);
  if (random() % 2 == 0) return LLVMFuzzerMutate(data, size, max_size);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string mutated = Rearranged(text, text, random).substr(0, max_size);
  std::memcpy(data, mutated.data(), mutated.size());
  return mutated.size();
}

extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t* data, size_t size, const uint8_t* other,
                                            size_t other_size, uint8_t* out, size_t max_out_size,
                                            unsigned int seed) {
  std::minstd_rand random(seed);
  const std::string_view second(reinterpret_cast<const char*>(other), other_size);
  std::string text(reinterpret_cast<const char*>(data), size);
  for (unsigned i = 1 + random() % 4; i > 0; --i) text = Rearranged(text, second, random);
  text.resize(std::min(text.size(), max_out_size));
  std::memcpy(out, text.data(), text.size());
  return text.size();
}
