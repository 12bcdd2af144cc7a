// Domain section 9.1, PROV.* but the numbers themselves: what registries say of the claim's
// providers. Reading: each rule is about the first day of service; one finding per rule and number
// (and taxonomy, where it is about that), with all its places; a registry that is not loaded is not
// asked, and a void claim not looked at, for what registries say is no structure.
#include <algorithm>
#include <cctype>
#include <string>

#include "tests/oracle/naive_builtins.h"

namespace scrubline::oracle {
namespace {

struct Place {
  std::string role;  // `rendering`
  std::string path;  // `service_lines[0].rendering`
  const Provider* provider;
};

std::vector<Place> PlacesOf(const Claim& claim) {
  std::vector<Place> places;
  const auto add = [&](const std::string& prefix, const std::string& role, ProviderIndex index) {
    if (index != kNoProvider) places.push_back({role, prefix + role, claim.provider(index)});
  };
  add("", "billing", claim.billing);
  add("", "rendering", claim.rendering);
  add("", "referring", claim.referring);
  add("", "ordering", claim.ordering);
  add("", "supervising", claim.supervising);
  add("", "service_facility", claim.service_facility);
  add("", "attending", claim.attending);
  add("", "operating", claim.operating);
  for (size_t i = 0; i < claim.service_lines.size(); ++i) {
    const ServiceLine& line = claim.service_lines[i];
    const std::string prefix = "service_lines[" + std::to_string(i) + "].";
    add(prefix, "rendering", line.rendering);
    add(prefix, "ordering", line.ordering);
    add(prefix, "referring", line.referring);
    add(prefix, "supervising", line.supervising);
  }
  return places;
}

bool IsTaxonomy(std::string_view code) {
  return code.size() == 10 && code.back() == 'X' &&
         std::all_of(code.begin(), code.end(), [](char c) {
           return std::isdigit(static_cast<unsigned char>(c)) ||
                  std::isupper(static_cast<unsigned char>(c));
         });
}

bool IsPersonsPlace(const Place& place) {
  return place.role != "billing" && place.role != "service_facility";
}
bool IsEnrolledPlace(const Place& place) {
  return place.role == "billing" || place.role == "rendering";
}
bool IsRendering(const Place& place) { return place.role == "rendering"; }
bool IsAnyPlace(const Place&) { return true; }

class Providers {
 public:
  Providers(const World& world, Outcomes& outcomes)
      : world_(world),
        outcomes_(outcomes),
        places_(PlacesOf(world.claim)),
        date_(FirstServiceDate(world.claim)) {}

  void Judge() {
    for (const Place& place : places_) {
      JudgeTaxonomy(*place.provider);
      if (IsSilencedByRegistry(*place.provider)) continue;
      JudgeEntity(place);
      JudgeRegisteredTaxonomy(*place.provider);
      if (IsEnrolledPlace(place)) JudgeEnrolment(*place.provider);
      JudgeExclusion(*place.provider);
    }
  }

 private:
  const OwnTable* Table(const char* name) const { return world_.tables.Own(name); }

  const OwnRow* Registered(const Provider& provider) const {
    const OwnTable* nppes = Table("nppes");
    if (nppes == nullptr || !IsSoundNpi(provider.npi)) return nullptr;
    const auto rows = nppes->RowsOf(provider.npi);
    return rows.empty() ? nullptr : rows.front();
  }

  void JudgeTaxonomy(const Provider& provider) {
    const std::string code(provider.taxonomy_code);
    if (code.empty()) return;
    const OwnTable* list = Table("nucc_taxonomy");
    const bool unlisted =
        list != nullptr && date_.has_value() && list->RowOn(code, date_) == nullptr;
    if (!IsTaxonomy(code) || unlisted)
      Add(BuiltinId::kTaxonomyFormat, provider, IsAnyPlace, /*of_taxonomy=*/true);
  }

  // A number that there is not, or that is out of use: nothing more is asked of it.
  bool IsSilencedByRegistry(const Provider& provider) {
    const OwnTable* nppes = Table("nppes");
    if (nppes == nullptr || !date_.has_value() || !IsSoundNpi(provider.npi)) return false;
    const OwnRow* row = Registered(provider);
    if (row == nullptr) {
      // A file older than the service may not have the number yet.
      CanonicalFinding* finding = Add(BuiltinId::kNpiUnknown, provider, IsAnyPlace);
      if (finding != nullptr && date_ > nppes->answers.last)
        finding->severity = AtMostWarn(finding->severity);
      return true;
    }
    const Date deactivated = Day(*row, "NPI Deactivation Date");
    const Date reactivated = Day(*row, "NPI Reactivation Date");
    if (!deactivated.has_value() || date_ < deactivated) return false;
    if (reactivated.has_value() && date_ >= reactivated) return false;
    Add(BuiltinId::kNpiDeactivated, provider, IsAnyPlace);
    return true;
  }

