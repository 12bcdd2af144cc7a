// rules_engine/tables/byte_source.h — the bytes of a published file, whatever it is wrapped in.
//
//   absl::StatusOr<std::vector<SourceMember>> members = ListMembers("ccipra-v322r0-f1.zip");
//   absl::StatusOr<std::unique_ptr<ByteSource>> source = OpenMember(path, members->front());
//   absl::StatusOr<size_t> n = (*source)->Read(buffer);     // 0 at the end
//
// A plain file and a gzip file have one member, a zip archive those inside it; what a file is, is
// told by its first bytes, not its name. Memory is bounded whatever the file's size. A member that
// unpacks to more than kMaxUnpackedBytes, or to more than 200 times its packed size beyond 64 MB,
// is given up with ResourceExhausted: CMS's text packs 22 to 1. Each source belongs to one thread.
// Tested by byte_source_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_BYTE_SOURCE_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_BYTE_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace scrubline {

inline constexpr uint64_t kMaxUnpackedBytes = uint64_t{16} << 30;  // NPPES has 10

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills from the front of `buffer` and returns how much; 0 only at the end.
  virtual absl::StatusOr<size_t> Read(std::span<char> buffer) = 0;
};

enum class Wrapping { kPlain, kGzip, kZip };

struct SourceMember {
  std::string path;  // of the file as downloaded
  Wrapping wrapping = Wrapping::kPlain;
  std::string name;    // the text's own name: inside the archive, or the file's without `.gz`
  uint64_t index = 0;  // in the archive
  uint64_t packed_size = 0;
};

// NotFound, or InvalidArgument for an archive that cannot be read, is encrypted or has more than
// 1,000 members. Folders inside an archive are left out. An .xlsx workbook is a zip archive by its
// bytes but one member by meaning: it comes back as one plain member.
absl::StatusOr<std::vector<SourceMember>> ListMembers(const std::string& path);

absl::StatusOr<std::unique_ptr<ByteSource>> OpenMember(const SourceMember& member);

// Bytes in memory, for tests and for members read whole. The view must outlive the source.
std::unique_ptr<ByteSource> FromMemory(std::string_view bytes);

// All of it. ResourceExhausted for more than `max_bytes`.
absl::StatusOr<std::string> ReadAll(ByteSource& source, size_t max_bytes);

// SHA-256 of a file as it lies on disk, lower-case hexadecimal.
absl::StatusOr<std::string> FileSha256(const std::string& path);
std::string Sha256(std::string_view bytes);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_BYTE_SOURCE_H_
