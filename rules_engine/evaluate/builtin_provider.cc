// What registries say of the claim's providers (domain 9.1): persons where the form asks for a
// person, taxonomy codes, NPIs that exist and are active (nppes), enrolment with the payer
// (enrolments), exclusion from federal programs (oig_exclusions). One finding per distinct
// provider and rule, whatever the places it stands in; all of them are in its evidence. An NPI that
// is malformed is builtin_npi's, and nothing more is said of it.
//
// The registries are large or the user's own: where one is not loaded, what hangs on it alone is
// not asked about. Tested by builtin_provider_test.cc.
#include "rules_engine/evaluate/builtin_provider.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "rules_engine/evaluate/builtin_npi.h"
#include "rules_engine/evaluate/describe_builtin.h"
#include "rules_engine/evaluate/evaluation.h"
#include "rules_engine/evaluate/npi.h"

namespace scrubline {
namespace {

enum Role : uint8_t { kBilling = 1, kRendering = 2, kOtherPerson = 4, kFacility = 8 };

uint8_t RoleOf(std::string_view place) {
  if (place == "billing") return kBilling;
  if (place == "rendering") return kRendering;
  if (place == "service_facility") return kFacility;
  return kOtherPerson;
}

bool IsTaxonomy(std::string_view code) {
  return code.size() == 10 && code[9] == 'X' && std::all_of(code.begin(), code.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
         });
}

class ProviderEdits {
 public:
  explicit ProviderEdits(Evaluation& evaluation)
      : e_(evaluation),
        roles_(evaluation.scratch.provider_roles),
        nppes_(e_.program.Reference(ReferenceId::kProviders)),
        taxonomies_(e_.program.Reference(ReferenceId::kTaxonomy)),
        enrolments_(e_.program.Reference(ReferenceId::kEnrolments)),
        excluded_(e_.program.Reference(ReferenceId::kExcludedProviders)),
        date_(e_.first_service_date()) {}

  void Run() {
    CollectRoles();
    for (size_t i = 0; i < roles_.size(); ++i) {
      if (roles_[i] != 0) Judge(static_cast<ProviderIndex>(i));
    }
  }

 private:
  const Provider& At(ProviderIndex index) const { return *e_.claim.provider(index); }

  void CollectRoles() {
    roles_.assign(e_.claim.providers.size(), 0);
    const auto add = [this](ProviderIndex index, std::string_view place) {
      if (index != kNoProvider) roles_[static_cast<size_t>(index)] |= RoleOf(place);
    };
    for (const ClaimProvider& place : kClaimProviders) add(e_.claim.*place.provider, place.name);
    for (const ServiceLine& line : e_.claim.service_lines) {
      for (const LineProvider& place : kLineProviders) add(line.*place.provider, place.name);
    }
  }

  void Judge(ProviderIndex index) {
    const Provider& provider = At(index);
    if (!provider.taxonomy_code.empty()) JudgeTaxonomy(index);
    const bool named = HasNpiFormat(provider.npi) && HasNpiCheckDigit(provider.npi);
    const TableKey npi = named ? TableKey::Parse(provider.npi).value_or(TableKey()) : TableKey();
    RowId row = kNoRow;
    if (named && nppes_ != nullptr && !JudgeNpi(index, npi, row)) return;
    JudgeEntity(index, row);
    if (row != kNoRow && IsTaxonomy(provider.taxonomy_code)) JudgeMismatch(index, row);
    if (named && enrolments_ != nullptr && date_.has_value()) JudgeEnrolment(index, npi);
    if (named && excluded_ != nullptr && date_.has_value() &&
        excluded_->LookUp(npi, date_).listing == Listing::kListed) {
      Add(BuiltinId::kProviderExcluded, index, kNoRow);
    }
  }

  // False: there is nothing more to ask about this NPI. `row`: what NPPES says of it.
  bool JudgeNpi(ProviderIndex index, TableKey npi, RowId& row) {
    const KeyId id = nppes_->FindKey(npi);
    if (id == 0) {
      const Date last = LastDayOfWholeFiles();
      if (!date_.has_value() || !last.has_value() || !nppes_->covers(npi)) return true;
      // A file older than the service may not have the number yet.
      Add(BuiltinId::kNpiUnknown, index, kNoRow,
          date_ > last ? Severity::kWarn : Severity::kReject);
      return false;
    }
    row = nppes_->FindRow(id, date_);  // on no date: none
    if (row == kNoRow) row = nppes_->RowsOf(id).begin;
    const Date deactivated = nppes_->DateAt(row, providers::kDeactivated);
    const Date reactivated = nppes_->DateAt(row, providers::kReactivated);
    if (!deactivated.has_value() || !date_.has_value() || date_ < deactivated) return true;
    if (reactivated.has_value() && date_ >= reactivated) return true;
    Add(BuiltinId::kNpiDeactivated, index, row);
    return false;
  }

