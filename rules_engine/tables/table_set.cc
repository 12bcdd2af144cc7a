#include "rules_engine/tables/table_set.h"

#include <algorithm>
#include <future>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "rules_engine/tables/byte_source.h"
#include "rules_engine/tables/manifest.h"
#include "rules_engine/tables/status_macros.h"
#include "rules_engine/tables/table_names.h"

namespace scrubline {
namespace {

using AnyTable = std::variant<PtpTable, MueTable, AddOnTable, ReferenceTable>;

template <typename Table>
absl::StatusOr<AnyTable> MapAs(const std::string& path, const ManifestEntry& entry) {
  SCRUB_ASSIGN_OR_RETURN(Table table, Table::Map(path));
  if (table.checksum() != entry.checksum || table.info() != entry.info) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "%s: not the table that manifest.json lists; import it again with `scrub tables import`",
        path));
  }
  return AnyTable(std::move(table));
}

absl::StatusOr<AnyTable> MapTable(const std::string& folder, const ManifestEntry& entry) {
  const std::string path = folder + "/" + entry.file;
  switch (*KindOfTable(entry.info.name)) {
    case TableKind::kPtp:
      return MapAs<PtpTable>(path, entry);
    case TableKind::kMue:
      return MapAs<MueTable>(path, entry);
    case TableKind::kAddOn:
      return MapAs<AddOnTable>(path, entry);
    case TableKind::kReference:
      return MapAs<ReferenceTable>(path, entry);
  }
  return absl::InternalError("no such kind of table");
}

template <typename Tables>
auto* FindIn(const Tables& tables, std::string_view name) {
  const auto at = tables.find(name);
  return at == tables.end() ? nullptr : &at->second;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const TableSet>> TableSet::Load(const std::string& folder) {
  // An import may replace the tables between our reading the manifest and opening its files: when
  // the manifest has changed meanwhile, the new one is what the folder now says.
  constexpr int kAttempts = 3;
  for (int attempt = 1;; ++attempt) {
    SCRUB_ASSIGN_OR_RETURN(const Manifest manifest, ReadManifest(folder));
    // One thread a table: the work is waiting for memory, and two tables hold nearly all of it.
    std::vector<std::future<absl::StatusOr<AnyTable>>> mapped;
    for (const ManifestEntry& entry : manifest.tables) {
      mapped.push_back(std::async(std::launch::async, MapTable, folder, std::cref(entry)));
    }
    auto set = std::make_shared<TableSet>();
    std::vector<std::string> errors;
    for (size_t i = 0; i < mapped.size(); ++i) {
      absl::StatusOr<AnyTable> table = mapped[i].get();
      const std::string& name = manifest.tables[i].info.name;
      if (!table.ok()) {
        errors.emplace_back(table.status().message());
      } else if (auto* ptp = std::get_if<PtpTable>(&*table)) {
        set->ptp_.emplace(name, std::move(*ptp));
      } else if (auto* mue = std::get_if<MueTable>(&*table)) {
        set->mue_.emplace(name, std::move(*mue));
      } else if (auto* add_on = std::get_if<AddOnTable>(&*table)) {
        set->add_on_.emplace(name, std::move(*add_on));
      } else if (auto* reference = std::get_if<ReferenceTable>(&*table)) {
        set->reference_.emplace(name, std::move(*reference));
      }
    }
    if (errors.empty()) return std::shared_ptr<const TableSet>(std::move(set));
    const absl::StatusOr<Manifest> now = ReadManifest(folder);
    const bool changed = now.ok() && now->tables != manifest.tables;
    if (!changed || attempt == kAttempts) {
      return absl::InvalidArgumentError(absl::StrJoin(errors, "\n"));
    }
  }
}

std::shared_ptr<const TableSet> TableSet::Empty() { return std::make_shared<TableSet>(); }

std::shared_ptr<const TableSet> TableSet::WithReferences(std::shared_ptr<const TableSet> base,
                                                         std::vector<ReferenceTable> references) {
  auto set = std::make_shared<TableSet>();
  set->base_ = std::move(base);
  for (ReferenceTable& table : references) {
    const std::string name(table.schema().name);
    set->reference_.emplace(name, std::move(table));
  }
  return set;
}

const PtpTable* TableSet::ptp(std::string_view name) const {
  return base_ != nullptr ? base_->ptp(name) : FindIn(ptp_, name);
}
const MueTable* TableSet::mue(std::string_view name) const {
  return base_ != nullptr ? base_->mue(name) : FindIn(mue_, name);
}
const AddOnTable* TableSet::add_on(std::string_view name) const {
  return base_ != nullptr ? base_->add_on(name) : FindIn(add_on_, name);
}
const ReferenceTable* TableSet::reference(std::string_view name) const {
  return FindIn(reference_, name);
}

std::vector<TableInfo> TableSet::infos() const {
  std::vector<TableInfo> infos;
  const TableSet& ncci = base_ != nullptr ? *base_ : *this;
  for (const auto& [name, table] : ncci.ptp_) infos.push_back(table.info());
  for (const auto& [name, table] : ncci.mue_) infos.push_back(table.info());
  for (const auto& [name, table] : ncci.add_on_) infos.push_back(table.info());
  for (const auto& [name, table] : reference_) infos.push_back(table.info());
  std::sort(infos.begin(), infos.end(),
            [](const TableInfo& a, const TableInfo& b) { return a.name < b.name; });
  return infos;
}

std::string TableSet::content_hash() const {
  std::string text;
  const auto add = [&text](const auto& tables) {
    for (const auto& [name, table] : tables) {
      absl::StrAppendFormat(&text, "%s %016x\n", name, table.checksum());
    }
  };
  const TableSet& ncci = base_ != nullptr ? *base_ : *this;
  add(ncci.ptp_);
  add(ncci.mue_);
  add(ncci.add_on_);
  add(reference_);
  return Sha256(text);
}

}  // namespace scrubline