  static Date Day(const OwnRow& row, const char* column) {  // 07/10/2024
    const std::string text(row[column]);
    if (text.empty()) return {};
    return Date::Parse(text.substr(6) + text.substr(0, 2) + text.substr(3, 2)).value();
  }

  // Reading: the registry knows better than the claim what a number is of. A group that renders is
  // told of once, as PROV.SAME.
  void JudgeEntity(const Place& place) {
    if (!IsPersonsPlace(place)) return;
    const Provider& provider = *place.provider;
    const OwnRow* row = Registered(provider);
    const bool organization = row != nullptr && !(*row)["Entity Type Code"].empty()
                                  ? (*row)["Entity Type Code"] == "2"
                                  : provider.entity_type == EntityType::kOrganization;
    const Provider* billing = world_.claim.provider(world_.claim.billing);
    const bool is_billing =
        billing != nullptr && !billing->npi.empty() && billing->npi == provider.npi;
    const bool of_group =
        is_billing && (organization || billing->entity_type == EntityType::kOrganization);
    if (IsRendering(place) && of_group) {
      Add(BuiltinId::kProviderSame, provider, IsRendering);
    } else if (organization) {
      Add(BuiltinId::kProviderEntity, provider, IsPersonsPlace);
    }
  }

  void JudgeRegisteredTaxonomy(const Provider& provider) {
    const OwnRow* row = Registered(provider);
    if (row == nullptr || !IsTaxonomy(provider.taxonomy_code)) return;
    const std::string_view one = (*row)["Healthcare Provider Taxonomy Code_1"];
    const std::string_view two = (*row)["Healthcare Provider Taxonomy Code_2"];
    if (one.empty() || one == provider.taxonomy_code || two == provider.taxonomy_code) return;
    Add(BuiltinId::kTaxonomyMismatch, provider, IsAnyPlace, /*of_taxonomy=*/true);
  }

  // Reading: the user's file speaks of a provider and a payer where it has a row of the two.
  void JudgeEnrolment(const Provider& provider) {
    const OwnTable* enrolments = Table("enrolments");
    if (enrolments == nullptr || !date_.has_value() || !IsSoundNpi(provider.npi)) return;
    bool spoken_of = false;
    for (const OwnRow* row : enrolments->RowsOf(provider.npi)) {
      if ((*row)["payer"] != world_.claim.payer.id) continue;
      if (row->dates.Contains(date_)) return;
      spoken_of = true;
    }
    if (spoken_of) Add(BuiltinId::kProviderEnrolment, provider, IsEnrolledPlace);
  }

  void JudgeExclusion(const Provider& provider) {
    const OwnTable* excluded = Table("oig_exclusions");
    if (excluded == nullptr || !date_.has_value() || !IsSoundNpi(provider.npi)) return;
    if (excluded->RowOn(provider.npi, date_) != nullptr)
      Add(BuiltinId::kProviderExcluded, provider, IsAnyPlace);
  }

  CanonicalFinding* Add(BuiltinId builtin, const Provider& provider, bool (*concerns)(const Place&),
                        bool of_taxonomy = false) {
    const std::string npi(provider.npi);
    const std::string taxonomy(of_taxonomy ? provider.taxonomy_code : "");
    if (!told_.insert({builtin, npi, taxonomy}).second) return nullptr;
    std::string places;
    for (const Place& place : places_) {
      if (!concerns(place) || place.provider->npi != npi) continue;
      if (of_taxonomy && place.provider->taxonomy_code != taxonomy) continue;
      places +=
          (places.empty() ? "" : ", ") + place.path + (of_taxonomy ? ".taxonomy_code" : ".npi");
    }
    std::map<std::string, std::string> facts = {{"places", places}};
    if (!npi.empty()) facts["npi"] = npi;
    if (of_taxonomy) facts["taxonomy_code"] = taxonomy;
    return AddFinding(world_, builtin, {-1, date_}, {}, {}, facts, outcomes_);
  }

  const World& world_;
  Outcomes& outcomes_;
  const std::vector<Place> places_;
  const Date date_;
  std::set<std::tuple<BuiltinId, std::string, std::string>> told_;
};

}  // namespace

void EvaluateProviders(const World& world, Outcomes& outcomes) {
  Providers(world, outcomes).Judge();
}

}  // namespace scrubline::oracle
