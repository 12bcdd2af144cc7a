// ingest/x12/claim_builder.h — the segments of one 837 transaction to claims.
//
//   ClaimBuilder builder(max_lines, X12Mode::kLenient, report, deliver);
//   builder.BeginInterchange(header.delimiters.component);
//   builder.Begin(Guide::kProfessional);
//   for each segment after ST: builder.Read(segment, position);
//   builder.End();
//
// Kept between segments: the open billing provider, subscriber and patient (2000A, B, C), and the
// claim being read; no tree of the transaction. A claim belongs to the innermost open HL and is
// delivered when the next CLM, HL or the end of the transaction shows that it is complete.
// What can be wrong: structure goes to `report`; a value that cannot be read leaves its field
// absent and is named in Claim::unreadable by the contract's path, also when it stood in a loop
// above the claim: then in every claim below it. Memory is bounded by the line limit; texts are
// limited to what X12 allows their element. Threads: one at a time.
// Tested by reader_*_test.cc.
#ifndef SCRUBLINE_INGEST_X12_CLAIM_BUILDER_H_
#define SCRUBLINE_INGEST_X12_CLAIM_BUILDER_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/x12/issue.h"
#include "ingest/x12/loops.h"
#include "ingest/x12/segment.h"
#include "rules_engine/claim.h"

namespace scrubline {

class ClaimBuilder {
 public:
  // `begun_at` is the claim's CLM. The claim is cleared after the call.
  using Deliver = std::function<void(Claim& claim, const X12Position& begun_at)>;

  using Report = std::function<void(X12Issue&& issue)>;

  ClaimBuilder(size_t max_lines, X12Mode mode, Report report, Deliver deliver);

  void BeginInterchange(char component_separator);
  void Begin(Guide guide);
  void Read(const Segment& segment, const X12Position& position);
  // A segment of the transaction was skipped unread: what it belongs to must not pass for whole.
  void NoteLostSegment();
  // The transaction is over: delivers its last claim.
  void End();
  // The input broke off: the claim being read is dropped, for lines of it may be missing.
  void Abandon();

  // As an issue of the claim being delivered, at its CLM.
  void IssueOfClaim(X12Problem problem);
  // Whether a level above the claim names a parent that is not open.
  bool parent_unknown() const {
    return billing_.parent_unknown || subscriber_.parent_unknown || patient_.parent_unknown;
  }

  // Where the segment last read was put: its level, and its index in service_lines, -1 outside a
  // line or in one that is not kept.
  Level level() const { return level_; }
  // The separator of components in use.
  char component() const { return component_; }
  int line_index() const {
    return InLine() && !line_dropped_ ? static_cast<int>(claim_.service_lines.size()) - 1 : -1;
  }

 private:
  struct ContextProblem {
    std::string field;
    std::string_view problem;
  };
  // What a provider's loop says, until it is complete.
  struct ProviderText {
    std::string npi, taxonomy_code, tax_id, zip;
    Code state;
    EntityType entity_type = EntityType::kUnset;
  };
  struct Person {
    std::string id;
    Date birth_date;
    Date death_date;
    Sex sex = Sex::kUnset;
    Code relationship;
  };
  struct OpenLevel {
    bool open = false;
    bool parent_unknown = false;
    std::string number;  // HL01
    std::vector<ContextProblem> problems;
  };
  struct BillingLevel : OpenLevel {
    ProviderText provider;
    bool has_provider = false;
  };
  struct SubscriberLevel : OpenLevel {
    Person person;
    std::string payer_id, payer_name;
    Code filing_indicator;
    LineOfBusiness line_of_business = LineOfBusiness::kUnset;
    Responsibility responsibility = Responsibility::kUnset;
    bool is_patient = false;
    bool has_subscriber = false;
    bool has_payer = false;
  };
  struct PatientLevel : OpenLevel {
    Person person;
  };

  void ReadInClaim(const Segment& segment);
  void ReadHeader(const Segment& segment);
  void OpenHierarchyLevel(const Segment& segment);
  void CheckHierarchyNumber(const Segment& segment);
  // Whether the last HL told the truth about its children. `next`: of the HL that follows it.
  void CheckHierarchyChildren(std::optional<Level> next);
  void ReadSubscriberInformation(const Segment& segment);
  void ReadPatientInformation(const Segment& segment);
  void ReadDemographics(const Segment& segment);
  void ReadParty(const Segment& segment);
  void ReadPlace(const Segment& segment);
  void ReadSpecialty(const Segment& segment);
  void ReadReference(const Segment& segment);
  void ReadDate(const Segment& segment);

