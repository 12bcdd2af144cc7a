// ingest/x12/guide_checker.h — whether a transaction is as its implementation guide wants it.
//
//   GuideChecker checker([&](X12Issue&& issue) { ... });
//   checker.Begin(Guide::kProfessional);
//   for each segment after ST: checker.Read(segment, position, ':');
//   checker.End(position_of_se);
//
// Walks the segments beside the claim builder: which loop each belongs to, what is missing, too
// much or out of order (IK304 1 to 5, 7, I4), and of each element its presence, length, characters,
// code and date, and the syntax notes between them (IK403). Codes that the guide leaves to a code
// list of its own (states, places of service, taxonomy) are not looked up: that is the rules' work.
// A segment that has no place is told and passed over; the loops that are open stay as they are.
// What is missing is told at the segment before which it belongs.
// Cost: a look over the places still possible in the open loops for each segment, and one over its
// bytes. Memory: bounded by the guide. Threads: one at a time.
// Tested by guide_checker_test.cc and x12_samples_test.cc, against pyx12's answers.
#ifndef SCRUBLINE_INGEST_X12_GUIDE_CHECKER_H_
#define SCRUBLINE_INGEST_X12_GUIDE_CHECKER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/x12/guide.h"
#include "ingest/x12/issue.h"
#include "ingest/x12/loops.h"
#include "ingest/x12/segment.h"

namespace scrubline {

class GuideChecker {
 public:
  using Report = std::function<void(X12Issue&& issue)>;

  explicit GuideChecker(Report report) : report_(std::move(report)) {}

  // A guide that is not served, or not known, is not checked.
  void Begin(Guide guide);
  // `component`: the separator in use, which ISA16 may have lied about.
  void Read(const Segment& segment, const X12Position& position, char component);
  void End(const X12Position& position);
  // The input broke off: nothing is missing that may have been to come.
  void Abandon() { table_ = nullptr; }
  bool active() const { return table_ != nullptr; }

 private:
  using Child = GuideTable::Child;
  using Element = GuideTable::Element;

  // A loop that is open.
  struct Open {
    size_t loop = 0;
    uint32_t position = 0;  // how far in it the transaction has come
    size_t first = 0;       // of its children, the first one of that position
  };
  // Where an element is: for IK401.
  struct Where {
    int element = 0;
    int component = 0;
    int repetition = 0;
  };

  const Child* FindChild(const Open& open, size_t first) const;
  void Enter(size_t depth, const Child& child, bool in_order);
  void OpenLoop(const Child& child);
  void CloseTo(size_t depth);
  // Tells of what is required of the loop up to a position and did not come.
  void TellMissing(const Open& open, uint32_t to);
  bool IsKnown(uint32_t segment_id) const;

  void CheckElements(const GuideTable::Segment& definition);
  void CheckElement(const Element& definition, std::string_view value, Where where);
  void CheckComposite(const Element& definition, std::string_view value, Where where);
  void CheckValue(const Element& definition, std::string_view value, Where where);
  void CheckCharacters(const Element& definition, std::string_view value, Where where);
  void CheckDate(const Element& definition, std::string_view value, Where where);
  void CheckNote(std::span<const Element> definitions, const GuideTable::Note& note);

  void TellSegment(X12Problem problem, std::string_view loop, uint32_t segment);
  void TellElement(X12Problem problem, const Element* definition, Where where,
                   std::string_view value);

  Report report_;
  const GuideTable* table_ = nullptr;
  std::vector<Open> open_;
  std::vector<uint32_t> counts_;  // of each child, in the instance of its loop that is open
  const Segment* segment_ = nullptr;
  X12Position position_;
  char component_ = ':';
  Code key_;                      // the segment's qualifier
  std::string_view date_format_;  // of the date that follows: D8, RD8, ...
  std::string claim_id_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_X12_GUIDE_CHECKER_H_
