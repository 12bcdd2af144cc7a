// rules_engine/tables/packed_file.h — the container all packed tables share: a header, a directory,
// sections, one checksum over everything. docs/table_formats.md gives the bytes.
//
//   PackedFileWriter writer(TableKind::kPtp, info);
//   writer.Add(SectionId::kCodes, codes);                      // any span of trivially copyable
//   absl::StatusOr<std::string> checksum = writer.Write(path);  // whole or not at all
//
//   absl::StatusOr<PackedFile> file = PackedFile::Map(path, TableKind::kPtp);
//   absl::StatusOr<std::span<const uint64_t>> codes = file->Section<uint64_t>(SectionId::kCodes);
//
// Map reads every byte once (the checksum), so a truncated or flipped file is refused before
// anything is looked up; what the bytes mean is checked by the table that uses them. A PackedFile
// owns its mapping; the spans it hands out live as long as it does, and moving it keeps them. Const
// access may be shared between threads. The bytes are little-endian and used as they lie: other
// machines do not build.
// Tested by packed_file_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_PACKED_FILE_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_PACKED_FILE_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rules_engine/code.h"
#include "rules_engine/tables/table_info.h"

namespace scrubline {

static_assert(std::endian::native == std::endian::little, "packed tables are little-endian");

enum class TableKind : uint32_t { kPtp = 1, kMue = 2, kAddOn = 3, kReference = 4 };

enum class SectionId : uint32_t {
  kInfo = 1,          // TableInfo
  kCodes = 2,         // the table's codes, ascending; CodeId is the position + 1
  kTexts = 3,         // rationales or notes
  kCovered = 4,       // of a sample: the codes it answers for, ascending
  kRows = 5,          // rows as published, for history and evidence
  kPairBits = 6,      // PTP: one bit a pair of codes
  kPairEntries = 7,   // PTP: the row in force of each pair
  kPairSegments = 8,  // PTP: entries of pairs with several rows
  kReleases = 9,      // MUE, reference
  kLimits = 10,       // MUE
  kAddOns = 11,       // add-on: rows by code
  kEdits = 12,        // add-on: rows in force
  kKeys = 13,         // reference: the table's keys, ascending; KeyId is the position + 1
  kKeySlots = 14,     // reference: hash of key to KeyId
  kKeyRows = 15,      // reference: where each key's rows begin
  kCells = 16,        // reference: the rows' columns
  kLists = 17,        // reference: ranges of keys that cells point to
  kTextHeap = 18,     // reference: bytes that cells point to
  kColumns = 19,      // reference: the columns' names
};

// The checksum of packed files: not cryptographic, any change of up to eight neighbouring bytes is
// certain to be noticed. Cost: about 0.1 ns a byte, a quarter of a CRC's without special
// instructions.
uint64_t Checksum(std::span<const std::byte> bytes, uint64_t seed);

class PackedFile {
 public:
  static constexpr uint32_t kVersion = 1;

  // InvalidArgument for a file that is not a sound packed table of this kind and version (the
  // message names the file, the cause and the remedy); NotFound and others from the system.
  static absl::StatusOr<PackedFile> Map(const std::string& path, TableKind kind);
  // The same of bytes in memory, which are copied; `name` stands for the path in messages.
  static absl::StatusOr<PackedFile> Copy(std::string name, std::span<const std::byte> bytes,
                                         TableKind kind);

  // DataLoss unless the section is there and its size is a whole number of T.
  template <typename T>
  absl::StatusOr<std::span<const T>> Section(SectionId id) const {
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 64);
    const absl::StatusOr<std::span<const std::byte>> bytes = Bytes(id);
    if (!bytes.ok()) return bytes.status();
    if (bytes->size() % sizeof(T) != 0) return Damaged("a section ends in the middle of an item");
    return std::span<const T>(reinterpret_cast<const T*>(bytes->data()), bytes->size() / sizeof(T));
  }

  const TableInfo& info() const { return info_; }
  const std::string& path() const { return path_; }
  uint64_t checksum() const { return checksum_; }

  // The error for content that contradicts itself: names the file, `cause` and the remedy.
  absl::Status Damaged(std::string_view cause) const;

 private:
  struct Unmap {
    size_t size;
    void operator()(const std::byte* address) const;
  };
  struct Entry {
    SectionId id;
    uint64_t offset;
    uint64_t size;
  };

  absl::StatusOr<std::span<const std::byte>> Bytes(SectionId id) const;
  // Checks the header and the directory of `mapping_`, `size` bytes.
  absl::Status Read(size_t size, TableKind kind);
  absl::Status ReadInfo();

  std::string path_;
  std::unique_ptr<const std::byte, Unmap> mapping_;
  uint64_t checksum_ = 0;
  std::vector<Entry> entries_;
  TableInfo info_;
};

// Collects the sections of a table and writes them. The spans given to Add must live until Write.
class PackedFileWriter {
 public:
  PackedFileWriter(TableKind kind, const TableInfo& info);

  template <typename T>
  void Add(SectionId id, std::span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T> && std::has_unique_object_representations_v<T>,
                  "padding would write bytes nobody set");
    AddBytes(id, std::as_bytes(items));
  }
  template <typename T>
  void Add(SectionId id, const std::vector<T>& items) {
    Add(id, std::span<const T>(items));
  }

  // Writes and syncs the file at `path`; an existing one is replaced in one step. Returns the
  // file's checksum.
  absl::StatusOr<uint64_t> Write(const std::string& path) const;
  // The bytes of that file.
  std::vector<std::byte> Bytes() const;

 private:
  struct Section {
    SectionId id;
    std::span<const std::byte> bytes;
  };
  void AddBytes(SectionId id, std::span<const std::byte> bytes);

  TableKind kind_;
  std::string info_;
  std::vector<Section> sections_;
};

// The same of bytes that a writer has made.
absl::StatusOr<uint64_t> WritePackedFile(const std::string& path,
                                         const std::vector<std::byte>& file);

// Codes in ascending order, as a section: CodeId n is the n-th, counted from 1.
class CodeList {
 public:
  CodeList() = default;
  // False when the codes are not strictly ascending or more than 65,535.
  static bool IsValid(std::span<const uint64_t> codes);
  explicit CodeList(std::span<const uint64_t> codes) : codes_(codes) {}

  // 0 when the code is not in the list. Cost: a binary search.
  uint16_t Find(Code code) const;
  Code operator[](uint16_t id) const { return Code::FromBits(codes_[id - 1u]); }
  size_t size() const { return codes_.size(); }

 private:
  std::span<const uint64_t> codes_;
};

// The codes a sample answers for: its own and `covered`, ascending, each once.
std::vector<uint64_t> CoveredBits(const std::vector<uint64_t>& codes,
                                  const std::vector<Code>& covered);

// Short texts in a section: each is its length (two bytes), then its bytes.
class TextList {
 public:
  TextList() = default;
  // DataLoss when a text runs past the section.
  static absl::StatusOr<TextList> Read(const PackedFile& file);
  static std::vector<std::byte> Encode(const std::vector<std::string>& texts);

  std::string_view operator[](size_t i) const { return texts_[i]; }
  size_t size() const { return texts_.size(); }

 private:
  std::vector<std::string_view> texts_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_PACKED_FILE_H_
