// Arbitrary bytes as a claim: as JSON, as a message on the wire, and, since few bytes are either,
// as the choices by which a claim is made up from codes that the sample tables know. What is
// decoded is evaluated with the national rules and the sample tables, and every finding put into
// words. The answer must keep its invariants, and be the same when asked twice.
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/proto/claim_json.h"
#include "ingest/proto/decode_claim.h"
#include "rules_engine/evaluate/describe.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/load.h"
#include "rules_engine/tables/import_tables.h"

namespace scrubline {
namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

// Runs from the root of the repository, as ./dev does.
std::shared_ptr<const Snapshot> MakeSnapshot() {
  const std::string folder = "/tmp/claim_fuzz." + std::to_string(getpid());
  std::vector<std::string> sources;
  for (const auto& entry : std::filesystem::directory_iterator("sample_data/tables")) {
    const std::string name = entry.path().filename().string();
    if (name != "README.md" && name != "covers.txt") sources.push_back(entry.path().string());
  }
  ImportOptions options;
  options.into = folder;
  const auto report = ImportTables(sources, options);
  Diagnostics diagnostics;
  auto snapshot = LoadSnapshot("rulesets", folder, diagnostics);
  std::filesystem::remove_all(folder);  // the tables stay mapped
  if (!report.ok() || !snapshot.ok()) {
    std::cerr << report.status() << "\n" << snapshot.status() << "\n" << ToString(diagnostics);
    std::abort();
  }
  return *std::move(snapshot);
}

// The bytes, one choice after the other; zeros when they have run out.
class Choices {
 public:
  explicit Choices(std::string_view bytes) : bytes_(bytes) {}
  size_t Of(size_t count) {
    if (bytes_.empty()) return 0;
    const auto byte = static_cast<uint8_t>(bytes_.front());
    bytes_.remove_prefix(1);
    return byte % count;
  }
  template <size_t n>
  const char* Of(const char* const (&words)[n]) {
    return words[Of(n)];
  }
  bool done() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

constexpr const char* kCodes[] = {"",      "45385", "45380", "45378", "20610", "99213", "27447",
                                  "97530", "97116", "90471", "99211", "80053", "82947", "11042",
                                  "11045", "99291", "99292", "99100", "J7192", "A4253", "97110",
                                  "17004", "17003", "64483", "64484", "62323", "XXXXX"};
constexpr const char* kModifiers[] = {"",   "59", "25", "57", "RT", "LT",
                                      "50", "26", "TC", "76", "GZ"};
constexpr const char* kDates[] = {"2024-05-10", "",           "2024-05-09", "2024-05-11",
                                  "2024-06-30", "2024-07-01", "2019-06-01", "2014-05-10"};
constexpr const char* kNpis[] = {"1234567893", "", "1245319599", "1003000126", "1234567890", "9"};

void MakeLine(Choices& choices, v1::ServiceLine& line) {
  line.set_procedure_code(choices.Of(kCodes));
  for (size_t i = choices.Of(4); i > 0; --i) line.add_modifiers(choices.Of(kModifiers));
  line.set_service_date(choices.Of(kDates));
  if (choices.Of(4) == 1) line.set_service_date_through(choices.Of(kDates));
  constexpr double kUnits[] = {1, 2, 0, 0.5, 33, 22001, 1e9};
  if (const size_t units = choices.Of(8); units < 7) line.set_units(kUnits[units]);
  line.set_unit_basis(static_cast<v1::ServiceLine::UnitBasis>(choices.Of(3)));
  if (choices.Of(2) == 1) line.set_charge_cents(static_cast<int64_t>(choices.Of(256)) * 100);
  if (choices.Of(3) == 1) {
    line.mutable_rendering()->set_npi(choices.Of(kNpis));
    if (choices.Of(2) == 1) line.mutable_rendering()->set_specialty_code("10");
  }
}

void MakeClaim(std::string_view bytes, v1::Claim& claim) {
  Choices choices(bytes);
  claim.set_claim_id("C1");
  claim.set_type(static_cast<v1::Claim::Type>(choices.Of(3)));
  constexpr const char* kBills[] = {"", "0131", "0111", "0321"};
  claim.set_type_of_bill(choices.Of(kBills));
  claim.mutable_payer()->set_line_of_business(
      static_cast<v1::Payer::LineOfBusiness>(choices.Of(9)));
  constexpr const char* kPayers[] = {"", "SAMPLE01", "OTHER"};
  claim.mutable_payer()->set_id(choices.Of(kPayers));
  constexpr const char* kFrequencies[] = {"", "1", "7", "8"};
  claim.set_frequency_code(choices.Of(kFrequencies));
  claim.set_original_reference_number("H1");
  if (choices.Of(2) == 1) claim.set_received_date(choices.Of(kDates));
  claim.mutable_billing()->set_npi(choices.Of(kNpis));
  claim.mutable_billing()->set_entity_type(static_cast<v1::Provider::EntityType>(choices.Of(3)));
  claim.set_place_of_service(choices.Of(2) == 1 ? "11" : "");
  while (!choices.done() && claim.service_lines_size() + claim.history_size() < 200) {
    if (choices.Of(4) != 1) {
      MakeLine(choices, *claim.add_service_lines());
      continue;
    }
    v1::HistoryLine& history = *claim.add_history();
    history.set_claim_id(choices.Of(2) == 1 ? "H1" : "H2");
    history.set_status(static_cast<v1::HistoryLine::Status>(choices.Of(6)));
    MakeLine(choices, *history.mutable_line());
  }
}

void CheckLines(const Claim& claim, std::span<const LineRef> refs) {
  for (const LineRef ref : refs) {
    Require(IsHistory(ref) ? static_cast<size_t>(~ref) < claim.history.size()
                           : static_cast<size_t>(ref) < claim.service_lines.size());
  }
}

// Everything said about the claim, in one text.
std::string Answer(const Snapshot& snapshot, const Claim& claim, Scratch& scratch) {
  const EvaluateOptions options = {.today = Date::FromDays(20'000), .include_bypassed = true};
  const Findings& findings = Evaluate(snapshot, claim, options, scratch);
  Require(
      std::is_sorted(findings.items.begin(), findings.items.end(),
                     [](const Finding& a, const Finding& b) { return a.severity < b.severity; }));
  std::string answer = std::to_string(findings.charge_at_risk_cents);
  FindingText text;
  const auto describe = [&](const Finding& finding) {
    CheckLines(claim, findings.Lines(finding.lines));
    CheckLines(claim, findings.Lines(finding.related));
    Describe(snapshot, claim, findings, finding, text);
    Require(!text.message.empty());
    answer += "\n" + text.message;
    for (const FixText& fix : text.fixes) answer += "\n" + fix.text;
  };
  for (const Finding& finding : findings.items) {
    describe(finding);
    ForEachAlso(findings, finding, describe);
  }
  for (const Gap& gap : findings.not_evaluated) {
    CheckLines(claim, findings.Lines(gap.lines));
    answer += "\n" + DescribeGap(claim, gap);
  }
  Require(findings.verdict != Verdict::kClean ||
          std::none_of(findings.items.begin(), findings.items.end(),
                       [](const Finding& f) { return f.outcome == Outcome::kFired; }));
  return answer;
}

}  // namespace
}  // namespace scrubline

// The first byte chooses how the rest is read.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace scrubline;
  static const std::shared_ptr<const Snapshot> snapshot = scrubline::MakeSnapshot();
  static Scratch scratch;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  v1::Claim message;
  switch (data[0] % 4) {
    case 0:
      if (ParseClaimJson(bytes, message).has_value()) return 0;
      break;
    case 1:
      if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return 0;
      break;
    default:
      MakeClaim(bytes, message);
      break;
  }
  Claim claim;
  std::vector<FieldViolation> violations;
  const bool decoded = DecodeClaim(message, claim, violations).ok();
  Require(decoded == violations.empty());
  if (!decoded) return 0;
  Require(Answer(*snapshot, claim, scratch) == Answer(*snapshot, claim, scratch));
  return 0;
}
