#include "rules_engine/tables/table_catalogue.h"

#include <gtest/gtest.h>

#include <set>

#include "rules_engine/tables/table_names.h"

namespace scrubline {
namespace {

TEST(TableCatalogueTest, StandsInTheOrderOfItsIds) {
  ASSERT_EQ(AllReferenceSchemas().size(), static_cast<size_t>(kReferenceCount));
  for (size_t i = 0; i < AllReferenceSchemas().size(); ++i) {
    const ReferenceSchema& schema = AllReferenceSchemas()[i];
    EXPECT_EQ(static_cast<size_t>(schema.id), i) << schema.name;
    EXPECT_EQ(FindReferenceSchema(schema.name), &schema);
  }
  EXPECT_EQ(FindReferenceSchema("mpsf"), nullptr);
}

TEST(TableCatalogueTest, NoNameStandsTwice) {
  std::set<std::string_view> names;
  for (const std::string_view name : AllTableNames())
    EXPECT_TRUE(names.insert(name).second) << name;
  for (const ReferenceSchema& schema : AllReferenceSchemas()) {
    std::set<std::string_view> columns;
    for (const ReferenceColumn& column : schema.columns) {
      EXPECT_TRUE(columns.insert(column.name).second) << schema.name << " " << column.name;
    }
  }
}

TEST(TableCatalogueTest, TheConstantsOfBuiltinsAreTheirColumns) {
  struct Case {
    ReferenceId table;
    std::string_view name;
    int column;
  };
  const Case cases[] = {
      {ReferenceId::kPhysicianFeeSchedule, "status", mpfs::kStatus},
      {ReferenceId::kPhysicianFeeSchedule, "global_days", mpfs::kGlobalDays},
      {ReferenceId::kPhysicianFeeSchedule, "bilateral", mpfs::kBilateral},
      {ReferenceId::kPhysicianFeeSchedule, "facility_total", mpfs::kFacilityTotal},
      {ReferenceId::kHcpcs, "successors", hcpcs::kSuccessors},
      {ReferenceId::kHcpcs, "description", hcpcs::kDescription},
      {ReferenceId::kDiagnoses, "description", diagnoses::kDescription},
      {ReferenceId::kDiagnosisNotes, "seventh_characters", diagnosis_notes::kSeventhCharacters},
      {ReferenceId::kDiagnosisFlags, "unspecified", diagnosis_flags::kUnspecified},
      {ReferenceId::kProviders, "sole_proprietor", providers::kSoleProprietor},
      {ReferenceId::kEnrolments, "status", enrolments::kStatus},
      {ReferenceId::kPlacesOfService, "facility", places_of_service::kFacility},
      {ReferenceId::kNdcCrosswalk, "billing_units", ndc_crosswalk::kBillingUnits},
      {ReferenceId::kDrugDosages, "kind", drug_dosages::kKind},
      {ReferenceId::kOutpatientStatus, "payment_rate", outpatient_status::kPaymentRate},
      {ReferenceId::kCoveragePolicies, "modifiers", coverage_policies::kModifiers},
      {ReferenceId::kTelehealthServices, "appendix", telehealth_services::kAppendix},
      {ReferenceId::kTherapyServices, "kind", therapy_services::kKind},
      {ReferenceId::kCliaTests, "waiver_modifier", clia_tests::kWaiverModifier},
      {ReferenceId::kCliaCertificates, "level", clia_certificates::kLevel},
      {ReferenceId::kFeeSchedule, "facility_allowed", fee_schedule::kFacilityAllowed},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ReferenceSchemaOf(c.table).FindColumn(c.name), c.column) << c.name;
  }
}

}  // namespace
}  // namespace scrubline