  void OpenClaim(const Segment& segment);
  void CopyContext();
  void ReadAccident(std::string_view related_causes);
  void ReadInstitutionalCodes(const Segment& segment);
  void ReadHealthCodes(const Segment& segment);
  void ReadDiagnosis(const HealthCodeRow& row, const Composite& composite);
  void AddDiagnosisSlot(const Diagnosis& diagnosis);
  void TakeAccident(const Occurrence& occurrence);
  void ReadOtherHealthCode(const HealthCodeRow& row, const Composite& composite);

  void OpenOtherPayer(const Segment& segment);
  void ReadAmount(const Segment& segment);
  void OpenAdjudication(const Segment& segment);
  void ReadAdjustments(const Segment& segment);
  void ReadRemittanceDate(std::string_view format, std::string_view value);
  void CompleteOtherPayers();
  // The contract's path of a field of the other payer at this index.
  static std::string OtherPayerPath(int index, std::string_view field);
  Responsibility ReadResponsibility(std::string_view code, std::string_view field);

  void OpenLine();
  void ReadLineNumber(const Segment& segment);
  void ReadProfessionalService(const Segment& segment);
  void ReadInstitutionalService(const Segment& segment);
  bool StartService(Guide guide);
  void ReadProcedure(std::string_view text);
  void ReadUnits(std::string_view basis, std::string_view quantity);
  void ReadPointers(std::string_view text);
  void ReadDrug(const Segment& segment);
  void ReadDrugQuantity(const Segment& segment);

  void CommitParty();
  void CloseLine();
  void CompleteClaim();

  Composite Split(std::string_view text) const { return Composite(text, component_); }
  // As Split, for the composites that always have two components: if ISA16 lied, they show it.
  Composite SplitProbing(std::string_view text);
  ProviderIndex* ProviderSlot(Role role);
  ProviderText* OpenProvider();
  OpenLevel* OpenContext();
  Guide claim_guide() const { return claim_open_ ? claim_guide_ : guide_; }
  bool InLine() const { return level_ >= Level::kLine; }
  ServiceLine& line() { return claim_.service_lines.back(); }

  // `data_element`: X12's number of the element or component.
  void Issue(X12Problem problem, int element = 0, int component = 0, int data_element = 0);
  // What would be said of every HL or LX of some senders: once a transaction.
  void IssueOnce(bool& told, X12Problem problem, int element);
  int ElementOf(std::string_view value) const;
  // Records that `field`, relative to the line or claim or level now being read, cannot be read.
  void Unread(std::string_view field, std::string_view problem);
  void UnreadInClaim(std::string_view field, std::string_view problem, int line_index);
  // The value as text, fit for UTF-8, or empty with a note. Valid until the next call.
  std::string_view Text(std::string_view value, size_t max_length, std::string_view field);
  std::string_view KeptText(std::string_view value, size_t max_length, std::string_view field);
  Code ReadCode(std::string_view value, std::string_view field);
  int64_t ReadCents(std::string_view value, std::string_view field);
  int64_t ReadThousandths(std::string_view value, std::string_view field);
  Date ReadDay(std::string_view format, std::string_view value, std::string_view field);

  const size_t max_lines_;
  const X12Mode mode_;
  Report report_;
  Deliver deliver_;

  char component_ = ':';
  bool component_confirmed_ = false;
  Guide guide_ = Guide::kUnknown;
  X12Position position_;
  const Segment* segment_ = nullptr;  // the one being read
  Level level_ = Level::kHeader;
  Level hierarchy_ = Level::kHeader;  // the innermost open HL
  int32_t hierarchy_levels_ = 0;      // HL segments so far
  bool may_have_children_ = false;    // HL04 of the last one
  bool hierarchy_number_told_ = false;
  bool hierarchy_children_told_ = false;
  bool line_sequence_told_ = false;
  Date submitted_date_;
  OpenLevel header_;
  BillingLevel billing_;
  SubscriberLevel subscriber_;
  PatientLevel patient_;
  Role role_ = Role::kNone;  // of the NM1 last read, until another loop begins
  std::string_view loop_;    // of that NM1
  ProviderText party_;       // of a provider in a claim or line

  Claim claim_;
  bool claim_open_ = false;
  Guide claim_guide_ = Guide::kUnknown;
  X12Position claim_position_;
  bool has_diagnosis_segment_ = false;
  int other_payer_ = -1;  // of the open loop 2320 or 2430, in other_payers; -1 where not known
  bool adjustments_known_ = true;
  Date claim_service_date_;  // a service date sent for the claim as a whole
  Date claim_service_date_through_;
  bool line_dropped_ = false;
  int32_t highest_line_number_ = 0;
  bool line_has_service_ = false;
  bool line_has_service_date_ = false;
  std::string text_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_X12_CLAIM_BUILDER_H_
