#include "rules_engine/tables/import_tables.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <future>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "rules_engine/tables/add_on_builder.h"
#include "rules_engine/tables/add_on_file.h"
#include "rules_engine/tables/manifest.h"
#include "rules_engine/tables/mue_builder.h"
#include "rules_engine/tables/mue_csv.h"
#include "rules_engine/tables/own_csv.h"
#include "rules_engine/tables/ptp_builder.h"
#include "rules_engine/tables/ptp_text.h"
#include "rules_engine/tables/quarter.h"
#include "rules_engine/tables/recognize.h"
#include "rules_engine/tables/reference_builder.h"
#include "rules_engine/tables/row_log.h"
#include "rules_engine/tables/sheet.h"
#include "rules_engine/tables/status_macros.h"
#include "rules_engine/tables/table_names.h"

namespace scrubline {
namespace {

Diagnostic Error(std::string file, std::string message, std::string hint) {
  return {.level = Diagnostic::Level::kError,
          .position = {std::move(file)},
          .message = std::move(message),
          .hint = std::move(hint)};
}

// One text on its way into a table.
struct Job {
  RecognizedText text;
  std::string table;
  Date effective;
  std::string sha256;
  PublishedRelease published = {};  // of a reference table

  bool is_reference() const { return KindOf(text.format) == TableKind::kReference; }
  std::string release() const {
    return is_reference() ? published.name : Quarter::Of(effective).ToString();
  }
  TextRole role() const {
    return text.published != nullptr ? text.published->role : TextRole::kTable;
  }
  std::string_view format() const {
    return text.published != nullptr ? text.published->name : Describe(text.format);
  }
  // How messages name it: the download, and the text in an archive.
  std::string place() const {
    return text.member.wrapping == Wrapping::kZip ? text.member.path + ":" + text.member.name
                                                  : text.member.path;
  }
  std::string file() const { return std::filesystem::path(text.member.path).filename().string(); }
};

// What building one table gave: a packed file that the manifest does not know yet.
struct Built {
  bool is_new = true;  // false: the sources have nothing for this table, which stays as it is
  Diagnostics errors;
  std::vector<ImportedText> texts;
  ManifestEntry entry;
};

// Holds a folder's import lock while it lives.
class FolderLock {
 public:
  static absl::StatusOr<FolderLock> Take(const std::string& folder) {
    const std::string path = folder + "/.import.lock";
    const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0) return absl::ErrnoToStatus(errno, path + ": cannot create");
    FolderLock lock(fd);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
      return absl::UnavailableError(
          folder + ": another import into this folder is running; try again when it has ended");
    }
    return lock;
  }
  FolderLock(FolderLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock() {
    if (fd_ >= 0) close(fd_);
  }

 private:
  explicit FolderLock(int fd) : fd_(fd) {}
  int fd_;
};

std::string NameList(TableKind kind) {
  std::vector<std::string_view> names;
  for (const TableName& table : kTableNames) {
    if (table.kind == kind) names.push_back(table.name);
  }
  return absl::StrJoin(names, ", ",
                       [](std::string* out, std::string_view name) { out->append(name); });
}

// The table a text belongs to; empty with an error when nothing says.
std::string ChooseTable(const RecognizedText& text, const ImportOptions& options,
                        Diagnostics& errors) {
  const TableKind kind = KindOf(text.format);
  const std::string& path = text.member.path;
  if (kind == TableKind::kReference) {
    return text.published != nullptr ? std::string(ReferenceSchemaOf(text.published->table).name)
                                     : options.as;
  }
  if (!options.as.empty()) {
    if (KindOfTable(options.as) == kind) return options.as;
    errors.push_back(Error(
        path,
        absl::StrFormat("it holds %s, which `%s` cannot hold", Describe(text.format), options.as),
        absl::StrFormat("tables for it: %s", NameList(kind))));
    return "";
  }
  if (kind == TableKind::kAddOn) return "ncci_aoc";
  const std::string name =
      absl::StrFormat("%sncci_%s_%s", text.hints.medicaid ? "medicaid_" : "",
                      kind == TableKind::kPtp ? "ptp" : "mue", text.hints.setting);
  if (KindOfTable(name).has_value()) return name;
  errors.push_back(Error(path,
                         absl::StrFormat("%s, but neither content nor name says for which setting",
                                         Describe(text.format)),
                         absl::StrFormat("add `--as NAME`, one of: %s", NameList(kind))));
  return "";
}

Date ChooseEffective(const RecognizedText& text, const ImportOptions& options,
                     Diagnostics& errors) {
  if (!options.release.empty()) {
    if (const auto quarter = Quarter::Parse(options.release)) return quarter->first_day();
    errors.push_back(Error(text.member.path,
                           absl::StrFormat("%s, of which release `%s` is not a quarter",
                                           Describe(text.format), options.release),
                           "write it like 2024Q3"));
    return Date();
  }
  if (text.hints.effective.has_value()) return *text.hints.effective;
  errors.push_back(Error(text.member.path,
                         absl::StrFormat("%s, but neither content nor name says of which quarter",
                                         Describe(text.format)),
                         "add `--release`, for example `--release 2024Q3`"));
  return Date();
}

std::vector<Job> PlanJobs(const std::vector<std::string>& sources, const ImportOptions& options,
                          Diagnostics& errors) {
  std::vector<Job> jobs;
  for (const std::string& path : sources) {
    const absl::StatusOr<std::vector<RecognizedText>> texts =
        RecognizeFile(path, FindReferenceSchema(options.as));
    const absl::StatusOr<std::string> sha256 = texts.ok() ? FileSha256(path) : texts.status();
    if (!sha256.ok()) {
      std::string message(sha256.status().message());
      if (absl::StartsWith(message, path + ": ")) message.erase(0, path.size() + 2);
      errors.push_back(Error(path, std::move(message), ""));
      continue;
    }
    for (const RecognizedText& text : *texts) {
      if (KindOf(text.format) == TableKind::kReference) {
        Job job{text, ChooseTable(text, options, errors), Date(), *sha256};
        const TextBeginning beginning = BeginningOf(text);
        const auto release = text.published != nullptr
                                 ? text.published->release(beginning, options.release)
                                 : UndatedRelease(beginning, options.release);
        if (release.has_value()) {
          job.published = *release;
          jobs.push_back(std::move(job));
        } else {
          errors.push_back(
              Error(path,
                    absl::StrFormat("%s, but neither content nor name says of which release",
                                    text.published->name),
                    "add `--release`, for example `--release 2024Q3`"));
        }
        continue;
      }
      const std::string table = ChooseTable(text, options, errors);
      const Date effective = ChooseEffective(text, options, errors);
      if (!table.empty() && effective.has_value())
        jobs.push_back({text, table, effective, *sha256});
    }
  }
  return jobs;
}

// What the texts of one table say against each other.
void CheckTogether(const std::vector<Job>& jobs, Diagnostics& errors) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const Job& job : jobs) {
    if (!seen.emplace(job.sha256, job.text.member.name).second) {
      errors.push_back(Error(job.place(), "given twice", "name every file once"));
    }
  }
  const Job& first = jobs.front();
  const TableKind kind = KindOf(first.text.format);
  for (size_t i = 1; i < jobs.size(); ++i) {
    const Job& job = jobs[i];
    const bool same_release = job.release() == first.release();
    if (kind == TableKind::kPtp && !same_release) {
      errors.push_back(
          Error(job.place(),
                absl::StrFormat("release %s of %s, but %s is release %s", job.release(), job.table,
                                first.place(), first.release()),
                "import one release: the newest answers for earlier dates too"));
    } else if (kind == TableKind::kAddOn) {
      errors.push_back(Error(
          job.place(), absl::StrFormat("a second file for %s beside %s", job.table, first.place()),
          "import one: the newest answers for earlier dates too"));
    }
  }
  if (kind != TableKind::kMue && kind != TableKind::kReference) return;
  std::map<std::string, const Job*> quarters;
  for (const Job& job : jobs) {
    if (job.role() == TextRole::kCompletes) continue;
    const auto [at, is_new] = quarters.emplace(job.release(), &job);
    if (is_new) continue;
    errors.push_back(Error(job.place(),
                           absl::StrFormat("a second file for %s %s beside %s", job.table,
                                           job.release(), at->second->place()),
                           "import one file a release, the later replacement"));
  }
}

