// Arbitrary bytes as a published file: PTP text, MUE csv, add-on csv and workbook, every layout of
// reference tables, a csv of the user's own; and as a packed table. Whatever a reader accepts must
// pack, map and answer.

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules_engine/tables/add_on_builder.h"
#include "rules_engine/tables/add_on_file.h"
#include "rules_engine/tables/atomic_file.h"
#include "rules_engine/tables/byte_source.h"
#include "rules_engine/tables/mue_builder.h"
#include "rules_engine/tables/mue_csv.h"
#include "rules_engine/tables/own_csv.h"
#include "rules_engine/tables/ptp_builder.h"
#include "rules_engine/tables/ptp_table.h"
#include "rules_engine/tables/ptp_text.h"
#include "rules_engine/tables/published_format.h"
#include "rules_engine/tables/reference_builder.h"
#include "rules_engine/tables/reference_table.h"
#include "rules_engine/tables/row_log.h"
#include "rules_engine/tables/sheet.h"

namespace scrubline {
namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

// In memory where there is such a place: packed files are synced, which a disk makes slow.
std::string Path() {
  static const std::string folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
  return folder + "/table_import_fuzz." + std::to_string(getpid()) + ".tbl";
}

void Ptp(std::string_view text) {
  const auto source = FromMemory(text);
  RowLog log("fuzz");
  PtpBuilder builder;
  if (!ReadPtpText(*source, log, builder).ok() || log.kept() == 0) return;
  Require(builder.Write(Path(), {.name = "fuzz"}, {}).ok());
  const auto table = PtpTable::Map(Path());
  Require(table.ok() && table->row_count() == log.kept());
  for (uint32_t i = 0; i < table->row_count(); ++i) {
    const PtpTable::Row row = table->row(i);
    Require(!table->History(row.column1, row.column2).empty());
    PtpTable::Hit hit;
    const bool found =
        table->Find(table->FindCode(row.column1), table->FindCode(row.column2), row.effective, hit);
    Require(found || row.indicator == 9 || row.deletion <= row.effective);
  }
}

void Mue(std::string_view text) {
  const auto source = FromMemory(text);
  CsvReader sheet(*source);
  RowLog log("fuzz");
  MueRelease release;
  release.effective = *Date::FromCivil(2024, 7, 1);
  if (!ReadMueCsv(sheet, log, release).ok()) return;
  MueBuilder builder;
  builder.AddRelease(std::move(release));
  Require(builder.Write(Path(), "ncci_mue_dme", false, {}).ok());
  Require(MueTable::Map(Path()).ok());
}

void AddOn(SheetReader& sheet) {
  RowLog log("fuzz");
  std::vector<AddOnTable::PublishedRow> rows;
  if (!ReadAddOnFile(sheet, log, rows).ok()) return;
  Require(WriteAddOnTable(Path(), {.name = "ncci_aoc"}, rows, {}).ok());
  Require(AddOnTable::Map(Path()).ok());
}

// Packs what was read; every key must be found and every cell be readable.
void RequireSound(const ReferenceSchema& schema, const ReferenceBuilder& builder) {
  Require(builder.Write(Path(), {.name = std::string(schema.name)}, {}).ok());
  const auto table = ReferenceTable::Map(Path());
  Require(table.ok());
  for (KeyId id = 1; id <= table->key_count(); ++id) {
    Require(table->FindKey(table->key(id)) == id);
    const ReferenceTable::Rows rows = table->RowsOf(id);
    Require(rows.begin < rows.end);
    for (RowId row = rows.begin; row != rows.end; ++row) {
      const Date first = table->dates(row).first;
      Require(table->LookUp(table->key(id), first).listing == Listing::kListed);
      for (size_t i = 0; i < schema.columns.size(); ++i) {
        (void)table->Format(row, static_cast<int>(i));
      }
    }
  }
}

// By its recognizers, as an import would.
void Published(std::string_view text) {
  const TextBeginning beginning = {"fuzz_2024_jan.csv", "fuzz.zip", text};
  for (const PublishedFormat& format : PublishedFormats()) {
    if (!format.recognize(beginning)) continue;
    const std::optional<PublishedRelease> release = format.release(beginning, "");
    if (!release.has_value()) continue;
    const ReferenceSchema& schema = ReferenceSchemaOf(format.table);
    const auto source = FromMemory(text);
    RowLog log("fuzz");
    ReferenceBuilder builder(schema);
    if (format.read(*source, *release, log, builder).ok()) RequireSound(schema, builder);
  }
}

void OwnCsv(const ReferenceSchema& schema, std::string_view text) {
  const auto source = FromMemory(text);
  CsvReader sheet(*source);
  RowLog log("fuzz");
  ReferenceBuilder builder(schema);
  const int release = builder.AddRelease("own", kEveryDay);
  if (ReadOwnCsv(schema, sheet, release, log, builder).ok()) RequireSound(schema, builder);
}

void Packed(std::string_view bytes) {
  Require(WriteFileAtomically(Path(), std::as_bytes(std::span(bytes))).ok());
  (void)PtpTable::Map(Path()).ok();
  (void)MueTable::Map(Path()).ok();
  (void)AddOnTable::Map(Path()).ok();
  (void)ReferenceTable::Map(Path()).ok();
}

}  // namespace
}  // namespace scrubline

// The first byte chooses the reader.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace scrubline;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 7) {
    case 0:
      Ptp(text);
      break;
    case 1:
      Mue(text);
      break;
    case 2: {
      const auto source = FromMemory(text);
      CsvReader sheet(*source);
      AddOn(sheet);
      break;
    }
    case 3: {
      auto sheet = WorkbookReader::Open(std::string(text));
      if (sheet.ok()) AddOn(*sheet);
      break;
    }
    case 4:
      Packed(text);
      break;
    case 5:
      Published(text);
      break;
    case 6: {
      if (text.empty()) return 0;
      const auto& schemas = AllReferenceSchemas();
      OwnCsv(schemas[static_cast<unsigned char>(text[0]) % schemas.size()], text.substr(1));
      break;
    }
  }
  return 0;
}
