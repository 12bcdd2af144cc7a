#include "rules_engine/evaluate/testing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <sstream>

#include "rules_engine/parse/claim_yaml.h"
#include "rules_engine/parse/file_source.h"
#include "rules_engine/parse/yaml_reader.h"
#include "rules_engine/resolve/testing.h"
#include "rules_engine/tables/add_on_builder.h"
#include "rules_engine/tables/manifest.h"
#include "rules_engine/tables/mue_builder.h"
#include "rules_engine/tables/own_csv.h"
#include "rules_engine/tables/ptp_builder.h"
#include "rules_engine/tables/testing.h"

namespace scrubline {
namespace {

constexpr char kToday[] = "2026-01-15";

Date Day(const std::string& text) {
  if (text == "-") return Date::Max();
  const std::optional<Date> date = Date::Parse(text);
  EXPECT_TRUE(date.has_value()) << "not a date: " << text;
  return date.value_or(Date());
}

Code CodeOf(const std::string& text) {
  const std::optional<Code> code = Code::Parse(text);
  EXPECT_TRUE(code.has_value()) << "not a code: " << text;
  return code.value_or(Code());
}

std::vector<std::string> Words(const std::string& row) {
  std::istringstream stream(row);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  words.resize(std::max<size_t>(words.size(), 6));
  return words;
}

absl::StatusOr<uint64_t> WriteReferenceTable(const ReferenceSchema& schema, const TestTable& table,
                                             const std::string& path, const TableInfo& info,
                                             const std::vector<Code>& covered) {
  ReferenceBuilder builder(schema);
  int release = -1;
  std::string header;
  std::string first_day;
  for (const std::string& row : table.rows) {
    if (row.starts_with("release ")) {
      const std::vector<std::string> words = Words(row);
      first_day = words[2];
      release = builder.AddRelease(words[1], {Day(words[2]), Day(words[3])});
      continue;
    }
    if (header.empty()) {
      header = row;
      continue;
    }
    if (release < 0) release = builder.AddRelease("test", {Day("2000-01-01"), Day("2030-12-31")});
    const bool dated = first_day.empty() || header.find(",from") != std::string::npos;
    const std::string csv =
        dated ? header + "\n" + row + "\n" : header + ",from\n" + row + "," + first_day + "\n";
    const std::unique_ptr<ByteSource> bytes = FromMemory(csv);
    CsvReader sheet(*bytes);
    RowLog log(table.name);
    const absl::Status read = ReadOwnCsv(schema, sheet, release, log, builder);
    EXPECT_TRUE(read.ok()) << read;
    EXPECT_EQ(log.refused(), 0u) << row << ": " << ToString(log.diagnostics());
  }
  return builder.Write(path, info, covered);
}

absl::StatusOr<uint64_t> WriteTable(const TestTable& table, const std::string& path,
                                    TableInfo info) {
  std::vector<Code> covered;
  for (const std::string& code : table.covered) covered.push_back(CodeOf(code));
  if (const ReferenceSchema* schema = FindReferenceSchema(table.name))
    return WriteReferenceTable(*schema, table, path, info, covered);
  if (table.name.find("ptp") != std::string::npos) {
    PtpBuilder builder;
    for (const std::string& row : table.rows) {
      const std::vector<std::string> words = Words(row);
      const absl::Status added =
          builder.Add({.column1 = CodeOf(words[0]),
                       .column2 = CodeOf(words[1]),
                       .effective = Day(words[2]),
                       .deletion = Day(words[3]),
                       .indicator = static_cast<uint8_t>(std::stoi(words[4])),
                       .rationale = words[5]});
      EXPECT_TRUE(added.ok()) << row << ": " << added;
    }
    return builder.Write(path, info, covered);
  }
  if (table.name.find("mue") != std::string::npos) {
    std::map<std::string, MueRelease> releases;
    for (const std::string& row : table.rows) {
      const std::vector<std::string> words = Words(row);
      MueRelease& release = releases[words[0]];
      release.effective = Day(words[0]);
      release.source.release = Quarter::Of(release.effective).ToString();
      release.limits[CodeOf(words[1])] = {static_cast<uint32_t>(std::stoul(words[2])),
                                          static_cast<uint8_t>(std::stoi(words[3])), "Policy"};
    }
    MueBuilder builder;
    for (auto& [date, release] : releases) builder.AddRelease(std::move(release));
    return builder.Write(path, table.name, table.sample, covered);
  }
  std::vector<AddOnTable::PublishedRow> rows;
  for (const std::string& row : table.rows) {
    const std::vector<std::string> words = Words(row);
    rows.push_back({.add_on = CodeOf(words[1]),
                    .primary = CodeOf(words[2]),
                    .type = static_cast<uint8_t>(std::stoi(words[0])),
                    .effective = Day(words[3]),
                    .deletion = Day(words[4])});
  }
  return WriteAddOnTable(path, info, rows, covered);
}

// What the table says of itself, and the manifest must repeat.
TableInfo InfoOf(const TestTable& table, const std::string& path) {
  const auto info = [](const auto& mapped) {
    EXPECT_TRUE(mapped.ok()) << mapped.status();
    return mapped.ok() ? mapped->info() : TableInfo();
  };
  if (table.name.find("ptp") != std::string::npos) return info(PtpTable::Map(path));
  if (table.name.find("mue") != std::string::npos) return info(MueTable::Map(path));
  if (FindReferenceSchema(table.name) != nullptr) return info(ReferenceTable::Map(path));
  return info(AddOnTable::Map(path));
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())))
    text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
    text.remove_suffix(1);
  return text;
}

