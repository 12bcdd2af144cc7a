// tests/bench/peers_bench.cc — the same claims and edits as a comparison with other engines:
// evaluation speed, with every finding checked against the others' by digest.
//
//   peers_bench DATA_DIR [RULESET_DIR...]
//
// DATA_DIR holds ptp.csv, mue.csv, addon.csv, claims.csv, lines.csv and, where another engine has
// written it, expected.txt. The tables are written in CMS's layouts and go through the importer
// like any published file. README.md says how the comparison's rules map to ours.
#include <openssl/sha.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "rules_engine/compile/program.h"
#include "rules_engine/evaluate/builtin_ptp.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/load.h"
#include "rules_engine/tables/import_tables.h"
#include "tests/bench/measure.h"

namespace scrubline::bench {
namespace {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Calls `row` with the cells of each row but the header.
template <typename Row>
void EachRow(const fs::path& path, Row row) {
  const std::string text = ReadFile(path);
  bool header = true;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    if (!header) row(std::vector<std::string>(absl::StrSplit(line, ',')));
    header = false;
  }
}

void WriteTables(const fs::path& data, const fs::path& into) {
  std::ofstream ptp(into / "ccipra-v313r0-f1.txt");
  ptp << "CPT only\t\t\t\t\t\t\r\nColumn1/Column2 Edits\t\t\t\t\t\t\r\n"
         "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
         "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n\t\t\t\t*=no "
         "data\t1=allowed\t\r\n\t\t\t\t\t9=not applicable\t\r\n";
  EachRow(data / "ptp.csv", [&](const std::vector<std::string>& r) {
    ptp << r[0] << '\t' << r[1] << "\t\t" << r[2] << '\t' << (r[3].empty() ? "*" : r[3]) << '\t'
        << r[4] << "\tbench\r\n";
  });
  std::ostringstream mue;
  mue << "\"notice\"\r\n\"HCPCS/\nCPT Code\",Practitioner Services MUE Values,MUE Adjudication "
         "Indicator,MUE Rationale\r\n";
  EachRow(data / "mue.csv", [&](const std::vector<std::string>& r) {
    mue << r[0] << ',' << r[1] << ',' << r[2] << " Edit,bench\r\n";
  });
  // CMS publishes a file a quarter; the comparison has one for all dates.
  for (int year = 2023; year <= 2025; ++year) {
    for (int month = 1; month <= 10; month += 3) {
      std::ofstream(into /
                    absl::StrFormat("MCR_MUE_PractitionerServices_Eff_%02d-01-%d.csv", month, year))
          << mue.str();
    }
  }
  std::ofstream aoc(into / "AOC_V2025Q4-MCR.csv");
  aoc << "\"notice\",,,,,,,\r\nAOC_Edit_Type,Add-On_Code,AOC_DelDT,Primary_Code,Primary_Code_DelDT,"
         "AOC_Edit_EffDT,"
         "AOC_Edit_DelDT,Special_Instruction_Notes\r\n";
  EachRow(data / "addon.csv", [&](const std::vector<std::string>& r) {
    for (absl::string_view primary : absl::StrSplit(r[1], '|'))
      aoc << "1," << r[0] << ",," << primary << ",,2013091,,\r\n";
  });
}

// The claims as a door leaves them: text as views into what was read, lines in one piece of memory.
struct Claims {
  std::string text;
  std::vector<Claim> claims;
};

Claims ReadClaims(const fs::path& data) {
  Claims read;
  std::vector<size_t> line_counts;
  EachRow(data / "lines.csv", [&](const std::vector<std::string>& r) {
    const auto claim = static_cast<size_t>(std::atoi(r[0].c_str()));
    line_counts.resize(std::max(line_counts.size(), claim));
    ++line_counts[claim - 1];
  });
  EachRow(data / "claims.csv",
          [&](const std::vector<std::string>& r) { read.text += r[0] + r[2]; });
  read.claims.reserve(line_counts.size());
  const char* text = read.text.data();
  EachRow(data / "claims.csv", [&](const std::vector<std::string>& r) {
    Claim& claim = read.claims.emplace_back();
    claim.claim_id = {text, r[0].size()};
    claim.type = ClaimType::kProfessional;
    claim.statement_from = *Date::Parse(r[1]);
    claim.billing = claim.AddProvider({.npi = {text + r[0].size(), r[2].size()}});
    text += r[0].size() + r[2].size();
    claim.service_lines.reserve(line_counts[read.claims.size() - 1]);
  });
  EachRow(data / "lines.csv", [&](const std::vector<std::string>& r) {
    Claim& claim = read.claims[static_cast<size_t>(std::atoi(r[0].c_str())) - 1];
    ServiceLine& line = claim.service_lines.emplace_back();
    line.line_number = std::atoi(r[1].c_str());
    line.procedure_code = *Code::Parse(r[2]);
    for (const std::string& modifier : {r[3], r[4]}) {
      if (!modifier.empty()) line.modifiers[line.modifier_count++] = *Code::Parse(modifier);
    }
    line.units = std::atoll(r[5].c_str()) * kThousandths;
    line.service_date = claim.statement_from;
  });
  return read;
}

// The comparison's findings: kind * 65536 + line * 256 + other line; kinds 0 and 1 PTP by
// indicator, 2 to 4 MUE by adjudication indicator, 5 add-on, 6 NPI.
class Translator {
 public:
  explicit Translator(const Snapshot& snapshot) : program_(snapshot.program()) {}

