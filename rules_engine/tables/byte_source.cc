#include "rules_engine/tables/byte_source.h"

#include <openssl/evp.h>
#include <zip.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

constexpr uint64_t kRatioApplies = 64 << 20;  // small texts may pack as well as they like
constexpr uint64_t kMaxRatio = 200;
constexpr int64_t kMaxMembers = 1000;

// Told as soon as more has come out than any published table holds.
class Budget {
 public:
  explicit Budget(const SourceMember& member) : member_(member) {}

  absl::Status Spend(size_t bytes) {
    spent_ += bytes;
    if (spent_ > kMaxUnpackedBytes) {
      return absl::ResourceExhaustedError(absl::StrFormat(
          "%s: `%s` holds more than 4 GB; no published table does, check the download",
          member_.path, member_.name));
    }
    const bool packed = member_.wrapping != Wrapping::kPlain;
    if (packed && spent_ > kRatioApplies && spent_ / kMaxRatio > member_.packed_size) {
      return absl::ResourceExhaustedError(absl::StrFormat(
          "%s: `%s` unpacks to more than %d times its size; no published table does, check the "
          "download",
          member_.path, member_.name, kMaxRatio));
    }
    return absl::OkStatus();
  }

 private:
  const SourceMember member_;
  uint64_t spent_ = 0;
};

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

absl::StatusOr<File> OpenFile(const std::string& path) {
  File file(std::fopen(path.c_str(), "rbe"));
  if (file == nullptr) {
    return absl::ErrnoToStatus(errno, absl::StrFormat("%s: cannot open", path));
  }
  return file;
}

absl::StatusOr<size_t> ReadFile(std::FILE* file, const std::string& path, std::span<char> buffer) {
  const size_t n = std::fread(buffer.data(), 1, buffer.size(), file);
  if (n == 0 && std::ferror(file) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrFormat("%s: cannot read", path));
  }
  return n;
}

class PlainSource : public ByteSource {
 public:
  PlainSource(File file, const SourceMember& member)
      : file_(std::move(file)), path_(member.path), budget_(member) {}

  absl::StatusOr<size_t> Read(std::span<char> buffer) override {
    SCRUB_ASSIGN_OR_RETURN(const size_t n, ReadFile(file_.get(), path_, buffer));
    SCRUB_RETURN_IF_ERROR(budget_.Spend(n));
    return n;
  }

 private:
  File file_;
  std::string path_;
  Budget budget_;
};

