#include "rules_engine/tables/published_format.h"

#include "rules_engine/tables/addendum_b_csv.h"
#include "rules_engine/tables/asp_ndc_csv.h"
#include "rules_engine/tables/code_calendar_csv.h"
#include "rules_engine/tables/code_list_csv.h"
#include "rules_engine/tables/coverage_articles_csv.h"
#include "rules_engine/tables/exclusions_list.h"
#include "rules_engine/tables/file_name.h"
#include "rules_engine/tables/hcpcs_csv.h"
#include "rules_engine/tables/hcpcs_parts_csv.h"
#include "rules_engine/tables/hcpcs_record.h"
#include "rules_engine/tables/hcpcs_text.h"
#include "rules_engine/tables/icd10cm_order.h"
#include "rules_engine/tables/icd10cm_tabular.h"
#include "rules_engine/tables/mce_csv.h"
#include "rules_engine/tables/mpfs_csv.h"
#include "rules_engine/tables/nppes_csv.h"
#include "rules_engine/tables/place_of_service_csv.h"
#include "rules_engine/tables/quarter.h"
#include "rules_engine/tables/remittance_codes_csv.h"
#include "rules_engine/tables/taxonomy_csv.h"

namespace scrubline {
namespace {

// In the order in which they are asked.
constexpr PublishedFormat kFormats[] = {
    {"physician fee schedule (csv)", ReferenceId::kPhysicianFeeSchedule, IsMpfsCsv, MpfsRelease,
     ReadMpfsCsv},
    {"HCPCS codes (text)", ReferenceId::kHcpcs, IsHcpcsText, QuarterRelease,
     ReadHcpcsTable<ReadHcpcsText, AddHcpcsCode>},
    {"HCPCS modifiers (text)", ReferenceId::kHcpcsModifiers, IsHcpcsText, QuarterRelease,
     ReadHcpcsTable<ReadHcpcsText, AddHcpcsModifier>, TextRole::kSideTable},
    {"HCPCS drug dosages (text)", ReferenceId::kDrugDosages, IsHcpcsText, QuarterRelease,
     ReadHcpcsTable<ReadHcpcsText, AddDrugDosage>, TextRole::kSideTable},
    {"HCPCS codes (csv)", ReferenceId::kHcpcs, IsHcpcsCsv, QuarterRelease,
     ReadHcpcsTable<ReadHcpcsCsv, AddHcpcsCode>},
    {"HCPCS modifiers (csv)", ReferenceId::kHcpcsModifiers, IsHcpcsCsv, QuarterRelease,
     ReadHcpcsTable<ReadHcpcsCsv, AddHcpcsModifier>, TextRole::kSideTable},
    {"HCPCS drug dosages (csv)", ReferenceId::kDrugDosages, IsHcpcsCsv, QuarterRelease,
     ReadHcpcsTable<ReadHcpcsCsv, AddDrugDosage>, TextRole::kSideTable},
    {"HCPCS attributes (csv)", ReferenceId::kHcpcs, IsHcpcsAttributesCsv, QuarterRelease,
     ReadHcpcsTable<ReadHcpcsAttributesCsv, AddHcpcsCode>},
    {"HCPCS descriptions (csv)", ReferenceId::kHcpcs, IsHcpcsDescriptionsCsv, QuarterRelease,
     CompleteHcpcsDescriptions, TextRole::kCompletes},
    {"HCPCS drug dosages (descriptions csv)", ReferenceId::kDrugDosages, IsHcpcsDescriptionsCsv,
     QuarterRelease, ReadHcpcsTable<ReadHcpcsDescriptionsCsv, AddDrugDosage>, TextRole::kSideTable},
    {"code calendar (csv)", ReferenceId::kCodeCalendar, IsCodeCalendarCsv, CodeCalendarRelease,
     ReadCodeCalendarCsv},
    {"OPPS Addendum B (csv)", ReferenceId::kOutpatientStatus, IsAddendumBCsv, QuarterRelease,
     ReadAddendumBCsv},
    {"ASP NDC crosswalk (csv)", ReferenceId::kNdcCrosswalk, IsAspNdcCsv, AspNdcRelease,
     ReadAspNdcCsv},
    {"ICD-10-CM codes (order file)", ReferenceId::kDiagnoses, IsIcd10CmOrder, Icd10CmRelease,
     ReadIcd10CmOrder},
    {"ICD-10-CM tabular list (XML)", ReferenceId::kDiagnosisNotes, IsIcd10CmTabular,
     Icd10CmTabularRelease, ReadIcd10CmTabular},
    {"Medicare Code Editor diagnoses (csv)", ReferenceId::kDiagnosisFlags, IsMceCsv, MceRelease,
     ReadMceCsv},
    {"provider taxonomy (csv)", ReferenceId::kTaxonomy, IsTaxonomyCsv, TaxonomyRelease,
     ReadTaxonomyCsv},
    {"NPPES providers (csv)", ReferenceId::kProviders, IsNppesCsv, NppesRelease, ReadNppesCsv},
    {"extract of NPPES (csv)", ReferenceId::kProviders, IsNppesExtract, NppesExtractRelease,
     ReadNppesExtract},
    {"OIG exclusions (csv)", ReferenceId::kExcludedProviders, IsExclusionsCsv, UndatedRelease,
     ReadExclusionsCsv},
    {"OIG exclusions (text)", ReferenceId::kExcludedProviders, IsExclusionsText, UndatedRelease,
     ReadExclusionsText},
    {"place of service codes (csv)", ReferenceId::kPlacesOfService, IsPlaceOfServiceCsv,
     UndatedRelease, ReadPlaceOfServiceCsv},
    {"remittance codes (csv)", ReferenceId::kClaimAdjustmentReasons, IsRemittanceCodesCsv,
     UndatedRelease, ReadAdjustmentReasons},
    {"remittance codes (csv)", ReferenceId::kRemarkCodes, IsRemittanceCodesCsv, UndatedRelease,
     ReadRemarkCodes},
    CodeListFormat<ReferenceId::kRevenueCodes>(),
    CodeListFormat<ReferenceId::kTypesOfBill>(),
    CodeListFormat<ReferenceId::kConditionCodes>(),
    CodeListFormat<ReferenceId::kOccurrenceCodes>(),
    CodeListFormat<ReferenceId::kValueCodes>(),
    CodeListFormat<ReferenceId::kDischargeStatuses>(),
    {"diagnoses of coverage articles (csv)", ReferenceId::kCoveragePolicies, IsCoverageArticlesCsv,
     UndatedRelease, CompleteCoveragePolicies, TextRole::kCompletes},
};

}  // namespace

std::span<const PublishedFormat> PublishedFormats() { return kFormats; }

std::optional<PublishedRelease> QuarterRelease(const TextBeginning& beginning,
                                               std::string_view given) {
  std::optional<Quarter> quarter = Quarter::Parse(given);
  for (const std::string& name : {beginning.name, beginning.download}) {
    if (quarter.has_value() || !given.empty()) break;
    const std::optional<Date> effective = ReadFileName(name).effective;
    if (effective.has_value()) quarter = Quarter::Of(*effective);
  }
  if (!quarter.has_value()) return std::nullopt;
  return PublishedRelease{quarter->ToString(), {quarter->first_day(), quarter->last_day()}};
}

std::optional<PublishedRelease> UndatedRelease(const TextBeginning& /*beginning*/,
                                               std::string_view given) {
  return PublishedRelease{given.empty() ? "current" : std::string(given), kEveryDay};
}

}  // namespace scrubline
