// rules_engine/evaluate/trace.h — what an evaluation did, for those who ask why: the rows of the
// published tables it met, how it judged them, and what the layers said of each finding.
//
//   EvaluationTrace trace;
//   Evaluation evaluation(snapshot, claim, options, scratch, &trace);
//
// Filled by the evaluation itself, where it has found a row or is about to report, so that there is
// nothing a trace could get wrong about it; an evaluation without one pays a null test at these
// places. What YAML rules saw needs no trace: the values of their conditions are kept for the claim
// (Conditions). Read by explain/. Tested by explain/explain_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_TRACE_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_TRACE_H_

#include <array>
#include <cstdint>
#include <vector>

#include "rules_engine/builtins.h"
#include "rules_engine/claim.h"
#include "rules_engine/code.h"
#include "rules_engine/compile/table_slots.h"
#include "rules_engine/date.h"
#include "rules_engine/evaluate/evaluator.h"

namespace scrubline {

struct EvaluationTrace {
  // Where an evaluation spent its time, summed up over evaluations; for benchmarks. A condition
  // that several rules share counts for the first that asks for it.
  struct Times {
    std::vector<int64_t> rules;                       // nanoseconds, by rule of the language
    std::array<int64_t, kAlgorithmCount> built_in{};  // by algorithm
    int64_t collect = 0;                              // which rules the codes on the claim activate
    int64_t conclude = 0;                             // order, root causes, verdict
  };
  Times* times = nullptr;  // not asked for

  // An algorithm that had nothing to do on this claim.
  enum class Idle : uint8_t {
    kVoidClaim,  // R17
    kNoTable,    // the parameter `table` says none
    kInpatient,  // an inpatient claim, which the edits leave out
    kNoPair,     // no two lines of different codes that take part
    kNoAddOn,    // no line with an add-on code
  };
  struct IdleAlgorithm {
    Algorithm algorithm{};
    Idle reason{};
  };
  std::vector<IdleAlgorithm> idle;

  // A line of the claim that an algorithm left out.
  enum class LeftOut : uint8_t {
    kExcludedModifier,
    kZeroCharge,
    kMinutes,
    kNoRow,
    kCodeNotInForce
  };
  struct LineLeftOut {
    Algorithm algorithm{};
    LineRef line = 0;
    LeftOut reason{};
    Code modifier;  // kExcludedModifier
  };
  std::vector<LineLeftOut> left_out;

  // Two lines whose codes have a row in the PTP table.
  enum class PairVerdict : uint8_t { kFired, kBypassed, kOtherProvider, kNoSharedDay, kNotInForce };
  enum class ModifierVerdict : uint8_t {
    kCounts,
    kNotOnList,    // not among the bypass modifiers
    kColumn2Only,  // this payer reads it on column 2 only
    kWrongKind,    // of visits on a procedure, or the other way round
  };
  struct ModifierUse {
    LineRef line = 0;
    int column = 0;
    Code modifier;
    ModifierVerdict verdict{};
  };
  struct Pair {
    PairVerdict verdict{};
    LineRef column1 = 0;  // as the row says; where none is in force, in the order of the lines
    LineRef column2 = 0;
    TableSlot slot{};
    Date date;
    int32_t row = -1;                    // in force on `date`; -1: none
    std::vector<ModifierUse> modifiers;  // where the row allows any
  };
  std::vector<Pair> pairs;

  // Units of one code against its limit, on days on which the same lines count.
  struct Limit {
    Code code;
    Date first_day;
    Date last_day;
    TableSlot slot{};
    int release = 0;
    uint32_t limit = 0;
    uint8_t adjudication_indicator = 0;
    int64_t units = 0;  // indicator 1: of the line with the most; otherwise of all lines
    std::vector<LineRef> lines;
    bool over = false;
  };
  std::vector<Limit> limits;

  // An add-on and what stands beside it.
  enum class AddOnVerdict : uint8_t {
    kHasPrimary,
    kPrimaryOnOtherSide,
    kPrimaryAtRisk,
    kPrimaryOnDayBefore,
    kOtherProcedure,  // none that is listed, but one that its type accepts
    kNone,
  };
  struct AddOn {
    LineRef line = 0;
    uint8_t type = 0;
    Date date;
    AddOnVerdict verdict{};
    std::vector<LineRef> primaries;  // those that the verdict rests on
  };
  std::vector<AddOn> add_ons;

  struct Npi {
    ProviderIndex provider = kNoProvider;
    bool well_formed = false;
    bool check_digit = false;
  };
  std::vector<Npi> npis;

  // What the layers said when a finding was at hand.
  struct Setting {
    int32_t rule = 0;
    Date date;
    int32_t subject = -1;  // index of the claim's line; -1: the claim
    enum class Verdict : uint8_t { kApplies, kNotInForce, kOutOfScope, kSwitchedOff };
    Verdict verdict = Verdict::kApplies;
    std::vector<int32_t> overrides;  // those that applied, in order
    std::vector<int32_t> exempting;  // those of them whose `exempt_when` holds
  };
  std::vector<Setting> settings;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_TRACE_H_