// Without the braces around it, if there are any.
std::string_view Inside(std::string_view text) {
  text = Trimmed(text);
  return text.starts_with('{') ? text.substr(1, text.size() - 2) : text;
}

std::string LineYaml(std::string_view text) {
  std::string rest;
  if (const size_t brace = text.find('{'); brace != std::string_view::npos) {
    rest = ", " + std::string(Inside(text.substr(brace)));
    text = text.substr(0, brace);
  }
  std::istringstream words{std::string(text)};
  std::string yaml;
  for (std::string word; words >> word;) {
    if (!yaml.empty()) yaml += ", ";
    if (word[0] == 'x') {
      yaml += "units: " + word.substr(1);
    } else if (word.size() >= 10 && word[4] == '-') {
      yaml += "service_date: " + word.substr(0, 10);
      if (word.size() > 10) yaml += ", service_date_through: " + word.substr(12);
    } else {
      std::istringstream parts(word);
      std::string part;
      std::getline(parts, part, '-');
      yaml += "procedure_code: \"" + part + "\", modifiers: [";
      while (std::getline(parts, part, '-')) yaml += "\"" + part + "\",";
      yaml += "]";
    }
  }
  return "{" + (yaml.empty() ? rest.substr(std::min<size_t>(2, rest.size())) : yaml + rest) + "}";
}

template <typename Item>
std::string List(std::string_view key, std::string_view text, Item item) {
  std::string yaml = std::string(key) + ": [";
  while (!Trimmed(text).empty()) {
    const size_t end = std::min(text.find(';'), text.size());
    yaml += item(Trimmed(text.substr(0, end))) + ", ";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return yaml + "]";
}

std::string LineText(const Claim& claim, std::span<const LineRef> refs) {
  std::string text;
  for (LineRef ref : refs) {
    if (!text.empty()) text += ",";
    text += IsHistory(ref)
                ? "h" + std::to_string(~ref + 1)
                : std::to_string(claim.service_lines[static_cast<size_t>(ref)].line_number);
  }
  return text.empty() ? "claim" : text;
}

}  // namespace

std::shared_ptr<const TableSet> MakeTables(const std::vector<TestTable>& tables) {
  if (tables.empty()) return TableSet::Empty();
  const std::string folder = ScratchPath("tables");
  std::filesystem::create_directories(folder);
  Manifest manifest;
  for (const TestTable& table : tables) {
    ManifestEntry entry;
    const std::string path = folder + "/new.tbl";
    const absl::StatusOr<uint64_t> checksum =
        WriteTable(table, path, {.name = table.name, .release = "2024Q3", .sample = table.sample});
    EXPECT_TRUE(checksum.ok()) << table.name << ": " << checksum.status();
    entry.checksum = checksum.value_or(0);
    entry.info = InfoOf(table, path);
    entry.file = PackedFileName(table.name, entry.checksum);
    std::filesystem::rename(path, folder + "/" + entry.file);
    manifest.Set(entry);
  }
  const absl::Status written = WriteManifest(folder, manifest);
  EXPECT_TRUE(written.ok()) << written;
  absl::StatusOr<std::shared_ptr<const TableSet>> loaded = TableSet::Load(folder);
  EXPECT_TRUE(loaded.ok()) << loaded.status();
  std::filesystem::remove_all(folder);  // the tables stay mapped
  return loaded.ok() ? *std::move(loaded) : TableSet::Empty();
}

namespace {

// The files of the shipped ruleset for which `wanted` holds.
template <typename Wanted>
void ReadRuleset(const std::string& name, RuleFiles& files, Wanted wanted) {
  const DiskFileSource disk;
  const auto paths = disk.List("rulesets/" + name);
  EXPECT_TRUE(paths.ok()) << paths.status();
  for (const std::string& path : paths.value_or(std::vector<std::string>())) {
    if (!wanted(path)) continue;
    const auto text = disk.Read(path, kMaxFileBytes);
    EXPECT_TRUE(text.ok()) << text.status();
    files[path.substr(path.find('/') + 1)] = text.value_or("");
  }
}

}  // namespace

RuleFiles NationalRules(const RuleFiles& more) {
  RuleFiles files = NationalRulesOf({"ncci_add_on.yaml", "ncci_medically_unlikely.yaml",
                                     "ncci_procedure_to_procedure.yaml", "provider_numbers.yaml"});
  for (const auto& [path, text] : more) files[path] = text;
  return files;
}