  // Up to which day NPPES says that there is no NPI but its own. A weekly file and an extract
  // answer for one day alone: of what they lack they say nothing.
  Date LastDayOfWholeFiles() const {
    Date last;
    for (int release = 0; release < nppes_->release_count(); ++release) {
      const DateInterval days = nppes_->release_dates(release);
      if (days.first < days.last && (!last.has_value() || last < days.last)) last = days.last;
    }
    return last;
  }

  void JudgeEntity(ProviderIndex index, RowId row) {
    const uint8_t roles = roles_[static_cast<size_t>(index)];
    if ((roles & (kRendering | kOtherPerson)) == 0) return;
    const Code registered = row == kNoRow ? Code() : nppes_->CodeAt(row, providers::kEntityType);
    const bool organization = registered.empty()
                                  ? At(index).entity_type == EntityType::kOrganization
                                  : registered == Code::Of("2");
    const Provider* billing = e_.claim.provider(e_.claim.billing);
    const bool is_billing =
        billing != nullptr && !billing->npi.empty() && billing->npi == At(index).npi;
    // A group that names itself as rendering has forgotten who did it.
    const bool group =
        organization || (is_billing && billing->entity_type == EntityType::kOrganization);
    if ((roles & kRendering) != 0 && is_billing && group) {
      Add(BuiltinId::kProviderSame, index, row);
      if ((roles & kOtherPerson) == 0) return;
    }
    if (organization) Add(BuiltinId::kProviderEntity, index, row);
  }

  void JudgeTaxonomy(ProviderIndex index) {
    const std::string_view code = At(index).taxonomy_code;
    bool known = IsTaxonomy(code);
    if (known && taxonomies_ != nullptr && date_.has_value()) {
      const Listing listing =
          taxonomies_->LookUp(TableKey::Parse(code).value_or(TableKey()), date_).listing;
      known = listing != Listing::kUnlisted && listing != Listing::kEnded;
    }
    if (!known) Add(BuiltinId::kTaxonomyFormat, index, kNoRow);
  }

  void JudgeMismatch(ProviderIndex index, RowId row) {
    const std::span<const KeyRange> listed = nppes_->CodesAt(row, providers::kTaxonomies);
    const TableKey claimed = TableKey::Parse(At(index).taxonomy_code).value_or(TableKey());
    if (!listed.empty() && !Contains(listed, claimed))
      Add(BuiltinId::kTaxonomyMismatch, index, row);
  }

  // The user's file speaks of a provider and a payer where it has a row for the two; of others it
  // says nothing.
  void JudgeEnrolment(ProviderIndex index, TableKey npi) {
    if ((roles_[static_cast<size_t>(index)] & (kBilling | kRendering)) == 0) return;
    const ReferenceTable::Rows rows = enrolments_->RowsOf(enrolments_->FindKey(npi));
    RowId nearest = kNoRow;
    for (RowId row = rows.begin; row != rows.end; ++row) {
      if (enrolments_->TextAt(row, enrolments::kPayer) != e_.claim.payer.id) continue;
      const DateInterval dates = enrolments_->dates(row);
      if (dates.Contains(date_) || (enrolments_->is_open(row) && date_ >= dates.first)) return;
      if (nearest == kNoRow) nearest = row;
    }
    if (nearest != kNoRow) Add(BuiltinId::kProviderEnrolment, index, nearest);
  }

  void Add(BuiltinId builtin, ProviderIndex index, RowId row,
           Severity at_most = Severity::kReject) {
    const int32_t rule = e_.program.builtin_rules[static_cast<size_t>(builtin)];
    if (rule < 0) return;
    const bool of_taxonomy =
        builtin == BuiltinId::kTaxonomyFormat || builtin == BuiltinId::kTaxonomyMismatch;
    for (const Finding& item : e_.findings.items) {
      if (item.rule != rule) continue;
      const Provider& reported =
          At(static_cast<ProviderIndex>(item.payload[provider_payload::kProvider]));
      if (reported.npi == At(index).npi &&
          (!of_taxonomy || reported.taxonomy_code == At(index).taxonomy_code))
        return;
    }
    Report report;
    report.builtin = builtin;
    report.date = date_;
    report.at_most = at_most;
    report.payload = {index, row == kNoRow ? -1 : static_cast<int32_t>(row), date_.days()};
    e_.Add(report);
  }

  Evaluation& e_;
  std::vector<uint8_t>& roles_;  // by provider of the pool
  const ReferenceTable* const nppes_;
  const ReferenceTable* const taxonomies_;
  const ReferenceTable* const enrolments_;
  const ReferenceTable* const excluded_;
  const Date date_;
};

}  // namespace

