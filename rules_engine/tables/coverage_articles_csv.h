// rules_engine/tables/coverage_articles_csv.h — the diagnoses of Medicare coverage articles as csv:
// `icd10_code,article_id,covered,group`.
//
// Articles of this form name no procedure, so a csv of the user's own says which codes an article
// is about, and comes in the same call:
//
//   code,policy,kind,states,from,through            scrub tables import articles.csv mine.csv
//   83036,A58710,ARTICLE,TX OK,2024-01-01,              --as coverage_policies --into tables
//
// Its rows get the diagnoses of their article: those marked Y are covered, those marked N denied.
// Groups are alternatives; a row with a group of its own gets that group only.
// Tested by coverage_articles_csv_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_COVERAGE_ARTICLES_CSV_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_COVERAGE_ARTICLES_CSV_H_

#include "absl/status/status.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

bool IsCoverageArticlesCsv(const TextBeginning& beginning);

// Into the rows of the release, by their policy. InvalidArgument where there are none.
absl::Status CompleteCoveragePolicies(ByteSource& source, const PublishedRelease& release,
                                      RowLog& log, ReferenceBuilder& builder);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_COVERAGE_ARTICLES_CSV_H_
