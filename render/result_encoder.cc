#include "render/result_encoder.h"

#include <algorithm>

#include "rules_engine/tables/table_set.h"

namespace scrubline {
namespace {

// The engine's enums count as the message's do, from 0 for the first word; the message's have
// UNSPECIFIED before it, as some of the engine's have kUnset.
static_assert(static_cast<int>(Severity::kReject) + 1 == v1::Finding::REJECT);
static_assert(static_cast<int>(Severity::kInfo) + 1 == v1::Finding::INFO);
static_assert(static_cast<int>(Outcome::kFired) + 1 == v1::Finding::FIRED);
static_assert(static_cast<int>(Outcome::kBypassed) + 1 == v1::Finding::BYPASSED);
static_assert(static_cast<int>(Layer::kNational) + 1 == v1::Finding::NATIONAL);
static_assert(static_cast<int>(Layer::kProvider) + 1 == v1::Finding::PROVIDER);
static_assert(static_cast<int>(FixKind::kAddModifier) + 1 == v1::Fix::ADD_MODIFIER);
static_assert(static_cast<int>(FixKind::kReview) + 1 == v1::Fix::REVIEW);
static_assert(static_cast<int>(Verdict::kClean) + 1 == v1::ScrubResult::CLEAN);
static_assert(static_cast<int>(Verdict::kIncomplete) + 1 == v1::ScrubResult::INCOMPLETE);

template <typename To, typename From>
To Encoded(From value) {
  return static_cast<To>(static_cast<int>(value) + 1);
}

template <typename Texts>
void AddAll(const std::vector<std::string>* from, Texts* to) {
  if (from == nullptr) return;
  for (const std::string& text : *from) *to->Add() = text;
}

// A string setter that takes a view without a temporary.
void Set(std::string* to, std::string_view text) { to->assign(text.data(), text.size()); }

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool IsOutpatientBill(Code type_of_bill) {
  // R8; the engine reports other types of bill as not evaluated.
  static constexpr std::string_view kOutpatient[] = {"012", "013", "014", "022", "023",
                                                     "034", "074", "075", "085"};
  const std::string text = type_of_bill.ToString().substr(0, 3);
  return std::find(std::begin(kOutpatient), std::end(kOutpatient), text) != std::end(kOutpatient);
}

}  // namespace

bool TableApplies(std::string_view table, const Claim& claim) {
  constexpr std::string_view kMedicaid = "medicaid_";
  if (table.substr(0, kMedicaid.size()) == kMedicaid &&
      claim.payer.line_of_business != LineOfBusiness::kMedicaid) {
    return false;
  }
  const bool professional = claim.type == ClaimType::kProfessional;
  const bool outpatient =
      claim.type == ClaimType::kInstitutional && IsOutpatientBill(claim.type_of_bill);
  if (EndsWith(table, "_practitioner") || EndsWith(table, "_dme")) return professional;
  if (EndsWith(table, "_hospital")) return outpatient;
  return professional || outpatient;
}

void ResultEncoder::LearnTables(const Snapshot& snapshot) {
  if (snapshot.id() == snapshot_id_) return;
  snapshot_id_ = snapshot.id();
  tables_.clear();
  for (const TableInfo& info : snapshot.tables().infos()) {
    tables_.push_back({info.name, info.release});
  }
}

void ResultEncoder::EncodeFinding(const Snapshot& snapshot, const Claim& claim,
                                  const Findings& findings, const Finding& finding,
                                  v1::Finding& to) {
  Describe(snapshot, claim, findings, finding, text_);
  Set(to.mutable_rule_id(), text_.rule_id);
  to.set_severity(Encoded<v1::Finding::Severity>(text_.severity));
  to.set_outcome(Encoded<v1::Finding::Outcome>(text_.outcome));
  to.set_layer(Encoded<v1::Finding::Layer>(text_.layer));
  to.mutable_line_numbers()->Add(text_.line_numbers.begin(), text_.line_numbers.end());
  to.mutable_related_line_numbers()->Add(text_.related_line_numbers.begin(),
                                         text_.related_line_numbers.end());
  if (!text_.related_claim_id.empty()) {
    Set(to.mutable_related_claim_id(), text_.related_claim_id);
  }
  if (!text_.field.empty()) Set(to.mutable_field(), text_.field);
  Set(to.mutable_message(), text_.message);
  for (const FixText& fix : text_.fixes) {
    v1::Fix& fix_to = *to.add_fixes();
    fix_to.set_kind(Encoded<v1::Fix::Kind>(fix.kind));
    fix_to.set_line_number(fix.line_number);
    if (!fix.value.empty()) Set(fix_to.mutable_value(), fix.value);
    Set(fix_to.mutable_text(), fix.text);
    fix_to.set_requires_documentation(fix.requires_documentation);
  }
  AddAll(text_.carc, to.mutable_carc());
  AddAll(text_.rarc, to.mutable_rarc());
  if (text_.source != nullptr) {
    v1::Source& source = *to.mutable_source();
    if (!text_.source->title.empty()) source.set_title(text_.source->title);
    if (!text_.source->section.empty()) source.set_section(text_.source->section);
    if (!text_.source->url.empty()) source.set_url(text_.source->url);
  }
  for (const auto& [name, value] : text_.evidence) {
    v1::Evidence& evidence = *to.add_evidence();
    Set(evidence.mutable_name(), name);
    Set(evidence.mutable_value(), value);
  }
  ForEachAlso(findings, finding, [&](const Finding& also) {
    EncodeFinding(snapshot, claim, findings, also, *to.add_also());
  });
}

void ResultEncoder::Encode(const Snapshot& snapshot, const Claim& claim, const Findings& findings,
                           v1::ScrubResult& result) {
  LearnTables(snapshot);
  Set(result.mutable_claim_id(), claim.claim_id);
  result.set_verdict(Encoded<v1::ScrubResult::Verdict>(findings.verdict));
  for (const Finding& finding : findings.items) {
    EncodeFinding(snapshot, claim, findings, finding, *result.add_findings());
  }
  for (const Gap& gap : findings.not_evaluated) {
    v1::NotEvaluated& to = *result.add_not_evaluated();
    Set(to.mutable_rule_id(), RuleIdOf(snapshot, gap));
    to.set_reason(DescribeGap(claim, gap));
    to.set_required(gap.rule < 0 ||
                    snapshot.rulesets().rules[static_cast<size_t>(gap.rule)].required);
    for (const LineRef ref : findings.Lines(gap.lines)) {
      if (IsHistory(ref)) continue;
      to.add_line_numbers(claim.service_lines[static_cast<size_t>(ref)].line_number);
    }
  }
  result.set_snapshot_id(snapshot.id());
  for (const Table& table : tables_) {
    if (!TableApplies(table.name, claim)) continue;
    v1::TableRelease& to = *result.add_tables();
    to.set_name(table.name);
    to.set_release(table.release);
  }
  result.set_charge_at_risk_cents(findings.charge_at_risk_cents);
}

}  // namespace scrubline
