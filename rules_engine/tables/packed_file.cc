#include "rules_engine/tables/packed_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <functional>
#include <utility>

#include "absl/strings/str_format.h"
#include "rules_engine/tables/atomic_file.h"

namespace scrubline {
namespace {

constexpr char kMagic[8] = {'S', 'C', 'R', 'U', 'B', 'T', 'B', 'L'};
constexpr size_t kAlignment = 64;
constexpr size_t kMaxSections = 16;

struct Header {
  char magic[8];
  uint32_t version;
  TableKind kind;
  uint64_t file_size;
  uint32_t section_count;
  uint32_t zero[7];
  uint64_t checksum;  // of the header before this field, then of everything after the header
};
static_assert(sizeof(Header) == 64 && std::has_unique_object_representations_v<Header>);

struct DirectoryEntry {
  SectionId id;
  uint32_t zero;
  uint64_t offset;
  uint64_t size;
  uint64_t zero2;
};
static_assert(sizeof(DirectoryEntry) == 32);

constexpr size_t AlignUp(size_t n) { return (n + kAlignment - 1) / kAlignment * kAlignment; }

uint64_t HeaderSeed(const Header& header) {
  return Checksum(std::as_bytes(std::span(&header, 1)).first(offsetof(Header, checksum)), 0);
}

std::string_view KindName(TableKind kind) {
  switch (kind) {
    case TableKind::kPtp:
      return "a PTP table";
    case TableKind::kMue:
      return "an MUE table";
    case TableKind::kAddOn:
      return "an add-on table";
    case TableKind::kReference:
      return "a reference table";
  }
  return "a table";
}

absl::Status Refused(const std::string& path, std::string_view cause) {
  return absl::InvalidArgumentError(
      absl::StrFormat("%s: %s; import the table again with `scrub tables import`", path, cause));
}

// TableInfo as bytes: numbers in eight bytes, texts as a length in eight bytes and their bytes.
class Encoder {
 public:
  void Number(uint64_t n) {
    for (int i = 0; i < 8; ++i) bytes_.push_back(static_cast<char>(n >> (8 * i)));
  }
  void Text(std::string_view text) {
    Number(text.size());
    bytes_ += text;
  }
  std::string bytes() && { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Decoder {
 public:
  explicit Decoder(std::span<const std::byte> bytes)
      : rest_(reinterpret_cast<const char*>(bytes.data()), bytes.size()) {}

  uint64_t Number() {
    uint64_t n = 0;
    const std::string_view bytes = Take(sizeof n);
    if (ok_) std::memcpy(&n, bytes.data(), sizeof n);
    return n;
  }
  std::string Text() { return std::string(Take(Number())); }
  bool ok() const { return ok_; }
  bool done() const { return ok_ && rest_.empty(); }

 private:
  std::string_view Take(uint64_t size) {
    if (size > rest_.size()) ok_ = false;
    if (!ok_) return {};
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

uint64_t Checksum(std::span<const std::byte> bytes, uint64_t seed) {
  constexpr uint64_t kMultiplier = 0x9E3779B97F4A7C15;  // odd, so that a step loses nothing
  std::array<uint64_t, 4> lanes = {seed ^ 1, seed ^ 2, seed ^ 3, seed ^ 4};
  const auto step = [](uint64_t lane, uint64_t word) {
    return std::rotl((lane ^ word) * kMultiplier, 29);
  };
  const std::byte* at = bytes.data();
  size_t left = bytes.size();
  for (; left >= 32; at += 32, left -= 32) {
    std::array<uint64_t, 4> words;
    std::memcpy(words.data(), at, 32);
    for (size_t i = 0; i < 4; ++i) lanes[i] = step(lanes[i], words[i]);
  }
  std::array<uint64_t, 4> tail = {};
  if (left > 0) std::memcpy(tail.data(), at, left);
  for (size_t i = 0; i < 4; ++i) lanes[i] = step(lanes[i], tail[i]);
  uint64_t sum = bytes.size();
  for (uint64_t lane : lanes) sum = step(sum, lane);
  return sum ^ (sum >> 32);
}

void PackedFile::Unmap::operator()(const std::byte* address) const {
  munmap(const_cast<std::byte*>(address), size);
}

absl::StatusOr<PackedFile> PackedFile::Map(const std::string& path, TableKind kind) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return absl::ErrnoToStatus(errno, absl::StrFormat("%s: cannot open the packed table", path));
  }
  struct stat status;
  const bool known = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
  const auto size = known ? static_cast<size_t>(status.st_size) : 0;
  if (size < sizeof(Header)) {
    close(fd);
    return Refused(path, "not a packed table (shorter than its header)");
  }
  void* address = mmap(nullptr, size, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
  const int error = errno;
  close(fd);
  if (address == MAP_FAILED) {
    return absl::ErrnoToStatus(error, absl::StrFormat("%s: cannot map the packed table", path));
  }

  PackedFile file;
  file.path_ = path;
  file.mapping_ = {static_cast<const std::byte*>(address), Unmap{size}};
  if (const absl::Status status = file.Read(size, kind); !status.ok()) return status;
  return file;
}

absl::StatusOr<PackedFile> PackedFile::Copy(std::string name, std::span<const std::byte> bytes,
                                            TableKind kind) {
  if (bytes.size() < sizeof(Header)) {
    return Refused(name, "not a packed table (shorter than its header)");
  }
  void* address =
      mmap(nullptr, bytes.size(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (address == MAP_FAILED) {
    return absl::ErrnoToStatus(errno, absl::StrFormat("%s: no memory for the table", name));
  }
  std::memcpy(address, bytes.data(), bytes.size());
  PackedFile file;
  file.path_ = std::move(name);
  file.mapping_ = {static_cast<const std::byte*>(address), Unmap{bytes.size()}};
  if (const absl::Status status = file.Read(bytes.size(), kind); !status.ok()) return status;
  return file;
}

absl::Status PackedFile::Read(size_t size, TableKind kind) {
  const std::string& path = path_;
  const std::span<const std::byte> bytes(mapping_.get(), size);
  Header header;
  std::memcpy(&header, bytes.data(), sizeof header);
  if (std::memcmp(header.magic, kMagic, sizeof kMagic) != 0) {
    return Refused(path, "not a packed table (wrong first bytes)");
  }
  if (header.version != kVersion) {
    return Refused(path, absl::StrFormat("packed table of format %d, this program reads format %d",
                                         header.version, kVersion));
  }
  if (header.file_size != size) {
    return Refused(path, absl::StrFormat("damaged: %d bytes long, its header says %d", size,
                                         header.file_size));
  }
  if (Checksum(bytes.subspan(sizeof header), HeaderSeed(header)) != header.checksum) {
    return Refused(path, "damaged: the checksum does not match");
  }
  if (header.kind != kind) return Refused(path, absl::StrFormat("not %s", KindName(kind)));
  checksum_ = header.checksum;

  const size_t directory_end = sizeof header + header.section_count * sizeof(DirectoryEntry);
  if (header.section_count > kMaxSections || directory_end > size) {
    return Damaged("the directory does not fit");
  }
  for (uint32_t i = 0; i < header.section_count; ++i) {
    DirectoryEntry entry;
    std::memcpy(&entry, bytes.data() + sizeof header + i * sizeof entry, sizeof entry);
    if (entry.offset % kAlignment != 0 || entry.offset < directory_end || entry.offset > size ||
        entry.size > size - entry.offset) {
      return Damaged("a section lies outside the file");
    }
    entries_.push_back({entry.id, entry.offset, entry.size});
  }
  return ReadInfo();
}

absl::Status PackedFile::Damaged(std::string_view cause) const {
  return Refused(path_, absl::StrFormat("damaged: %s", cause));
}

absl::StatusOr<std::span<const std::byte>> PackedFile::Bytes(SectionId id) const {
  for (const Entry& entry : entries_) {
    if (entry.id == id) return std::span(mapping_.get() + entry.offset, entry.size);
  }
  return Damaged(absl::StrFormat("section %d is missing", static_cast<uint32_t>(id)));
}

absl::Status PackedFile::ReadInfo() {
  const absl::StatusOr<std::span<const std::byte>> bytes = Bytes(SectionId::kInfo);
  if (!bytes.ok()) return bytes.status();
  Decoder decoder(*bytes);
  info_.name = decoder.Text();
  info_.release = decoder.Text();
  info_.rows = decoder.Number();
  info_.refused = decoder.Number();
  info_.sample = decoder.Number() != 0;
  for (uint64_t left = decoder.Number(); left > 0 && decoder.ok(); --left) {
    TableSource& source = info_.sources.emplace_back();
    source.file = decoder.Text();
    source.sha256 = decoder.Text();
    source.release = decoder.Text();
    source.rows = decoder.Number();
    source.refused = decoder.Number();
  }
  return decoder.done() ? absl::OkStatus() : Damaged("its description does not parse");
}

PackedFileWriter::PackedFileWriter(TableKind kind, const TableInfo& info) : kind_(kind) {
  Encoder encoder;
  encoder.Text(info.name);
  encoder.Text(info.release);
  encoder.Number(info.rows);
  encoder.Number(info.refused);
  encoder.Number(info.sample ? 1 : 0);
  encoder.Number(info.sources.size());
  for (const TableSource& source : info.sources) {
    encoder.Text(source.file);
    encoder.Text(source.sha256);
    encoder.Text(source.release);
    encoder.Number(source.rows);
    encoder.Number(source.refused);
  }
  info_ = std::move(encoder).bytes();
}

void PackedFileWriter::AddBytes(SectionId id, std::span<const std::byte> bytes) {
  sections_.push_back({id, bytes});
}

std::vector<std::byte> PackedFileWriter::Bytes() const {
  std::vector<Section> sections = {{SectionId::kInfo, std::as_bytes(std::span(info_))}};
  sections.insert(sections.end(), sections_.begin(), sections_.end());

  std::vector<DirectoryEntry> directory;
  size_t end = AlignUp(sizeof(Header) + sections.size() * sizeof(DirectoryEntry));
  for (const Section& section : sections) {
    directory.push_back({section.id, 0, end, section.bytes.size(), 0});
    end = AlignUp(end + section.bytes.size());
  }
  std::vector<std::byte> file(end);
  std::memcpy(file.data() + sizeof(Header), directory.data(),
              directory.size() * sizeof(DirectoryEntry));
  for (size_t i = 0; i < sections.size(); ++i) {
    if (!sections[i].bytes.empty()) {
      std::memcpy(file.data() + directory[i].offset, sections[i].bytes.data(),
                  sections[i].bytes.size());
    }
  }
  Header header = {};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.version = PackedFile::kVersion;
  header.kind = kind_;
  header.file_size = file.size();
  header.section_count = static_cast<uint32_t>(sections.size());
  header.checksum =
      Checksum(std::span<const std::byte>(file).subspan(sizeof header), HeaderSeed(header));
  std::memcpy(file.data(), &header, sizeof header);
  return file;
}

absl::StatusOr<uint64_t> PackedFileWriter::Write(const std::string& path) const {
  return WritePackedFile(path, Bytes());
}

absl::StatusOr<uint64_t> WritePackedFile(const std::string& path,
                                         const std::vector<std::byte>& file) {
  if (const absl::Status status = WriteFileAtomically(path, file); !status.ok()) return status;
  Header header;
  std::memcpy(&header, file.data(), sizeof header);
  return header.checksum;
}

bool CodeList::IsValid(std::span<const uint64_t> codes) {
  return codes.size() <= UINT16_MAX && (codes.empty() || codes.front() != 0) &&
         std::adjacent_find(codes.begin(), codes.end(), std::greater_equal<>()) == codes.end();
}

uint16_t CodeList::Find(Code code) const {
  const auto at = std::lower_bound(codes_.begin(), codes_.end(), code.bits());
  if (at == codes_.end() || *at != code.bits()) return 0;
  return static_cast<uint16_t>(at - codes_.begin() + 1);
}

std::vector<uint64_t> CoveredBits(const std::vector<uint64_t>& codes,
                                  const std::vector<Code>& covered) {
  std::vector<uint64_t> bits = codes;
  for (const Code code : covered) bits.push_back(code.bits());
  std::sort(bits.begin(), bits.end());
  bits.erase(std::unique(bits.begin(), bits.end()), bits.end());
  return bits;
}

absl::StatusOr<TextList> TextList::Read(const PackedFile& file) {
  const absl::StatusOr<std::span<const char>> bytes = file.Section<char>(SectionId::kTexts);
  if (!bytes.ok()) return bytes.status();
  TextList list;
  std::string_view rest(bytes->data(), bytes->size());
  while (!rest.empty()) {
    uint16_t length = 0;
    if (rest.size() < sizeof length) return file.Damaged("a text is cut off");
    std::memcpy(&length, rest.data(), sizeof length);
    rest.remove_prefix(sizeof length);
    if (rest.size() < length) return file.Damaged("a text is cut off");
    list.texts_.push_back(rest.substr(0, length));
    rest.remove_prefix(length);
  }
  return list;
}

std::vector<std::byte> TextList::Encode(const std::vector<std::string>& texts) {
  std::vector<std::byte> bytes;
  for (const std::string& text : texts) {
    const auto length = static_cast<uint16_t>(std::min<size_t>(text.size(), UINT16_MAX));
    const auto raw = std::as_bytes(std::span(text)).first(length);
    bytes.push_back(static_cast<std::byte>(length & 0xFF));
    bytes.push_back(static_cast<std::byte>(length >> 8));
    bytes.insert(bytes.end(), raw.begin(), raw.end());
  }
  return bytes;
}

}  // namespace scrubline
