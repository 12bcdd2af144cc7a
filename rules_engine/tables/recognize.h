// rules_engine/tables/recognize.h — what a downloaded file is, by its content.
//
//   absl::StatusOr<std::vector<RecognizedText>> texts = RecognizeFile("ccipra-v322r0-f1.zip");
//   // one text: format kPtpText, name `ccipra-v322r0-f1.TXT`, hints from both names
//
// An archive often holds the same table twice, as text and as workbook: the text is taken; or as
// text and as csv of one name: one of them is taken. The
// error says what was found instead and what to do: a PTP or MUE workbook is refused, because
// spreadsheets drop the leading zeros of codes and the text lies beside it in the same download.
// Tested by import_tables_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_RECOGNIZE_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_RECOGNIZE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "rules_engine/tables/byte_source.h"
#include "rules_engine/tables/file_name.h"
#include "rules_engine/tables/packed_file.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

enum class TextFormat {
  kPtpText,
  kMueCsv,
  kAddOnCsv,
  kAddOnWorkbook,
  kReference,  // RecognizedText::published says in which layout
  kOwnCsv,     // of the table that `--as` names
};

// `PTP edits (text)`.
std::string_view Describe(TextFormat format);
TableKind KindOf(TextFormat format);

struct RecognizedText {
  SourceMember member;
  TextFormat format = TextFormat::kPtpText;
  NameHints hints;  // from the text's own name, then the download's, then (setting) the content
  const PublishedFormat* published = nullptr;
  std::string beginning = {};  // kReference: the text's first bytes
};

// InvalidArgument when nothing in the file is a published table that can be read. `as`: the
// reference table it is said to be, or null: then only layouts of that table are looked for, and a
// text in none of them is the user's own csv. A text may be several tables' and then stands once
// for each.
absl::StatusOr<std::vector<RecognizedText>> RecognizeFile(const std::string& path,
                                                          const ReferenceSchema* as = nullptr);

// What is known of the text before it is read, for PublishedFormat.
TextBeginning BeginningOf(const RecognizedText& text);

// The largest workbook read; CMS's add-on workbook has 0.3 MB.
inline constexpr size_t kMaxWorkbookBytes = 64 << 20;

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_RECOGNIZE_H_