class GzipSource : public ByteSource {
 public:
  GzipSource(File file, const SourceMember& member)
      : file_(std::move(file)), path_(member.path), budget_(member), packed_(1 << 16) {
    constexpr int kGzipWindow = 15 + 16;
    usable_ = inflateInit2(&stream_, kGzipWindow) == Z_OK;
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  absl::StatusOr<size_t> Read(std::span<char> buffer) override {
    if (!usable_) return absl::ResourceExhaustedError(path_ + ": no memory to unpack it");
    stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream_.avail_out = static_cast<uInt>(buffer.size());
    while (stream_.avail_out > 0) {
      if (stream_.avail_in == 0 && !input_ended_) SCRUB_RETURN_IF_ERROR(Refill());
      if (stream_.avail_in == 0 && member_ended_) break;
      if (member_ended_) {  // gzip files may be written one after another
        inflateReset(&stream_);
        member_ended_ = false;
      }
      const int result = inflate(&stream_, Z_NO_FLUSH);
      member_ended_ = result == Z_STREAM_END;
      const bool starved = result == Z_BUF_ERROR && !input_ended_;
      if (result != Z_OK && !member_ended_ && !starved) {
        return absl::DataLossError(
            absl::StrFormat("%s: the gzip data is %s; download the file again", path_,
                            result == Z_BUF_ERROR ? "cut off" : "damaged"));
      }
    }
    const size_t n = buffer.size() - stream_.avail_out;
    SCRUB_RETURN_IF_ERROR(budget_.Spend(n));
    return n;
  }

 private:
  absl::Status Refill() {
    SCRUB_ASSIGN_OR_RETURN(const size_t n, ReadFile(file_.get(), path_, packed_));
    stream_.next_in = reinterpret_cast<Bytef*>(packed_.data());
    stream_.avail_in = static_cast<uInt>(n);
    input_ended_ = n == 0;
    return absl::OkStatus();
  }

  File file_;
  std::string path_;
  Budget budget_;
  std::vector<char> packed_;
  z_stream stream_ = {};
  bool usable_ = false;
  bool input_ended_ = false;
  bool member_ended_ = false;
};

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, CloseArchive>;
struct CloseMember {
  void operator()(zip_file_t* member) const { zip_fclose(member); }
};
using Member = std::unique_ptr<zip_file_t, CloseMember>;

absl::StatusOr<Archive> OpenArchive(const std::string& path) {
  int error = 0;
  Archive archive(zip_open(path.c_str(), ZIP_RDONLY, &error));
  if (archive == nullptr) {
    zip_error_t detail;
    zip_error_init_with_code(&detail, error);
    const std::string text = zip_error_strerror(&detail);
    zip_error_fini(&detail);
    return absl::InvalidArgumentError(absl::StrFormat(
        "%s: the zip archive cannot be read (%s); download the file again", path, text));
  }
  return archive;
}

class ZipSource : public ByteSource {
 public:
  ZipSource(Archive archive, Member file, const SourceMember& member)
      : archive_(std::move(archive)), file_(std::move(file)), member_(member), budget_(member) {}

  absl::StatusOr<size_t> Read(std::span<char> buffer) override {
    const zip_int64_t n = zip_fread(file_.get(), buffer.data(), buffer.size());
    if (n < 0) {
      return absl::DataLossError(
          absl::StrFormat("%s: `%s` is damaged (%s); download the file again", member_.path,
                          member_.name, zip_file_strerror(file_.get())));
    }
    SCRUB_RETURN_IF_ERROR(budget_.Spend(static_cast<size_t>(n)));
    return static_cast<size_t>(n);
  }

 private:
  Archive archive_;  // outlives the member: destroyed after it
  Member file_;
  SourceMember member_;
  Budget budget_;
};

class MemorySource : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : rest_(bytes) {}

  absl::StatusOr<size_t> Read(std::span<char> buffer) override {
    const size_t n = std::min(buffer.size(), rest_.size());
    std::copy_n(rest_.begin(), n, buffer.begin());
    rest_.remove_prefix(n);
    return n;
  }

 private:
  std::string_view rest_;
};

absl::StatusOr<std::vector<SourceMember>> ListArchive(const std::string& path) {
  SCRUB_ASSIGN_OR_RETURN(const Archive archive, OpenArchive(path));
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  if (count > kMaxMembers) {
    return absl::InvalidArgumentError(
        absl::StrFormat("%s: the archive has %d members, more than the %d a download has", path,
                        count, kMaxMembers));
  }
  std::vector<SourceMember> members;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    zip_stat_t status;
    if (zip_stat_index(archive.get(), i, 0, &status) != 0 || (status.valid & ZIP_STAT_NAME) == 0) {
      return absl::InvalidArgumentError(
          absl::StrFormat("%s: the archive's list cannot be read; download the file again", path));
    }
    if ((status.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
        status.encryption_method != ZIP_EM_NONE) {
      return absl::InvalidArgumentError(absl::StrFormat(
          "%s: `%s` is encrypted; unpack the archive and import the text", path, status.name));
    }
    const std::string_view name = status.name;
    if (name.empty() || name.back() == '/') continue;
    members.push_back({path, Wrapping::kZip, std::string(name), i, status.comp_size});
  }
  return members;
}