// CMS publishes a PTP table in parts; without one of them its pairs would look free of edits.
void NoteMissingParts(const std::vector<Job>& jobs, RowLog& log) {
  std::set<int> parts;
  for (const Job& job : jobs) parts.insert(job.text.hints.part);
  const bool numbered = *parts.rbegin() > 0;
  const bool gap = parts.count(0) == 0 && *parts.rbegin() != static_cast<int>(parts.size());
  if (!numbered || (parts.size() > 1 && !gap)) return;
  log.Note(0,
           absl::StrFormat("only part %s of %s: pairs of the other parts will look free of edits",
                           absl::StrJoin(parts, ", "), jobs.front().table),
           "import all parts (f1, f2, ...) in one call");
}

ImportedText Reported(const Job& job, const RowLog& log) {
  return {.path = job.text.member.path,
          .name = job.text.member.name,
          .format = std::string(job.format()),
          .table = job.table,
          .release = job.release(),
          .sha256 = job.sha256,
          .rows = log.kept(),
          .refused = log.refused(),
          .diagnostics = log.diagnostics()};
}

TableSource SourceOf(const Job& job, const RowLog& log) {
  return {job.file(), job.sha256, job.release(), log.kept(), log.refused()};
}

absl::StatusOr<std::unique_ptr<SheetReader>> OpenSheet(const Job& job, ByteSource& source) {
  if (job.text.format != TextFormat::kAddOnWorkbook) return std::make_unique<CsvReader>(source);
  SCRUB_ASSIGN_OR_RETURN(std::string bytes, ReadAll(source, kMaxWorkbookBytes));
  SCRUB_ASSIGN_OR_RETURN(WorkbookReader workbook, WorkbookReader::Open(std::move(bytes)));
  return std::make_unique<WorkbookReader>(std::move(workbook));
}

