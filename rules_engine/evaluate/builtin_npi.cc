// NPIs (domain 9.1, R13): missing where the claim must have one, malformed, or with a wrong check
// digit. One finding per distinct bad NPI, whatever the places it stands in; all of them are in its
// evidence. Tested by builtin_npi_test.cc.
#include "rules_engine/evaluate/builtin_npi.h"

#include "rules_engine/evaluate/evaluation.h"
#include "rules_engine/evaluate/npi.h"

namespace scrubline {
namespace {

enum Role { kBilling = 0, kRendering = 1, kAttending = 6 };  // in kClaimProviders

bool HasNpi(const Provider* provider) { return provider != nullptr && !provider->npi.empty(); }

class NpiEdits {
 public:
  explicit NpiEdits(Evaluation& evaluation) : e_(evaluation) {}

  void Run() {
    // The pool holds each provider once; it is small, and nearly always sound.
    for (size_t i = 0; i < e_.claim.providers.size(); ++i) {
      const std::string_view npi = e_.claim.providers[i].npi;
      if (npi.empty()) continue;
      const bool well_formed = HasNpiFormat(npi);
      const bool check_digit = well_formed && HasNpiCheckDigit(npi);
      const auto index = static_cast<ProviderIndex>(i);
      if (e_.trace != nullptr) e_.trace->npis.push_back({index, well_formed, check_digit});
      if (check_digit) continue;
      if (StandsOnClaim(index))
        AddBad(well_formed ? BuiltinId::kNpiLuhn : BuiltinId::kNpiFormat, index);
    }
    CheckMissing();
  }

 private:
  // Providers of history lines alone are an earlier claim's business.
  bool StandsOnClaim(ProviderIndex index) const {
    for (const ClaimProvider& place : kClaimProviders) {
      if (e_.claim.*place.provider == index) return true;
    }
    for (const ServiceLine& line : e_.claim.service_lines) {
      for (const LineProvider& place : kLineProviders) {
        if (line.*place.provider == index) return true;
      }
    }
    return false;
  }

  void AddBad(BuiltinId builtin, ProviderIndex index) {
    const int32_t rule = e_.program.builtin_rules[static_cast<size_t>(builtin)];
    for (const Finding& item : e_.findings.items) {
      if (item.rule != rule) continue;
      const auto reported = static_cast<ProviderIndex>(item.payload[npi_payload::kProvider]);
      if (e_.claim.provider(reported)->npi == e_.claim.provider(index)->npi) return;
    }
    Add(builtin, index, kBilling, {});
  }

  void CheckMissing() {
    const Claim& claim = e_.claim;
    const Provider* billing = claim.provider(claim.billing);
    if (!HasNpi(billing)) Add(BuiltinId::kNpiMissing, kNoProvider, kBilling, {});
    if (claim.type == ClaimType::kProfessional && billing != nullptr &&
        billing->entity_type == EntityType::kOrganization) {
      CheckRendering();
    }
    if (SettingOf(claim) == Setting::kInpatient && !HasNpi(claim.provider(claim.attending))) {
      Add(BuiltinId::kNpiMissing, kNoProvider, kAttending, {});
    }
  }

  // A group must say who rendered each line.
  void CheckRendering() {
    const Claim& claim = e_.claim;
    const bool on_claim = HasNpi(claim.provider(claim.rendering));
    std::vector<LineRef>& without = e_.scratch.refs;
    without.clear();
    for (size_t i = 0; i < claim.service_lines.size(); ++i) {
      const ProviderIndex own = claim.service_lines[i].rendering;
      if (own == kNoProvider ? !on_claim : !HasNpi(claim.provider(own)))
        without.push_back(static_cast<LineRef>(i));
    }
    if (without.empty() && (on_claim || !claim.service_lines.empty())) return;
    // Missing on every line is missing on the claim.
    if (without.size() == claim.service_lines.size()) without.clear();
    Add(BuiltinId::kNpiMissing, kNoProvider, kRendering, without);
  }

  void Add(BuiltinId builtin, ProviderIndex provider, Role role, std::span<const LineRef> lines) {
    Report report;
    report.builtin = builtin;
    report.date = e_.first_service_date();
    report.lines = lines;
    report.payload = {provider, role};
    e_.Add(report);
  }

  Evaluation& e_;
};

}  // namespace

void EvaluateNpi(Evaluation& e) { NpiEdits(e).Run(); }

}  // namespace scrubline
