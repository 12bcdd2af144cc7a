// ingest/fhir/mapper.h — the parts of MapClaim; see claim_mapper.h. One Mapper a claim.
#ifndef SCRUBLINE_INGEST_FHIR_MAPPER_H_
#define SCRUBLINE_INGEST_FHIR_MAPPER_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/fhir/code_systems.h"
#include "ingest/fhir/fhir_claim.h"
#include "ingest/fhir/json.h"
#include "ingest/fhir/references.h"
#include "ingest/fhir/value_reader.h"
#include "scrubline/v1/claim.pb.h"

namespace scrubline {

inline constexpr std::string_view kChangesMeaning =
    "holds an extension that may change its meaning, and that is not known here";

// A Coding's parts.
struct Coding {
  CodeSystem system = CodeSystem::kUnknown;
  std::string_view code;
};
Coding CodingOf(JsonValue coding);
// The first code of a CodeableConcept, whatever its system; empty without one.
std::string_view AnyCode(JsonValue concept_value);

class Mapper {
 public:
  Mapper(JsonValue claim, const References& references, const FhirPlace& place, FhirClaim& out)
      : claim_(claim),
        references_(references),
        out_(out),
        message_(out.message),
        values_(claim, place, out) {}

  void Map();

 private:
  bool institutional() const { return message_.type() == v1::Claim::INSTITUTIONAL; }

  // claim_mapper.cc: the claim as a whole.
  void Source();
  std::string AnswerableReference(JsonValue reference) const;
  void Header();
  void Frequency();
  void Period();
  void PeriodOfLines();
  void Accident();
  void Referral();

  // mapper_info.cc: supportingInfo.
  void SupportingInfo();
  void InfoEntry(JsonValue info);
  void TypeOfBill(JsonValue element, std::string_view code);
  void TypeOfBillInParts(JsonValue info, std::string_view frequency);
  bool HasRoom(int size, const char* field, JsonValue element);

  // mapper_parties.cc: patient, payers, providers.
  // What `reference` leads to. Where it leads nowhere: an issue, and `field` is unreadable.
  References::Target Follow(JsonValue reference, JsonValue container, const std::string& field);
  void Patient();
  void Insurance();
  void Coverage(const References::Target& coverage);
  void LineOfBusiness(JsonValue coverage);
  // The identifier of a payer; `reference` as in Follow.
  JsonValue PayerIdentifier(JsonValue reference, JsonValue container);
  void OtherPayer(JsonValue insurance, v1::Payer::Responsibility responsibility);
  void Providers();
  void Provider(JsonValue reference, JsonValue container, const std::string& field,
                v1::Provider& provider, bool from_role = false);
  void ProviderResource(const References::Target& target, const std::string& field,
                        v1::Provider& provider);
  void ProviderIdentifiers(JsonValue identifiers, const std::string& field, v1::Provider& provider);
  void Taxonomy(JsonValue concept_value, const std::string& field, v1::Provider& provider);
  void Address(JsonValue address, const std::string& field, v1::Provider& provider);
  void CareTeam();
  void CareTeamOfLine(JsonValue item, const std::string& line_path, v1::ServiceLine& line);

  // mapper_lines.cc: diagnoses and service lines.
  enum class Outcome : uint8_t { kRead, kAbsent, kUnreadable, kUnsupportedSystem };
  void Diagnoses();
  Outcome DiagnosisCode(JsonValue element, const std::string& field, std::string& code);
  void Lines();
  void Line(JsonValue item, const std::string& path, v1::ServiceLine& line,
            FhirSource::Line& source);
  Outcome Procedure(JsonValue item, const std::string& path, v1::ServiceLine& line);
  void Modifiers(JsonValue item, const std::string& path, v1::ServiceLine& line);
  void ServiceDates(JsonValue item, const std::string& path, v1::ServiceLine& line);
  void Charge(JsonValue item, const std::string& path, v1::ServiceLine& line);
  void Units(JsonValue item, const std::string& path, v1::ServiceLine& line);
  void Pointers(JsonValue item, const std::string& path, v1::ServiceLine& line);
  void Drug(JsonValue item, const std::string& path, v1::ServiceLine& line,
            FhirSource::Line& source);
  void DrugCode(std::string_view code, JsonValue element, const std::string& path,
                v1::ServiceLine& line);
  // The code that stands for `system` in a concept, or one of an unknown system that `is_formed`
  // like it, which is an issue. Empty without one.
  std::string_view CodeFrom(JsonValue concept_value, CodeSystem system,
                            bool (*is_formed)(std::string_view));
  void ClaimPlaceOfService();

  struct Member {
    uint32_t sequence;
    CareTeamRole role;
    JsonValue element;
    bool for_claim = false;
  };

  JsonValue claim_;
  const References& references_;
  FhirClaim& out_;
  v1::Claim& message_;
  ValueReader values_;
  std::vector<Member> care_team_;
  // Sequence numbers of the diagnoses in their order; none were read where it is empty.
  std::vector<uint32_t> diagnosis_sequences_;
  bool diagnoses_dropped_ = false;
  std::string only_day_;  // billablePeriod, where it is one day
  JsonValue medicare_number_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_FHIR_MAPPER_H_