// Builds one table's packed file from its texts.
class TableBuilder {
 public:
  // All must outlive the builder; `existing` may be null.
  TableBuilder(const std::vector<Job>& jobs, const ImportOptions& options,
               const ManifestEntry* existing)
      : jobs_(jobs), options_(options), existing_(existing), table_(jobs.front().table) {}

  Built Build() {
    absl::StatusOr<uint64_t> checksum = 0;
    switch (KindOf(jobs_.front().text.format)) {
      case TableKind::kPtp:
        checksum = BuildPtp();
        break;
      case TableKind::kMue:
        checksum = BuildMue();
        break;
      case TableKind::kAddOn:
        checksum = BuildAddOn();
        break;
      case TableKind::kReference:
        checksum = BuildReference();
        break;
    }
    if (!checksum.ok() && built_.errors.empty()) Fail(table_, checksum.status());
    if (checksum.ok() && built_.errors.empty() && built_.is_new) Name(*checksum);
    if (!built_.errors.empty()) std::remove(temporary().c_str());
    return std::move(built_);
  }

 private:
  // Reads a text with `read` and reports it; false when it failed or left no row.
  template <typename Read>
  bool ReadText(const Job& job, RowLog& log, const Read& read) {
    const absl::StatusOr<std::unique_ptr<ByteSource>> source = OpenMember(job.text.member);
    const absl::Status status = source.ok() ? read(**source) : source.status();
    built_.texts.push_back(Reported(job, log));
    if (!status.ok()) {
      Fail(job.place(), status);
      return false;
    }
    if (log.kept() > 0 || job.role() == TextRole::kSideTable) return true;
    Diagnostics& errors = built_.errors;
    errors.push_back(Error(job.place(), "it has no row that can be used",
                           log.refused() == 0 ? "check the download" : ""));
    errors.insert(errors.end(), log.diagnostics().begin(), log.diagnostics().end());
    return false;
  }

  absl::StatusOr<uint64_t> BuildPtp() {
    PtpBuilder builder;
    for (const Job& job : jobs_) {
      RowLog log(job.place());
      if (&job == &jobs_.front() && !options_.sample) NoteMissingParts(jobs_, log);
      if (!ReadText(job, log,
                    [&](ByteSource& source) { return ReadPtpText(source, log, builder); })) {
        return 0;
      }
      AddSource(job, log);
    }
    built_.entry.info.release = jobs_.front().release();
    return builder.Write(temporary(), built_.entry.info, options_.covers);
  }

