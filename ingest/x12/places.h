// ingest/x12/places.h — where in the file the values of one claim stand: a finding names a field of
// the contract, a biller's system wants the segment and element.
//
//   std::optional<X12FieldPlace> place = places.Find("service_lines[1].modifiers[0]");
//   place->segment == "SV1", place->element == 1, place->component == 3, place->loop == "2400"
//
// Kept as one small entry a segment; what an element is called is worked out only when asked.
// Tested by places_test.cc.
#ifndef SCRUBLINE_INGEST_X12_PLACES_H_
#define SCRUBLINE_INGEST_X12_PLACES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/x12/loops.h"

namespace scrubline {

struct X12FieldPlace {
  std::string loop;      // `2400`
  std::string segment;   // `SV1`
  int element = 0;       // 0: the segment as a whole
  int component = 0;     // 0: the element as a whole
  uint32_t ordinal = 0;  // of the segment in its transaction; ST is 1
  uint64_t offset = 0;   // of the segment, bytes from the start of the input

  // `SV101-3`, `CLM02`, `HI`.
  std::string ElementName() const;
};

class X12Places {
 public:
  struct Entry {
    uint32_t segment = 0;    // SegmentId
    uint32_t qualifier = 0;  // its first element, packed as in Qualifier; 0 where it is none
    Level level = Level::kHeader;
    uint8_t codes = 0;     // of an HI: how many elements it has
    int16_t line = -1;     // index in service_lines; -1 outside a line
    uint32_t ordinal = 0;  // in the transaction
    uint64_t offset = 0;
  };

  // Before any Find: the same role has another loop in each guide.
  void SetGuide(Guide guide) { guide_ = guide; }
  void Add(const Entry& entry) { entries_.push_back(entry); }
  void Clear() { entries_.clear(); }
  bool empty() const { return entries_.empty(); }

  // The place of a field, by its path in the contract (a line's index counts from 0); where the
  // field was not sent, of the segment that should hold it, or of what it belongs to: the line's
  // LX, the claim's CLM. nullopt when nothing is known.
  std::optional<X12FieldPlace> Find(std::string_view field) const;

 private:
  // The first entry of this kind, -1 if there is none. `party`: only within its loop; `payer`: only
  // of the other payer of this index; kAnyLine as `line`: of any line.
  struct Wanted {
    Level level = Level::kClaim;
    int line = -1;
    uint32_t segment = 0;
    uint32_t qualifier = 0;  // 0: any
    Role party = Role::kNone;
    int payer = -1;
    bool outside_party = false;
  };
  int Find(const Wanted& wanted) const;
  std::optional<X12FieldPlace> FindInProvider(Role role, int line, std::string_view field) const;
  std::optional<X12FieldPlace> FindInList(std::string_view list, int index,
                                          std::string_view field) const;
  std::optional<X12FieldPlace> FindInClaim(std::string_view field) const;
  std::optional<X12FieldPlace> FindInLine(int line, std::string_view field, int index) const;
  std::optional<X12FieldPlace> FindInOtherPayer(int payer, std::string_view field) const;
  // The first segment of a level, for what was not sent in it.
  std::optional<X12FieldPlace> Opener(Level level, int line = -1) const;
  bool Has(Level level) const;
  X12FieldPlace PlaceOf(int entry, int element, int component) const;
  std::string LoopOf(int entry) const;

  Guide guide_ = Guide::kUnknown;
  std::vector<Entry> entries_;  // in the order of the file
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_X12_PLACES_H_
