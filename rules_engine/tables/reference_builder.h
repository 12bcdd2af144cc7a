// rules_engine/tables/reference_builder.h — collects the rows of a reference table and packs them.
//
//   ReferenceBuilder builder(ReferenceSchemaOf(ReferenceId::kPlacesOfService));
//   const int release = builder.AddRelease("2024Q3", {first_day, last_day});
//   builder.AddRow(*TableKey::Parse("22"), {first_day, Date::Max()}, release)
//       .Flag(places_of_service::kFacility, true)
//       .Text(places_of_service::kName, "Outpatient hospital");
//   absl::StatusOr<uint64_t> checksum = builder.Write(path, info, covers);
//
// A row's end of Date::Max() is open, and so is a first day of Date(): they are cut to the days of
// its release when written. A release ends where a later one begins that lasts as long (the April
// file of a year, the next tabular list). Rows that are equal but for dates that touch are joined.
// Columns not set are absent (flags: no). Memory: 8 bytes a cell, and each distinct text and list
// once. Tested by reference_table_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_REFERENCE_BUILDER_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_REFERENCE_BUILDER_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "rules_engine/date.h"
#include "rules_engine/tables/reference_table.h"

namespace scrubline {

class ReferenceBuilder {
 public:
  explicit ReferenceBuilder(const ReferenceSchema& schema) : schema_(schema) {}

  // One file's name for itself and the days it answers for. Returns its number for AddRow.
  int AddRelease(std::string name, DateInterval covered);

  // Sets the columns of the row just added; REQUIRES each column to be of that type. Valid until
  // the next AddRow.
  class Row {
   public:
    Row& Key(int column, TableKey key);
    Row& Code(int column, scrubline::Code code) { return Key(column, TableKey::Of(code)); }
    Row& Number(int column, int64_t thousandths);
    Row& Money(int column, int64_t cents) { return Number(column, cents); }
    Row& Flag(int column, bool value);
    Row& OnDate(int column, Date date);
    Row& Text(int column, std::string_view text);
    Row& Codes(int column, std::vector<KeyRange> ranges);  // sorted and joined here

    // What a column was set to; REQUIRES it to be of that type. The text is valid until another one
    // is set.
    int64_t NumberAt(int column) const { return static_cast<int64_t>(Cell(column)); }
    std::string_view TextAt(int column) const;

   private:
    friend class ReferenceBuilder;
    Row(ReferenceBuilder& builder, size_t first_cell) : builder_(builder), cell_(first_cell) {}
    uint64_t Cell(int column) const { return builder_.cells_[cell_ + static_cast<size_t>(column)]; }
    void Set(int column, uint64_t cell) {
      builder_.cells_[cell_ + static_cast<size_t>(column)] = cell;
    }
    ReferenceBuilder& builder_;
    size_t cell_;
  };
  Row AddRow(TableKey key, DateInterval dates, int release);
  // The number of a release added before, by its name; -1.
  int FindRelease(std::string_view name) const;
  // `take(key, row)` for every row of a release, to set further columns.
  template <typename Take>
  void ForEachRow(int release, const Take& take) {
    for (const BuiltRow& row : rows_) {
      if (row.release == release) take(row.key, Row(*this, row.cell));
    }
  }
  // Takes back the row just added. REQUIRES: there is one.
  void DropLastRow() {
    cells_.resize(rows_.back().cell);
    rows_.pop_back();
  }

  // Keeps the other table's releases whose names are not here yet, with their rows.
  void AddReleasesOf(const ReferenceTable& table);

  size_t row_count() const { return rows_.size(); }
  // The names of all releases, in order of time, comma-separated.
  std::string ReleaseNames() const;

  // The packed table; `covers`: of a sample, further codes it answers for.
  absl::StatusOr<std::vector<std::byte>> Pack(const TableInfo& info,
                                              const std::vector<Code>& covers) const;
  // Writes the packed file and returns its checksum; `covers` as of Pack.
  absl::StatusOr<uint64_t> Write(const std::string& path, const TableInfo& info,
                                 const std::vector<Code>& covers) const;

 private:
  struct BuiltRow {
    TableKey key;
    DateInterval dates;
    int release;
    size_t cell;
  };
  struct Release {
    std::string name;
    DateInterval covered;
    bool kept = false;  // from the table that is being replaced
  };
  // What each release answers for, next to the others.
  std::vector<DateInterval> CoveredDays() const;
  uint64_t AddText(std::string_view text);
  uint64_t AddList(std::vector<KeyRange> ranges);

  const ReferenceSchema& schema_;
  std::vector<Release> releases_;
  std::vector<BuiltRow> rows_;
  std::vector<uint64_t> cells_;
  std::string texts_;
  std::vector<KeyRange> lists_;
  absl::flat_hash_map<std::string, uint64_t> text_cells_;
  std::map<std::vector<KeyRange>, uint64_t> list_cells_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_REFERENCE_BUILDER_H_