  absl::StatusOr<uint64_t> BuildMue() {
    MueBuilder builder;
    for (const Job& job : jobs_) {
      RowLog log(job.place());
      MueRelease release;
      release.effective = job.effective;
      const bool read = ReadText(job, log, [&](ByteSource& source) {
        CsvReader sheet(source);
        return ReadMueCsv(sheet, log, release);
      });
      if (!read) return 0;
      release.source = SourceOf(job, log);
      builder.AddRelease(std::move(release));
    }
    // A sample's quarters are not kept beside published ones.
    if (existing_ != nullptr && existing_->info.sample == options_.sample) {
      const absl::StatusOr<MueTable> table = MueTable::Map(options_.into + "/" + existing_->file);
      if (table.ok()) {
        builder.AddReleasesOf(*table);
      } else {
        built_.texts.back().diagnostics.push_back(
            {.level = Diagnostic::Level::kWarning,
             .position = {existing_->file},
             .message = "the table in the folder is damaged and is replaced",
             .hint = absl::StrFormat("import its other quarters again; it had %s",
                                     existing_->info.release)});
      }
    }
    built_.entry.info = builder.info(table_, options_.sample);
    return builder.Write(temporary(), table_, options_.sample, options_.covers);
  }

  absl::StatusOr<uint64_t> BuildAddOn() {
    const Job& job = jobs_.front();
    RowLog log(job.place());
    std::vector<AddOnTable::PublishedRow> rows;
    const bool read = ReadText(job, log, [&](ByteSource& source) -> absl::Status {
      SCRUB_ASSIGN_OR_RETURN(const std::unique_ptr<SheetReader> sheet, OpenSheet(job, source));
      return ReadAddOnFile(*sheet, log, rows);
    });
    if (!read) return 0;
    AddSource(job, log);
    built_.entry.info.release = job.release();
    return WriteAddOnTable(temporary(), built_.entry.info, rows, options_.covers);
  }

  absl::StatusOr<uint64_t> BuildReference() {
    const ReferenceSchema& schema = *FindReferenceSchema(table_);
    ReferenceBuilder builder(schema);
    for (const Job& job : jobs_) {
      RowLog log(job.place());
      const bool read = ReadText(job, log, [&](ByteSource& source) -> absl::Status {
        if (job.text.published != nullptr)
          return job.text.published->read(source, job.published, log, builder);
        CsvReader sheet(source);
        const int release = builder.AddRelease(job.published.name, job.published.covered);
        return ReadOwnCsv(schema, sheet, release, log, builder);
      });
      if (!read) return 0;
      if (log.kept() > 0) AddSource(job, log);
    }
    built_.is_new = builder.row_count() > 0;
    if (!built_.is_new) return 0;
    // A sample's releases are not kept beside published ones.
    if (existing_ != nullptr && existing_->info.sample == options_.sample) {
      const auto table = ReferenceTable::Map(options_.into + "/" + existing_->file);
      if (table.ok()) {
        builder.AddReleasesOf(*table);
        KeepSources(*table);
      } else {
        built_.texts.back().diagnostics.push_back(
            {.level = Diagnostic::Level::kWarning,
             .position = {existing_->file},
             .message = "the table in the folder is damaged and is replaced",
             .hint = absl::StrFormat("import its other releases again; it had %s",
                                     existing_->info.release)});
      }
    }
    built_.entry.info.release = builder.ReleaseNames();
    return builder.Write(temporary(), built_.entry.info, options_.covers);
  }

  // Those of the releases that are kept from the table in the folder.
  void KeepSources(const ReferenceTable& table) {
    TableInfo& info = built_.entry.info;
    for (const TableSource& source : table.info().sources) {
      const bool replaced = std::any_of(jobs_.begin(), jobs_.end(), [&](const Job& job) {
        return job.release() == source.release;
      });
      if (replaced) continue;
      info.rows += source.rows;
      info.refused += source.refused;
      info.sources.push_back(source);
    }
  }

  void AddSource(const Job& job, const RowLog& log) {
    TableInfo& info = built_.entry.info;
    info.name = table_;
    info.sample = options_.sample;
    info.rows += log.kept();
    info.refused += log.refused();
    info.sources.push_back(SourceOf(job, log));
  }

  // Gives the written file the name its content earns.
  void Name(uint64_t checksum) {
    built_.entry.checksum = checksum;
    built_.entry.file = PackedFileName(table_, checksum);
    const std::string path = options_.into + "/" + built_.entry.file;
    if (std::rename(temporary().c_str(), path.c_str()) != 0) {
      Fail(path, absl::ErrnoToStatus(errno, "cannot rename"));
    }
  }

  void Fail(const std::string& place, const absl::Status& status) {
    std::string message(status.message());
    const std::string& path = jobs_.front().text.member.path;
    if (absl::StartsWith(message, path + ": ")) message.erase(0, path.size() + 2);
    built_.errors.push_back(Error(place, std::move(message), ""));
  }