  void Translate(const Findings& findings, std::vector<uint32_t>& out) const {
    out.clear();
    for (const Finding& finding : findings.items) Add(findings, finding, out);
    // One mistake is one finding here; the comparison counts each edit by itself.
    for (const Finding& finding : findings.also) Add(findings, finding, out);
    std::sort(out.begin(), out.end());
  }

 private:
  bool Is(const Finding& finding, BuiltinId builtin) const {
    return finding.rule == program_.builtin_rules[static_cast<size_t>(builtin)];
  }
  void Add(const Findings& findings, const Finding& finding, std::vector<uint32_t>& out) const {
    const auto line = [&] {
      return static_cast<uint32_t>(findings.Lines(finding.lines).front()) + 1;
    };
    if (Is(finding, BuiltinId::kPtp)) {
      for (LineRef ref : findings.Lines(finding.related)) {
        out.push_back(finding.variant * 65536u + line() * 256u + static_cast<uint32_t>(ref) + 1);
      }
    } else if (Is(finding, BuiltinId::kMue)) {
      const auto mai = static_cast<uint32_t>(finding.payload[5] & 0xFF);
      out.push_back((mai + 1) * 65536u + line() * 256u);
    } else if (Is(finding, BuiltinId::kAddOn)) {
      out.push_back(5 * 65536u + line() * 256u);
    } else if (Is(finding, BuiltinId::kNpiLuhn) || Is(finding, BuiltinId::kNpiFormat)) {
      out.push_back(6 * 65536u);
    }
  }
  const Program& program_;
};

std::string Sha256Hex(const std::string& text) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), sizeof digest));
}

int Run(const fs::path& data, const std::string& rulesets) {
  const fs::path work =
      fs::temp_directory_path() / absl::StrFormat("scrubline_peers_%d", ::getpid());
  fs::create_directories(work / "tables");
  struct Remove {
    fs::path path;
    ~Remove() { fs::remove_all(path); }
  } remove{work};

  WriteTables(data, work);
  std::vector<std::string> sources;
  for (const auto& entry : fs::directory_iterator(work)) {
    if (entry.is_regular_file()) sources.push_back(entry.path());
  }
  ImportOptions options;
  options.into = work / "tables";
  Clock::time_point begin = Clock::now();
  const absl::StatusOr<ImportReport> report = ImportTables(sources, options);
  if (!report.ok() || !report->ok()) {
    std::cerr << report.status() << (report.ok() ? ToString(report->errors) : "");
    return 2;
  }
  std::printf("import          %.2f s\n", Seconds(begin, Clock::now()));
  begin = Clock::now();
  Diagnostics diagnostics;
  const auto loaded = LoadSnapshot(rulesets, options.into, diagnostics);
  if (!loaded.ok()) {
    std::cerr << loaded.status() << "\n" << ToString(diagnostics);
    return 2;
  }
  const Snapshot& snapshot = **loaded;
  std::printf("load            %.1f ms, %zu rules\n", Seconds(begin, Clock::now()) * 1e3,
              snapshot.rulesets().rules.size());

  const Claims read = ReadClaims(data);
  const std::vector<Claim>& claims = read.claims;
  Scratch scratch;
  const EvaluateOptions evaluate{.today = *Date::Parse("2026-01-01")};
  const Translator translator(snapshot);
  std::string text;
  std::vector<uint32_t> found;
  size_t total = 0;
  for (const Claim& claim : claims) {
    translator.Translate(Evaluate(snapshot, claim, evaluate, scratch), found);
    total += found.size();
    text.append(claim.claim_id);
    text += ':';
    for (size_t i = 0; i < found.size(); ++i)
      text += (i == 0 ? "" : ",") + std::to_string(found[i]);
    text += '\n';
  }
  std::printf("findings        %zu on %zu claims, sha256 %s\n", total, claims.size(),
              Sha256Hex(text).c_str());
  if (fs::exists(data / "expected.txt")) {
    const std::string expected = ReadFile(data / "expected.txt");
    const bool same = text == expected;
    std::printf("expected.txt    %s\n",
                same ? "same" : "DIFFERENT: the numbers below do not count");
    if (!same) {
      const auto at =
          std::mismatch(text.begin(), text.end(), expected.begin(), expected.end()).first;
      const size_t line = text.rfind('\n', static_cast<size_t>(at - text.begin())) + 1;
      std::printf("first here      %s\n", text.substr(line, text.find('\n', line) - line).c_str());
      return 1;
    }
  }
  const Timing timing = Measure(
      claims.size(), 3, [&](size_t i) { Evaluate(snapshot, claims[i], evaluate, scratch); });
  std::printf("evaluate        %s\n", ToString(timing).c_str());
  // What the edits cost by themselves: the same few claims again and again, all in cache.
  const Timing hot = Measure(std::min<size_t>(claims.size(), 100), 1,
                             [&](size_t i) { Evaluate(snapshot, claims[i], evaluate, scratch); });
  std::printf("  in cache      %s\n", ToString(hot).c_str());
  std::printf("machine         %s\n", Machine().c_str());
  return 0;
}

}  // namespace
}  // namespace scrubline::bench

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: peers_bench DATA_DIR [RULESETS_DIR]\n";
    return 2;
  }
  return scrubline::bench::Run(argv[1], argc > 2 ? argv[2] : "tests/bench/rulesets/peers");
}