void EvaluateProvider(Evaluation& e) {
  if (!e.AnyActive({BuiltinId::kProviderEntity, BuiltinId::kProviderSame,
                    BuiltinId::kTaxonomyFormat, BuiltinId::kTaxonomyMismatch,
                    BuiltinId::kNpiUnknown, BuiltinId::kNpiDeactivated,
                    BuiltinId::kProviderEnrolment, BuiltinId::kProviderExcluded})) {
    return;
  }
  if (e.is_void()) return e.TraceIdle(Algorithm::kProvider, EvaluationTrace::Idle::kVoidClaim);
  ProviderEdits(e).Run();
}

void DescribeProvider(Description& d, BuiltinId builtin) {
  const auto& payload = d.finding.payload;
  const Provider& provider =
      *d.claim.provider(static_cast<ProviderIndex>(payload[provider_payload::kProvider]));
  const bool of_taxonomy =
      builtin == BuiltinId::kTaxonomyFormat || builtin == BuiltinId::kTaxonomyMismatch;
  // Who takes no part in what the rule is about is not named.
  const auto concerned = [&](std::string_view place, ProviderIndex index) {
    if (index == kNoProvider || d.claim.provider(index)->npi != provider.npi) return false;
    if (of_taxonomy) return d.claim.provider(index)->taxonomy_code == provider.taxonomy_code;
    if (builtin == BuiltinId::kProviderSame) return place == "rendering";
    if (builtin == BuiltinId::kProviderEntity)
      return place != "billing" && place != "service_facility";
    if (builtin == BuiltinId::kProviderEnrolment) return place == "billing" || place == "rendering";
    return true;
  };
  ProviderPlaces places(of_taxonomy ? "taxonomy_code" : "npi");
  for (const ClaimProvider& place : kClaimProviders) {
    if (concerned(place.name, d.claim.*place.provider)) places.Add(place.name);
  }
  for (size_t i = 0; i < d.claim.service_lines.size(); ++i) {
    for (const LineProvider& place : kLineProviders) {
      if (concerned(place.name, d.claim.service_lines[i].*place.provider))
        places.AddLine(d, static_cast<LineRef>(i), place.name);
    }
  }
  if (!provider.npi.empty()) d.Evidence("npi", std::string(provider.npi));
  places.Write(d);
  const Date date = Date::FromDays(payload[provider_payload::kDate]);
  if (date.has_value()) d.Evidence("date", date.ToString());
  const auto row = static_cast<RowId>(payload[provider_payload::kRow]);
  const Program& program = d.snapshot.program();
  std::string fix;
  switch (builtin) {
    case BuiltinId::kNpiUnknown:
      fix = "look the provider up in the national registry, and correct the NPI";
      break;
    case BuiltinId::kNpiDeactivated: {
      const ReferenceTable& nppes = *program.Reference(ReferenceId::kProviders);
      d.Evidence("deactivated", nppes.DateAt(row, providers::kDeactivated).ToString());
      fix = "check with the provider whether the NPI was reactivated or replaced";
      break;
    }
    case BuiltinId::kProviderEntity:
      fix = absl::StrCat("name the person, by an individual's NPI: ", places.paths());
      break;
    case BuiltinId::kProviderSame:
      fix = "name the professional who rendered the service; the group stands as billing provider";
      break;
    case BuiltinId::kTaxonomyFormat:
      d.Evidence("taxonomy_code", std::string(provider.taxonomy_code));
      fix = "enter the provider's ten-character taxonomy code, as registered";
      break;
    case BuiltinId::kTaxonomyMismatch:
      d.Evidence("taxonomy_code", std::string(provider.taxonomy_code));
      d.Evidence(
          "registered",
          FormatRanges(
              program.Reference(ReferenceId::kProviders)->CodesAt(row, providers::kTaxonomies)));
      fix = "use a taxonomy the provider is registered with, or update the registry";
      break;
    case BuiltinId::kProviderEnrolment: {
      const ReferenceTable& enrolments = *program.Reference(ReferenceId::kEnrolments);
      const DateInterval dates = enrolments.dates(row);
      d.Evidence("payer", std::string(enrolments.TextAt(row, enrolments::kPayer)));
      d.Evidence("from", enrolments.FirstDay(row));
      d.Evidence("through", enrolments.is_open(row) ? "" : dates.last.ToString());
      fix = "hold the claim until the payer confirms an effective date that covers the service";
      break;
    }
    default:  // PROV.EXCLUDED
      fix = "check the exclusion list by name before anything is billed, and tell compliance";
      break;
  }
  d.AddFix(FixKind::kReview, 0, "", fix, false);
}

}  // namespace scrubline