  std::string temporary() const { return options_.into + "/" + table_ + ".importing"; }

  const std::vector<Job>& jobs_;
  const ImportOptions& options_;
  const ManifestEntry* existing_;
  const std::string table_;
  Built built_;
};

absl::Status CheckOptions(const std::vector<std::string>& sources, const ImportOptions& options) {
  if (sources.empty()) return absl::InvalidArgumentError("no file to import");
  if (!options.as.empty() && !KindOfTable(options.as).has_value()) {
    const std::vector<std::string_view> names = AllTableNames();
    const std::string_view nearest = NearestWord(options.as, names);
    return absl::InvalidArgumentError(
        absl::StrFormat("`%s` is not the name of a table%s", options.as,
                        nearest.empty() ? "" : absl::StrFormat("; did you mean `%s`?", nearest)));
  }
  return absl::OkStatus();
}

// Files of `manifest`'s folder that look like ours and that it does not list.
void RemoveUnlisted(const std::string& folder, const Manifest& manifest) {
  std::set<std::string> listed;
  for (const ManifestEntry& entry : manifest.tables) listed.insert(entry.file);
  std::error_code error;
  std::filesystem::directory_iterator file(folder, error);
  for (; !error && file != std::filesystem::directory_iterator(); file.increment(error)) {
    const std::string name = file->path().filename().string();
    const std::string table = name.substr(0, name.find_first_of("-."));
    const bool packed = absl::EndsWith(name, ".tbl") || absl::StrContains(name, ".importing");
    if (packed && KindOfTable(table).has_value() && listed.count(name) == 0) {
      std::error_code ignored;  // a leftover is harmless and the next import tries again
      std::filesystem::remove(file->path(), ignored);
    }
  }
}

}  // namespace

absl::StatusOr<ImportReport> ImportTables(const std::vector<std::string>& sources,
                                          const ImportOptions& options) {
  SCRUB_RETURN_IF_ERROR(CheckOptions(sources, options));
  std::error_code error;
  std::filesystem::create_directories(options.into, error);
  if (error) {
    return absl::InvalidArgumentError(
        absl::StrFormat("%s: cannot make the folder: %s", options.into, error.message()));
  }
  SCRUB_ASSIGN_OR_RETURN(const FolderLock lock, FolderLock::Take(options.into));
  absl::StatusOr<Manifest> manifest = ReadManifest(options.into);
  if (absl::IsNotFound(manifest.status())) manifest = Manifest();
  if (!manifest.ok()) return manifest.status();

  ImportReport report;
  std::map<std::string, std::vector<Job>> tables;
  for (Job& job : PlanJobs(sources, options, report.errors)) {
    tables[job.table].push_back(std::move(job));
  }
  for (auto& [name, jobs] : tables) {
    std::stable_sort(jobs.begin(), jobs.end(), [](const Job& a, const Job& b) {
      return std::pair(a.role(), a.text.hints.part) < std::pair(b.role(), b.text.hints.part);
    });
    CheckTogether(jobs, report.errors);
    const ManifestEntry* existing = manifest->Find(name);
    if (options.sample && existing != nullptr && !existing->info.sample) {
      report.errors.push_back(Error(
          jobs.front().place(),
          absl::StrFormat("the sample would replace the published %s in %s", name, options.into),
          "import samples into a folder of their own"));
    }
  }
  if (!report.ok()) return report;

  std::vector<std::future<Built>> building;
  for (const auto& [name, jobs] : tables) {
    building.push_back(std::async(std::launch::async, [&, name = name] {
      return TableBuilder(tables.at(name), options, manifest->Find(name)).Build();
    }));
  }
  for (std::future<Built>& future : building) {
    Built built = future.get();
    report.errors.insert(report.errors.end(), built.errors.begin(), built.errors.end());
    std::move(built.texts.begin(), built.texts.end(), std::back_inserter(report.texts));
    if (built.errors.empty() && built.is_new) {
      report.tables.push_back(built.entry.info);
      manifest->Set(std::move(built.entry));
    }
  }
  if (!report.ok()) {
    report.tables.clear();
    const absl::StatusOr<Manifest> kept = ReadManifest(options.into);
    RemoveUnlisted(options.into, kept.ok() ? *kept : Manifest());
    return report;
  }
  SCRUB_RETURN_IF_ERROR(WriteManifest(options.into, *manifest));
  RemoveUnlisted(options.into, *manifest);
  return report;
}

}  // namespace scrubline