RuleFiles NationalRulesOf(const std::vector<std::string_view>& names) {
  RuleFiles files;
  ReadRuleset("national", files, [&names](std::string_view path) {
    if (path.ends_with("_test.yaml")) return false;  // of rules that may not be among them
    return path.find("/rules/") == std::string_view::npos ||
           std::any_of(names.begin(), names.end(), [path](std::string_view name) {
             return path.ends_with("/rules/" + std::string(name));
           });
  });
  return files;
}

RuleFiles ShippedRules(const std::vector<std::string>& names, const RuleFiles& more) {
  RuleFiles files = more;
  for (const std::string& name : names)
    ReadRuleset(name, files, [](std::string_view) { return true; });
  return files;
}

RuleFiles OneRuleset(const std::string& rules) {
  return {{"base/ruleset.yaml", kNationalHeader}, {"base/rules.yaml", rules}};
}

std::shared_ptr<const Snapshot> MakeSnapshot(const RuleFiles& files,
                                             const std::vector<TestTable>& tables) {
  Diagnostics diagnostics;
  std::shared_ptr<const ResolvedRulesets> rulesets = ResolveFiles(files, diagnostics);
  EXPECT_NE(rulesets, nullptr) << ToString(diagnostics);
  if (rulesets == nullptr) rulesets = std::make_shared<ResolvedRulesets>();
  const auto snapshot = Snapshot::Build(rulesets, MakeTables(tables));
  EXPECT_TRUE(snapshot.ok()) << snapshot.status();
  return *snapshot;
}

std::string Lines(std::string_view text) { return List("lines", text, LineYaml); }

std::string History(std::string_view text) {
  int number = 0;
  return List("history", text, [&number](std::string_view item) {
    const size_t space = item.find(' ');
    return "{claim_id: H" + std::to_string(++number) +
           ", status: " + std::string(item.substr(0, space)) +
           ", line: " + LineYaml(item.substr(space)) + "}";
  });
}

std::shared_ptr<const Claim> MakeClaim(std::string yaml) {
  yaml = "{" + std::string(Inside(yaml)) + "}";
  Diagnostics diagnostics;
  const NodePtr root = ReadYaml(std::make_shared<SourceFile>("claim", yaml), diagnostics);
  if (root == nullptr) {
    ADD_FAILURE() << ToString(diagnostics);
    return std::make_shared<Claim>();
  }
  MapReader map(*root, "a claim", diagnostics);
  std::shared_ptr<const Claim> claim = ReadClaim(map,
                                                 {.service_date = *Date::FromCivil(2024, 5, 10),
                                                  .line_of_business = LineOfBusiness::kMedicare},
                                                 diagnostics);
  map.Finish();
  EXPECT_TRUE(diagnostics.empty()) << ToString(diagnostics);
  return claim;
}

std::string ToText(const Snapshot& snapshot, const Claim& claim, const Findings& findings) {
  const auto rule_id = [&snapshot](int32_t rule) {
    return rule < 0 ? "" : snapshot.rulesets().rules[static_cast<size_t>(rule)].id;
  };
  std::string text;
  const auto finding_text = [&](const Finding& finding) {
    std::string words = rule_id(finding.rule) + " ";
    words += finding.outcome == Outcome::kBypassed ? "bypassed" : ToString(finding.severity);
    words += " " + LineText(claim, findings.Lines(finding.lines));
    if (finding.related.count > 0)
      words += " with " + LineText(claim, findings.Lines(finding.related));
    return words;
  };
  for (const Finding& finding : findings.items) {
    text += (text.empty() ? "" : "; ") + finding_text(finding);
    std::string also;
    ForEachAlso(findings, finding, [&](const Finding& other) {
      also += (also.empty() ? "" : "; ") + finding_text(other);
    });
    if (!also.empty()) text += " (" + also + ")";
  }
  for (const Gap& gap : findings.not_evaluated) {
    const std::string why = DescribeGap(claim, gap);
    text += (text.empty() ? "" : "; ") + rule_id(gap.rule) + "? " + why.substr(0, why.find(':')) +
            " " + LineText(claim, findings.Lines(gap.lines));
  }
  return text;
}

const Findings& World::Evaluate(const Claim& claim, bool include_bypassed) {
  return scrubline::Evaluate(*snapshot_, claim,
                             {.today = *Date::Parse(kToday), .include_bypassed = include_bypassed},
                             scratch_);
}

std::string World::Run(const std::string& yaml, bool include_bypassed) {
  const std::shared_ptr<const Claim> claim = MakeClaim(yaml);
  return ToText(*snapshot_, *claim, Evaluate(*claim, include_bypassed));
}

std::vector<FindingText> World::Describe(const std::string& yaml, bool include_bypassed) {
  claims_.push_back(MakeClaim(yaml));
  const Claim& claim = *claims_.back();
  const Findings& findings = Evaluate(claim, include_bypassed);
  std::vector<FindingText> texts;
  for (const Finding& finding : findings.items) {
    scrubline::Describe(*snapshot_, claim, findings, finding, texts.emplace_back());
  }
  return texts;
}

}  // namespace scrubline
