// render/x12/claim_writer.h — claims as 837 files, professional (005010X222A1) and institutional
// (005010X223A2): the counterpart of ingest/x12/reader.h.
//
//   ClaimWriter writer({.sender = "US", .receiver = "THEM"}, [&](std::string_view piece) { ... });
//   absl::Status status = writer.Write(claim);        // for each claim
//   writer.Finish();
//
// Reading the file gives the claim back in every field that an 837 has a place for, and a claim
// that lacks nothing keeps to its guide (guide_checker.h). What it wants and our claims do not have
// is written as what it is: names and streets are UNKNOWN, admission type and source `9` (not
// available), reasons of other payers' adjustments CO 45, signatures and releases `Y`. What an 837
// cannot go without is filled in: the unit of a number of units (UN), the relationship of a patient
// who may be anybody (21), persons and organizations by their role, the filing indicator by the
// line of business, today as the day of submission. An ordering provider of the claim stands on
// each of its lines.
//
// Claims of one kind and day that follow each other share a transaction of up to
// kMaxClaimsPerTransaction; those of one billing provider share its loop.
// Errors: InvalidArgument, by field and without values, for a claim that no 837 can hold (too many
// lines, diagnoses, codes or pointers; no type of bill; values that could not be read): nothing of
// it is written then. Memory: one claim. Threads: one at a time. Tested by claim_writer_test.cc.
#ifndef SCRUBLINE_RENDER_X12_CLAIM_WRITER_H_
#define SCRUBLINE_RENDER_X12_CLAIM_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "render/x12/envelope_writer.h"
#include "rules_engine/claim.h"

namespace scrubline {

struct ClaimWriterSettings {
  std::string sender = "SENDER";
  std::string receiver = "RECEIVER";
  // Test or production. What is written has placeholders: it is no file for a payer as it stands.
  std::string usage = "T";
  uint32_t first_control_number = 1;
  std::function<X12Moment()> now = X12Now;
};

class ClaimWriter {
 public:
  static constexpr size_t kMaxClaimsPerTransaction = 5000;
  static constexpr size_t kMaxProfessionalLines = 50;
  static constexpr size_t kMaxInstitutionalLines = 999;

  using Sink = std::function<void(std::string_view piece)>;

  ClaimWriter(ClaimWriterSettings settings, Sink sink);
  ClaimWriter(const ClaimWriter&) = delete;
  ClaimWriter& operator=(const ClaimWriter&) = delete;

  absl::Status Write(const Claim& claim);
  void Finish();

 private:
  void BeginTransaction(const Claim& claim, std::string_view date);
  void WriteBilling(const Claim& claim);
  void WriteSubscriberAndPatient(const Claim& claim);
  void WritePerson(const Patient& patient);
  void WriteDeath(const Patient& patient, std::string_view relationship);
  void WriteClaim(const Claim& claim);
  void WriteClaimDates(const Claim& claim);
  void WriteDiagnoses(const Claim& claim);
  void WriteCodes(const Claim& claim);
  void WriteClaimProviders(const Claim& claim);
  void WriteOtherPayer(const OtherPayer& payer);
  void WriteLine(const Claim& claim, const ServiceLine& line);
  void WriteService(const ServiceLine& line);
  void WriteDrug(const ServiceLine& line);
  void WriteLineProviders(const Claim& claim, const ServiceLine& line);

  struct Loop {
    std::string_view code;       // NM101
    std::string_view specialty;  // PRV01; empty: the loop has no PRV
    EntityType usual = EntityType::kIndividual;
    bool has_place = false;  // N3 and N4
  };
  void WriteProvider(const Claim& claim, ProviderIndex index, const Loop& loop);
  void WritePlace(const Provider& provider);
  void WriteDate(std::string_view qualifier, Date date);
  void WritePeriod(std::string_view qualifier, Date from, Date through);
  void WriteReference(std::string_view qualifier, std::string_view value);
  // Up to twelve composites a segment.
  void WriteHealthCodes(const std::vector<std::vector<std::string>>& codes);

  bool institutional() const { return type_ == ClaimType::kInstitutional; }

  const ClaimWriterSettings settings_;
  const Sink sink_;
  std::string text_;
  SegmentWriter out_;
  EnvelopeWriter envelope_;

  // Of the open transaction.
  bool open_ = false;
  ClaimType type_ = ClaimType::kUnset;
  std::string date_;
  size_t claims_ = 0;
  uint64_t level_ = 0;          // the last HL01
  uint64_t billing_level_ = 0;  // the open HL 20
  bool has_billing_ = false;
  std::string billing_;  // what identifies the provider of the open HL 20
};

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_X12_CLAIM_WRITER_H_
