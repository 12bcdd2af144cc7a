// ingest/x12/events.h — what stands around the claims of an X12 input, in its order: all that an
// acknowledgement (TA1, 999, 277CA) echoes, counts or objects to.
//
//   class Answer final : public X12Sink {
//     void OnClaim(Claim& claim, const X12ClaimSource& source) override { ... }
//     void OnEvent(X12Event&& event) override { ... }
//   };
//
// An interchange comes as X12Interchange, its groups, X12InterchangeEnd; a group as X12Group, its
// transactions, X12GroupEnd; a transaction as X12Transaction, its claims, X12TransactionEnd. Each
// begin has its end, also where the trailer is missing or the input breaks off; a begin whose
// segment is missing (GS, or in lenient mode ISA) has no texts. Texts are as sent, blanks off, in
// UTF-8; nothing is a view, so that events may be kept, or handed to another thread. They hold
// names and numbers of patients: never log them. Tested by events_test.cc.
#ifndef SCRUBLINE_INGEST_X12_EVENTS_H_
#define SCRUBLINE_INGEST_X12_EVENTS_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "ingest/x12/issue.h"
#include "ingest/x12/loops.h"
#include "ingest/x12/places.h"
#include "rules_engine/claim.h"

namespace scrubline {

struct X12Interchange {
  X12Position at;
  std::string sender_qualifier, sender;      // ISA05, ISA06
  std::string receiver_qualifier, receiver;  // ISA07, ISA08
  std::string date, time;                    // ISA09 YYMMDD, ISA10 HHMM
  std::string version;                       // ISA12
  std::string control_number;                // ISA13
  bool acknowledgment_requested = false;     // ISA14
  std::string usage;                         // ISA15: P or T
};
struct X12Group {
  X12Position at;
  std::string functional_id;     // GS01
  std::string sender, receiver;  // GS02, GS03
  std::string control_number;    // GS06
  std::string version;           // GS08
};
struct X12Transaction {
  X12Position at;
  std::string set;             // ST01
  std::string control_number;  // ST02
  std::string version;         // ST03
  Guide guide = Guide::kUnknown;
};

// Someone as an NM1 names him.
struct X12Party {
  std::string entity_type;  // NM102: 1 a person, 2 not
  std::string last_name, first_name,
      middle_name;               // NM103 (or an organisation's name), NM104, NM105
  std::string id_qualifier, id;  // NM108, NM109
};

// Of a transaction, once it is over.
struct X12TransactionEnd {
  X12Position at;  // of its SE, or of what came instead
  // From BHT and loops 1000A and 1000B; of an 837 that we read only.
  std::string purpose;             // BHT02
  std::string reference;           // BHT03
  std::string claim_or_encounter;  // BHT06
  X12Party submitter, receiver;
  uint64_t segments = 0;
  uint64_t claims = 0;
  // What a 999 says of it, in the order of the file: X12Options::max_issues of them at most.
  std::vector<X12Issue> issues;
  uint64_t issues_dropped = 0;
  // Its claims must not be taken as received: the 999 rejects it.
  bool rejected = false;
};
struct X12GroupEnd {
  X12Position at;
  uint64_t transactions_stated = 0;  // GE01; 0 where it cannot be read
  uint64_t transactions = 0;
  uint64_t transactions_accepted = 0;
  std::vector<X12Issue> issues;
  bool rejected = false;
};
struct X12InterchangeEnd {
  X12Position at;
  std::vector<X12Issue> issues;
  bool rejected = false;
};

using X12Event = std::variant<X12Interchange, X12Group, X12Transaction, X12TransactionEnd,
                              X12GroupEnd, X12InterchangeEnd>;

// Where a claim comes from, and what an acknowledgement echoes of it. Without
// X12Options::keep_source only what stands before `billing_level` is filled.
struct X12ClaimSource {
  X12Position at;                   // of its CLM
  uint64_t claim = 0;               // ordinal in the input, from 1
  std::string interchange_control;  // ISA13
  std::string group_control;        // GS06
  std::string transaction_control;  // ST02
  // A claim of the same number, billing provider, payer, place in the order of payment and
  // frequency came before in the
  // interchange.
  bool is_duplicate = false;
  // HL02 of a level above it names no open level as its parent: it may be another subscriber's.
  bool parent_unknown = false;

  uint32_t billing_level = 0;       // ordinal of its loop 2000A in the transaction, from 1
  X12Party billing;                 // 2010AA
  std::string billing_tax_id;       // REF*EI or SY
  X12Party patient;                 // 2010CA, or 2010BA where the subscriber is the patient
  std::string subscriber_id;        // 2010BA NM109
  std::string payer_name;           // 2010BB NM103
  std::string claim_id;             // CLM01
  std::string total_charge;         // CLM02
  std::string type_of_bill;         // of an 837I, four digits
  std::string clearinghouse_trace;  // REF*D9
  // CCYYMMDD: the statement's period, or the first and last day of service; empty: none.
  std::string service_from, service_through;

  struct Line {
    std::string number;                         // LX01
    std::string control_number;                 // REF*6R
    std::string procedure;                      // SV101 or SV202, its components separated by `:`
    std::string charge;                         // SV102, SV203
    std::string revenue_code;                   // SV201
    std::string unit_basis, units;              // SV103, SV104; SV204, SV205
    std::string service_from, service_through;  // CCYYMMDD; through is empty for one day
  };
  std::vector<Line> lines;  // one for each of Claim::service_lines

  X12Places places;  // of the claim's segments
};

class X12Sink {
 public:
  virtual ~X12Sink() = default;
  // `claim` belongs to the reader, which uses it again; so does `source`. Either may be moved away.
  virtual void OnClaim(Claim& claim, X12ClaimSource& source) = 0;
  virtual void OnEvent(X12Event&& /*event*/) {}
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_X12_EVENTS_H_
