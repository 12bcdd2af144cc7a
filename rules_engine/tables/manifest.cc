#include "rules_engine/tables/manifest.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/strings/str_format.h"
#include "nlohmann/json.hpp"
#include "rules_engine/tables/atomic_file.h"
#include "rules_engine/tables/byte_source.h"
#include "rules_engine/tables/status_macros.h"
#include "rules_engine/tables/table_names.h"

namespace scrubline {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;
constexpr size_t kMaxBytes = 1 << 20;

absl::Status Unreadable(const std::string& path, std::string_view cause) {
  return absl::InvalidArgumentError(absl::StrFormat(
      "%s: %s; remove the file and import the tables again with `scrub tables import`", path,
      cause));
}

std::string Hex(uint64_t n) { return absl::StrFormat("%016x", n); }

std::optional<uint64_t> ParseHex(std::string_view text) {
  uint64_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n, 16);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return n;
}

// A member of a JSON object, or nothing when it is absent or of another type.
template <typename T>
bool Get(const Json& object, const char* name, T& value) {
  if (!object.is_object()) return false;
  const auto at = object.find(name);
  if (at == object.end()) return false;
  if constexpr (std::is_same_v<T, std::string>) {
    if (!at->is_string()) return false;
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!at->is_boolean()) return false;
  } else {
    if (!at->is_number_unsigned()) return false;
  }
  value = at->template get<T>();
  return true;
}

bool Decode(const Json& json, TableSource& source) {
  return Get(json, "file", source.file) && Get(json, "sha256", source.sha256) &&
         Get(json, "release", source.release) && Get(json, "rows", source.rows) &&
         Get(json, "refused", source.refused);
}

bool Decode(const Json& json, ManifestEntry& entry) {
  std::string checksum;
  TableInfo& info = entry.info;
  if (!Get(json, "name", info.name) || !Get(json, "file", entry.file) ||
      !Get(json, "checksum", checksum) || !Get(json, "release", info.release) ||
      !Get(json, "rows", info.rows) || !Get(json, "refused", info.refused) ||
      !Get(json, "sample", info.sample)) {
    return false;
  }
  const std::optional<uint64_t> number = ParseHex(checksum);
  const auto sources = json.find("sources");
  if (!number.has_value() || sources == json.end() || !sources->is_array()) return false;
  entry.checksum = *number;
  return std::all_of(sources->begin(), sources->end(), [&info](const Json& source) {
    return Decode(source, info.sources.emplace_back());
  });
}

Json Encode(const ManifestEntry& entry) {
  Json sources = Json::array();
  for (const TableSource& source : entry.info.sources) {
    sources.push_back({{"file", source.file},
                       {"sha256", source.sha256},
                       {"release", source.release},
                       {"rows", source.rows},
                       {"refused", source.refused}});
  }
  return {{"name", entry.info.name},         {"file", entry.file},
          {"checksum", Hex(entry.checksum)}, {"release", entry.info.release},
          {"rows", entry.info.rows},         {"refused", entry.info.refused},
          {"sample", entry.info.sample},     {"sources", sources}};
}

}  // namespace

void Manifest::Set(ManifestEntry entry) {
  const auto at = std::lower_bound(
      tables.begin(), tables.end(), entry,
      [](const ManifestEntry& a, const ManifestEntry& b) { return a.info.name < b.info.name; });
  if (at != tables.end() && at->info.name == entry.info.name) {
    *at = std::move(entry);
  } else {
    tables.insert(at, std::move(entry));
  }
}

const ManifestEntry* Manifest::Find(std::string_view name) const {
  for (const ManifestEntry& entry : tables) {
    if (entry.info.name == name) return &entry;
  }
  return nullptr;
}

std::string ManifestPath(const std::string& folder) { return folder + "/manifest.json"; }

std::string PackedFileName(std::string_view table, uint64_t checksum) {
  return absl::StrFormat("%s-%s.tbl", table, Hex(checksum));
}

absl::StatusOr<Manifest> ReadManifest(const std::string& folder) {
  const std::string path = ManifestPath(folder);
  const SourceMember member{.path = path, .name = path};
  absl::StatusOr<std::unique_ptr<ByteSource>> source = OpenMember(member);
  if (absl::IsNotFound(source.status())) {
    return absl::NotFoundError(absl::StrFormat(
        "%s: no tables here; import CMS's files with `scrub tables import FILE... --into %s`", path,
        folder));
  }
  if (!source.ok()) return source.status();
  const absl::StatusOr<std::string> text = ReadAll(**source, kMaxBytes);
  if (!text.ok()) return Unreadable(path, std::string(text.status().message()));

  const Json json = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
  uint64_t format = 0;
  if (json.is_discarded() || !Get(json, "format", format)) {
    return Unreadable(path, "not a manifest of packed tables");
  }
  if (format != kFormat) {
    return Unreadable(path, absl::StrFormat("manifest of format %d, this program reads format %d",
                                            format, kFormat));
  }
  const auto tables = json.find("tables");
  if (tables == json.end() || !tables->is_array()) return Unreadable(path, "`tables` is missing");
  Manifest manifest;
  for (const Json& table : *tables) {
    ManifestEntry entry;
    if (!Decode(table, entry)) return Unreadable(path, "a table's entry is incomplete");
    if (!KindOfTable(entry.info.name).has_value()) {
      return Unreadable(path, absl::StrFormat("`%s` is not the name of a table", entry.info.name));
    }
    if (entry.file != PackedFileName(entry.info.name, entry.checksum)) {
      return Unreadable(
          path, absl::StrFormat("`%s` does not go with its file and checksum", entry.info.name));
    }
    manifest.Set(std::move(entry));
  }
  return manifest;
}

absl::Status WriteManifest(const std::string& folder, const Manifest& manifest) {
  Json tables = Json::array();
  for (const ManifestEntry& entry : manifest.tables) tables.push_back(Encode(entry));
  const Json json = {{"format", kFormat}, {"tables", tables}};
  const std::string text =
      json.dump(2, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace) + "\n";
  return WriteFileAtomically(ManifestPath(folder), std::as_bytes(std::span(text)));
}

}  // namespace scrubline