bool IsWorkbook(const std::vector<SourceMember>& members) {
  return std::any_of(members.begin(), members.end(), [](const SourceMember& member) {
    return member.name == "[Content_Types].xml";
  });
}

class Hash {
 public:
  Hash() : context_(EVP_MD_CTX_new()) { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }
  void Add(std::string_view bytes) { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }
  std::string Hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned int size = 0;
    EVP_DigestFinal_ex(context_.get(), digest.data(), &size);
    return absl::BytesToHexString(
        absl::string_view(reinterpret_cast<const char*>(digest.data()), size));
  }

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

}  // namespace

absl::StatusOr<std::vector<SourceMember>> ListMembers(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return absl::InvalidArgumentError(path + ": a folder; name the files in it");
  }
  SCRUB_ASSIGN_OR_RETURN(const File file, OpenFile(path));
  std::array<char, 4> magic = {};
  SCRUB_ASSIGN_OR_RETURN(const size_t n, ReadFile(file.get(), path, magic));
  const std::string_view first(magic.data(), n);
  SourceMember member{.path = path, .name = std::filesystem::path(path).filename().string()};
  if (first == std::string_view("PK\3\4", 4)) {
    SCRUB_ASSIGN_OR_RETURN(std::vector<SourceMember> members, ListArchive(path));
    if (!IsWorkbook(members)) return members;
  } else if (first.substr(0, 2) == "\x1f\x8b") {
    member.wrapping = Wrapping::kGzip;
    if (absl::EndsWithIgnoreCase(member.name, ".gz")) {
      member.name.resize(member.name.size() - 3);
    }
  }
  member.packed_size = std::filesystem::file_size(path, ignored);
  return std::vector<SourceMember>{member};
}

absl::StatusOr<std::unique_ptr<ByteSource>> OpenMember(const SourceMember& member) {
  if (member.wrapping == Wrapping::kZip) {
    SCRUB_ASSIGN_OR_RETURN(Archive archive, OpenArchive(member.path));
    Member file(zip_fopen_index(archive.get(), member.index, 0));
    if (file == nullptr) {
      return absl::InvalidArgumentError(absl::StrFormat(
          "%s: `%s` cannot be unpacked (%s); unpack the archive and import the text", member.path,
          member.name, zip_strerror(archive.get())));
    }
    return std::make_unique<ZipSource>(std::move(archive), std::move(file), member);
  }
  SCRUB_ASSIGN_OR_RETURN(File file, OpenFile(member.path));
  if (member.wrapping == Wrapping::kGzip) {
    return std::make_unique<GzipSource>(std::move(file), member);
  }
  return std::make_unique<PlainSource>(std::move(file), member);
}

std::unique_ptr<ByteSource> FromMemory(std::string_view bytes) {
  return std::make_unique<MemorySource>(bytes);
}

absl::StatusOr<std::string> ReadAll(ByteSource& source, size_t max_bytes) {
  std::string all;
  std::vector<char> buffer(1 << 16);
  while (true) {
    SCRUB_ASSIGN_OR_RETURN(const size_t n, source.Read(buffer));
    if (n == 0) return all;
    all.append(buffer.data(), n);
    if (all.size() > max_bytes) {
      return absl::ResourceExhaustedError(
          absl::StrFormat("longer than the %d bytes such a file may have", max_bytes));
    }
  }
}

absl::StatusOr<std::string> FileSha256(const std::string& path) {
  SCRUB_ASSIGN_OR_RETURN(const File file, OpenFile(path));
  Hash hash;
  std::vector<char> buffer(1 << 18);
  while (true) {
    SCRUB_ASSIGN_OR_RETURN(const size_t n, ReadFile(file.get(), path, buffer));
    if (n == 0) return hash.Hex();
    hash.Add({buffer.data(), n});
  }
}

std::string Sha256(std::string_view bytes) {
  Hash hash;
  hash.Add(bytes);
  return hash.Hex();
}

}  // namespace scrubline
