// rules_engine/compile/root_causes.h — which finding explains which other: one mistake, one finding
// (domain 12.3). A finding that another explains is moved under it (evaluate/root_cause.cc).
//
//   for (const RootCause& cause : kRootCauses) if (Names(cause.winners, "CODE.TERM")) ...
//
// Rows stand in order of precedence: what a row has moved explains nothing in those below it.
// Rulesets need not have the rules named here. Tested by root_causes_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_COMPILE_ROOT_CAUSES_H_
#define SCRUBLINE_RULES_ENGINE_COMPILE_ROOT_CAUSES_H_

#include <cstdint>
#include <iterator>
#include <string_view>

namespace scrubline {

// What the two findings must have in common.
enum class CauseSubject : uint8_t {
  kLine,              // a line; of a finding about several lines, each has a winner of its own
  kPair,              // two lines, in whichever roles
  kDiagnosis,         // a diagnosis
  kPointedDiagnosis,  // the winner's diagnosis, pointed to by the other's line
  kProvider,          // a provider
  kExcess,            // a line without whose units the other's, an MUE, would be within the limit
};

struct RootCause {
  // Rule ids apart by blanks; `MOD.*` is the family MOD.
  std::string_view winners;
  std::string_view suppressed;
  CauseSubject subject{};
  std::string_view spared = "";  // of `suppressed`
  int variant = -1;              // the winner's message variant; -1: any
  bool as_severe = false;        // only where the winner is at least as severe as the other
};

inline constexpr int kIndicator0 = 0;       // variant of NCCI.PTP: no modifier helps
inline constexpr int kUnspecifiedSide = 2;  // variant of MOD.LATERALITY

inline constexpr RootCause kRootCauses[] = {
    // A code that says nothing: what its meaning would bring about is not worth saying.
    {.winners = "LINE.VOID CODE.FORMAT CODE.UNKNOWN CODE.NOT_YET CODE.TERM",
     .suppressed =
         "NCCI.* MOD.* ANES.* THER.* TELE.* GLOB.* UNIT.* INF.* MN.* COMP.* AUTH.* FREQ.* "
         "CLIA.* MPFS.* POS.NOT_IN_OFFICE POS.NOT_IN_FACILITY CODE.STATUS_LOB CODE.NOC",
     .subject = CauseSubject::kLine,
     .spared = "MOD.SYNTAX MOD.UNKNOWN MOD.DATE"},
    {.winners = "DUP.EXACT DUP.ALREADY_PAID",
     .suppressed = "NCCI.PTP.* NCCI.MUE.* NCCI.AOC.*",
     .subject = CauseSubject::kLine,
     .spared = "NCCI.MUE"},
    {.winners = "DUP.EXACT DUP.ALREADY_PAID",
     .suppressed = "NCCI.MUE",
     .subject = CauseSubject::kExcess},
    // Not paid at all: one of the edits that say so is enough, the one that says why, and before it
    // the one that says what to bill instead.
    {.winners = "MEDICARE.VISIT.CONSULTATION TELE.PAYERCODE",
     .suppressed = "CODE.STATUS_LOB MPFS.NOT_VALID MPFS.NOT_USED NCCI.MUE.ZERO",
     .subject = CauseSubject::kLine,
     .as_severe = true},
    {.winners = "CODE.STATUS_LOB",
     .suppressed = "MPFS.NOT_VALID MPFS.NOT_USED NCCI.MUE.ZERO",
     .subject = CauseSubject::kLine,
     .as_severe = true},
    {.winners = "MPFS.BUNDLED MPFS.NOT_VALID",
     .suppressed = "MPFS.NOT_USED NCCI.MUE.* NCCI.AOC.* MOD.ASSIST.*",
     .subject = CauseSubject::kLine,
     .as_severe = true},
    // Bundled for good: neither a primary nor fewer units would help.
    {.winners = "NCCI.PTP",
     .suppressed = "NCCI.AOC NCCI.MUE",
     .subject = CauseSubject::kLine,
     .variant = kIndicator0},
    {.winners = "NCCI.PTP",
     .suppressed = "NCCI.AOC.PRIMARY_AT_RISK",
     .subject = CauseSubject::kLine},
    // The modifier that is missing, or stands where this payer does not read it.
    {.winners = "NCCI.PTP",
     .suppressed = "NCCI.PTP.Q3 GLOB.25 GLOB.57",
     .subject = CauseSubject::kPair},
    // 57 on a pair that it separates is asked about once.
    {.winners = "NCCI.PTP.Q4", .suppressed = "GLOB.57.MINOR", .subject = CauseSubject::kPair},
    // A second initial service is too many units of it as well.
    {.winners = "INF.ONE_INITIAL", .suppressed = "NCCI.MUE", .subject = CauseSubject::kExcess},
    // What a facility provides itself has no price for a practice there.
    {.winners = "MOD.PC_REQUIRED_FACILITY MPFS.TECHNICAL_ONLY MPFS.INCIDENT_TO",
     .suppressed = "POS.NOT_IN_FACILITY",
     .subject = CauseSubject::kLine},
    {.winners = "MOD.MULT", .suppressed = "MOD.MULT.MEDICARE", .subject = CauseSubject::kLine},
    {.winners = "MN.GA_NCCI", .suppressed = "MN.GA_UNNEEDED", .subject = CauseSubject::kLine},
    {.winners = "CHG.ZERO", .suppressed = "CHG.LOW", .subject = CauseSubject::kLine},
    {.winners = "DX.FORMAT DX.UNKNOWN DX.DATE DX.NOT_BILLABLE DX.7TH",
     .suppressed = "DX.AGE DX.SEX DX.UNSPEC DX.EXCL1 DX.CODEFIRST DX.USEADDL DX.SEQUELA "
                   "MOD.LATERALITY",
     .subject = CauseSubject::kDiagnosis},
    {.winners = "DX.FORMAT DX.UNKNOWN DX.DATE DX.NOT_BILLABLE DX.7TH",
     .suppressed = "MN.NOT_COVERED",
     .subject = CauseSubject::kPointedDiagnosis},
    {.winners = "DX.MANIF_FIRST",
     .suppressed = "DX.CODEFIRST",
     .subject = CauseSubject::kDiagnosis},
    {.winners = "MOD.LATERALITY",
     .suppressed = "DX.UNSPEC",
     .subject = CauseSubject::kDiagnosis,
     .variant = kUnspecifiedSide},
    // A pointer that leads nowhere points to no covered diagnosis either.
    {.winners = "DX.PTR", .suppressed = "MN.NOT_COVERED", .subject = CauseSubject::kLine},
    // The denial is expected.
    {.winners = "MN.GZ MN.GY",
     .suppressed = "MN.NOT_COVERED FREQ.*",
     .subject = CauseSubject::kLine},
    {.winners = "PROV.NPI_FORMAT PROV.NPI_LUHN",
     .suppressed = "PROV.NPI_UNKNOWN PROV.NPI_DEACTIVATED PROV.TAXONOMY_MISMATCH PROV.ENROLMENT "
                   "PROV.ORDERING",
     .subject = CauseSubject::kProvider},
};
inline constexpr size_t kRootCauseCount = std::size(kRootCauses);
static_assert(kRootCauseCount <= 32);  // a bit each

// Whether `names`, as in RootCause, have the rule.
bool Names(std::string_view names, std::string_view rule);

// The rows in which a rule may explain others, and those in which it may be explained: a bit a row.
struct CauseRows {
  uint32_t explains = 0;
  uint32_t explained_by = 0;
};
CauseRows CauseRowsOf(std::string_view rule);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_COMPILE_ROOT_CAUSES_H_
