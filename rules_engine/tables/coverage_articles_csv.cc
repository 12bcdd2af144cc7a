#include "rules_engine/tables/coverage_articles_csv.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_format.h"
#include "rules_engine/claim.h"
#include "rules_engine/tables/captions.h"
#include "rules_engine/tables/published_fields.h"
#include "rules_engine/tables/sheet.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

enum Column { kDiagnosis, kArticle, kCovered, kGroup };
constexpr std::string_view kCaptions[] = {"icd10_code", "article_id", "covered", "group"};

// `A58710` and `58710` are one article.
std::string_view ArticleNumber(std::string_view policy) {
  return policy.substr(policy.substr(0, 1) == "A" || policy.substr(0, 1) == "a" ? 1 : 0);
}

// The diagnoses of one group of an article.
struct Group {
  std::vector<KeyRange> covered, denied;
};
struct Article {
  std::map<int64_t, Group> groups;  // by number, in thousandths as cells have it
  uint64_t rows = 0;
  bool is_used = false;
};

struct Reader {
  absl::flat_hash_map<std::string, Article> articles;

  // Why the row is refused; empty when it was taken.
  std::string Take(const SheetRow& row, const std::vector<size_t>& places) {
    const std::string_view diagnosis_text = row.Text(places[kDiagnosis]);
    const std::optional<Code> diagnosis = Code::ParseDiagnosis(diagnosis_text);
    if (!diagnosis.has_value() || diagnosis->empty()) {
      return absl::StrFormat("`%s` is not a diagnosis", Printable(diagnosis_text));
    }
    const std::string_view number = ArticleNumber(row.Text(places[kArticle]));
    if (number.empty()) return "it names no article";
    const std::string_view covered = row.Text(places[kCovered]);
    if (covered != "Y" && covered != "N") {
      return absl::StrFormat("covered is `%s`, not Y or N", Printable(covered));
    }
    const std::optional<int64_t> group = ParseAmount(row.Text(places[kGroup]), 3);
    if (!group.has_value()) {
      return absl::StrFormat("group `%s` is not a number", Printable(row.Text(places[kGroup])));
    }
    Article& article = articles[std::string(number)];
    Group& diagnoses = article.groups[*group];
    (covered == "Y" ? diagnoses.covered : diagnoses.denied)
        .push_back(KeyRange::Single(TableKey::Of(*diagnosis)));
    ++article.rows;
    return "";
  }
};

void Complete(const Article& article, ReferenceBuilder::Row& row) {
  const int64_t only = row.NumberAt(coverage_policies::kGroup);
  Group all;
  for (const auto& [number, group] : article.groups) {
    if (only != kUnset && only != number) continue;
    all.covered.insert(all.covered.end(), group.covered.begin(), group.covered.end());
    all.denied.insert(all.denied.end(), group.denied.begin(), group.denied.end());
  }
  row.Codes(coverage_policies::kCovered, std::move(all.covered))
      .Codes(coverage_policies::kDenied, std::move(all.denied));
}

}  // namespace

bool IsCoverageArticlesCsv(const TextBeginning& beginning) {
  return HasCaptions(beginning.bytes, kCaptions);
}

absl::Status CompleteCoveragePolicies(ByteSource& source, const PublishedRelease& release,
                                      RowLog& log, ReferenceBuilder& builder) {
  const int number = builder.FindRelease(release.name);
  if (number < 0) {
    return absl::InvalidArgumentError(
        "the diagnoses of articles without their procedure codes: import them `--as "
        "coverage_policies` in one call with a csv of your own, "
        "`code,policy,kind,states,from,through`");
  }
  CsvReader sheet(source);
  SCRUB_ASSIGN_OR_RETURN(const std::vector<size_t> places, ReadHeader(sheet, kCaptions));
  Reader reader;
  SheetRow row;
  while (sheet.Next(row)) {
    std::string fault = reader.Take(row, places);
    if (!fault.empty()) log.Refuse(row.line, 0, row.ToString(), std::move(fault), "");
  }
  SCRUB_RETURN_IF_ERROR(sheet.status());
  builder.ForEachRow(number, [&](TableKey /*key*/, ReferenceBuilder::Row built) {
    const std::string_view policy = built.TextAt(coverage_policies::kPolicy);
    const auto at = reader.articles.find(std::string(ArticleNumber(policy)));
    if (at == reader.articles.end()) return;
    Complete(at->second, built);
    at->second.is_used = true;
  });
  uint64_t unused = 0;
  for (const auto& [name, article] : reader.articles) {
    unused += article.is_used ? 0u : 1u;
    for (uint64_t i = 0; article.is_used && i < article.rows; ++i) log.Keep();
  }
  if (unused > 0) {
    log.Note(0, absl::StrFormat("%d articles are the policy of no procedure code of yours", unused),
             "");
  }
  return absl::OkStatus();
}

}  // namespace scrubline
