// Authorizations (domain 10): lines that name one by its number, held against the payer's record of
// it: its period, its codes, its units and its provider. A number without a record is not judged,
// nor is what the record leaves open. A number that stands for the whole claim need not be meant
// for each of its lines: those whose codes the record does not have are left alone as long as it
// has the code of one. Tested by builtin_authorization_test.cc.
#include "rules_engine/evaluate/builtin_authorization.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "rules_engine/evaluate/describe_builtin.h"
#include "rules_engine/evaluate/evaluation.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

class AuthorizationEdits {
 public:
  explicit AuthorizationEdits(Evaluation& evaluation)
      : e_(evaluation), claim_(evaluation.claim), covered_(evaluation.scratch.refs) {}

  void Run() {
    for (size_t i = 0; i < claim_.authorizations.size(); ++i) LookAt(static_cast<int32_t>(i));
  }

 private:
  const Authorization& Record(int32_t index) const {
    return claim_.authorizations[static_cast<size_t>(index)];
  }

  bool Has(const Authorization& record, Code code) const {
    const auto first = claim_.authorization_codes.begin() + record.first_code;
    return record.code_count == 0 ||
           std::find(first, first + record.code_count, code) != first + record.code_count;
  }

  void LookAt(int32_t index) {
    const Authorization& record = Record(index);
    if (record.number.empty()) return;
    covered_.clear();
    other_.clear();
    for (int32_t i = 0; i < e_.own_lines; ++i) {
      const PreparedLine& line = e_.lines[static_cast<size_t>(i)];
      const bool own = line.line->prior_authorization_number == record.number;
      const bool of_claim = line.line->prior_authorization_number.empty() &&
                            claim_.prior_authorization_number == record.number;
      if ((!own && !of_claim) || line.code().empty()) continue;
      if (Has(record, line.code())) {
        covered_.push_back(line.ref);
      } else if (own) {
        Add(AuthorizationMismatch::kCode, index, {&line.ref, 1});
      } else {
        other_.push_back(line.ref);
      }
    }
    if (covered_.empty()) {
      if (!other_.empty()) Add(AuthorizationMismatch::kCode, index, other_);
      return;
    }
    for (const LineRef ref : covered_) {
      const PreparedLine& line = e_.lines[static_cast<size_t>(ref)];
      if (!InPeriod(record, line)) Add(AuthorizationMismatch::kPeriod, index, {&ref, 1});
      if (!ForProvider(record, line)) Add(AuthorizationMismatch::kProvider, index, {&ref, 1});
    }
    JudgeUnits(index);
  }

  static bool InPeriod(const Authorization& record, const PreparedLine& line) {
    if (!line.from.has_value()) return true;
    return (!record.from.has_value() || line.from >= record.from) &&
           (!record.through.has_value() || line.through <= record.through);
  }

  bool ForProvider(const Authorization& record, const PreparedLine& line) const {
    if (record.provider_npi.empty()) return true;
    bool known = false;
    for (const ProviderIndex index : {line.rendering, line.billing}) {
      const Provider* provider = claim_.provider(index);
      if (provider == nullptr || provider->npi.empty()) continue;
      if (provider->npi == record.provider_npi) return true;
      known = true;
    }
    return !known;
  }

  void JudgeUnits(int32_t index) {
    const Authorization& record = Record(index);
    if (record.units_approved == kUnset) return;
    const int64_t used = record.units_used == kUnset ? 0 : record.units_used;
    int64_t billed = 0;
    for (const LineRef ref : covered_) {
      const int64_t units = e_.lines[static_cast<size_t>(ref)].line->units;
      if (units != kUnset) billed += units;
    }
    billed_ = billed;
    if (used + billed > record.units_approved) Add(AuthorizationMismatch::kUnits, index, covered_);
  }

  void Add(AuthorizationMismatch mismatch, int32_t record, std::span<const LineRef> lines) {
    Report report;
    report.builtin = BuiltinId::kAuthorizationMismatch;
    report.variant = static_cast<uint8_t>(mismatch);
    const PreparedLine& first = e_.lines[static_cast<size_t>(lines.front())];
    report.date = first.from;
    report.key.code = first.code();
    report.lines = lines;
    report.payload = {record,
                      static_cast<int32_t>(std::min<int64_t>(billed_ / kThousandths, INT32_MAX))};
    e_.Add(report);
  }

  Evaluation& e_;
  const Claim& claim_;
  std::vector<LineRef>& covered_;
  std::vector<LineRef>& other_ = e_.scratch.related;
  int64_t billed_ = 0;
};

}  // namespace

void EvaluateAuthorization(Evaluation& e) {
  if (e.claim.authorizations.empty() || e.ActiveRule(BuiltinId::kAuthorizationMismatch) < 0) return;
  if (e.is_void()) {
    return e.TraceIdle(Algorithm::kAuthorization, EvaluationTrace::Idle::kVoidClaim);
  }
  AuthorizationEdits(e).Run();
}

void DescribeAuthorization(Description& d, BuiltinId) {
  const auto mismatch = static_cast<AuthorizationMismatch>(d.finding.variant);
  const Authorization& record =
      d.claim
          .authorizations[static_cast<size_t>(d.finding.payload[authorization_payload::kRecord])];
  const auto lines = d.findings.Lines(d.finding.lines);
  const ServiceLine& line = d.Line(lines.front());
  const int32_t number = d.Number(lines.front());
  const auto quantity = [](int64_t thousandths) {
    return thousandths == kUnset ? std::string("0") : FormatThousandths(thousandths);
  };
  std::string codes;
  for (uint32_t i = 0; i < record.code_count; ++i) {
    absl::StrAppend(&codes, codes.empty() ? "" : ", ",
                    d.claim.authorization_codes[record.first_code + i].ToString());
  }
  const auto day = [](Date date) { return date.has_value() ? date.ToString() : "open"; };
  d.Evidence("procedure_code", line.procedure_code.ToString());
  d.Evidence("date", line.service_date.ToString());
  d.Evidence("number", std::string(record.number));
  d.Evidence("from", day(record.from));
  d.Evidence("through", day(record.through));
  d.Evidence("codes", codes);
  d.Evidence("provider", std::string(record.provider_npi));
  if (mismatch == AuthorizationMismatch::kUnits) {
    d.Evidence("approved", quantity(record.units_approved));
    d.Evidence("used", quantity(record.units_used));
    d.Evidence("billed", std::to_string(d.finding.payload[authorization_payload::kBilledUnits]));
  }
  d.Slot("line", std::to_string(number));
  switch (mismatch) {
    case AuthorizationMismatch::kPeriod:
      d.text.field = d.FieldOfLine(lines.front(), "service_date");
      break;
    case AuthorizationMismatch::kCode:
      d.text.field = d.FieldOfLine(lines.front(), "procedure_code");
      break;
    case AuthorizationMismatch::kUnits:
      d.text.field = d.FieldOfLine(lines.front(), "units");
      break;
    case AuthorizationMismatch::kProvider:
      d.text.field = d.FieldOfLine(lines.front(), "rendering.npi");
      break;
  }
  d.AddFix(FixKind::kReview, number, "",
           "ask the payer to extend or change the authorization before the claim is sent", false);
  d.AddFix(FixKind::kReview, number, "",
           "check the number: another authorization may be meant for this service", false);
}

}  // namespace scrubline
