#include "rules_engine/parse/claim_yaml.h"

#include <array>
#include <utility>
#include <vector>

namespace scrubline {
namespace {

constexpr std::string_view kDefaultNpi = "1234567893";

using Words = std::vector<std::string_view>;

const Words& TypeWords() {
  static const Words words = {"professional", "institutional"};
  return words;
}
const Words& LineOfBusinessWords() {
  static const Words words = {"medicare",
                              "medicare_advantage",
                              "medicaid",
                              "commercial",
                              "workers_compensation",
                              "tricare",
                              "auto",
                              "other"};
  return words;
}

const Words& ResponsibilityWords() {
  static const Words words = {"primary", "secondary", "tertiary"};
  return words;
}

// The keys of one map of a claim, each read into its field; an absent key or `~` leaves the field
// as it is, or clears it where a default stands.
class FieldReader {
 public:
  FieldReader(MapReader& map, Claim& claim, Diagnostics& diagnostics)
      : map_(map), claim_(claim), diagnostics_(diagnostics) {}

  // Null when the key is absent or `~`.
  const Node* Value(std::string_view key) {
    const Node* node = map_.Find(key);
    return node != nullptr && node->kind != Node::Kind::kNull ? node : nullptr;
  }
  // True when the key is there with `~`: absent on purpose.
  bool IsCleared(std::string_view key) {
    const Node* node = map_.Find(key);
    return node != nullptr && node->kind == Node::Kind::kNull;
  }

  void Text(std::string_view key, std::string_view& field) {
    if (IsCleared(key)) field = {};
    if (const Node* node = Value(key)) {
      if (const auto text = TextOf(*node, "text", diagnostics_)) field = claim_.Keep(*text);
    }
  }
  std::optional<Code> CodeAt(const Node& node, bool diagnosis = false) {
    const auto text = TextOf(node, "a code", diagnostics_);
    if (!text) return std::nullopt;
    const auto code = diagnosis ? Code::ParseDiagnosis(*text) : Code::ParseNormalized(*text);
    if (!code) {
      Report(diagnostics_, node, Quoted(*text) + " is not a code",
             "a code has up to eight characters, without blanks");
    }
    return code;
  }
  void ReadCode(std::string_view key, Code& field) {
    if (IsCleared(key)) field = {};
    if (const Node* node = Value(key)) {
      if (const auto code = CodeAt(*node)) field = *code;
    }
  }
  void ReadDate(std::string_view key, Date& field) {
    if (IsCleared(key)) field = {};
    if (const Node* node = Value(key)) {
      if (const auto date = DateOf(*node, diagnostics_)) field = *date;
    }
  }
  void Decimal(std::string_view key, int64_t& field) {
    if (IsCleared(key)) field = kUnset;
    if (const Node* node = Value(key)) {
      if (const auto value = DecimalOf(*node, 3, diagnostics_)) field = *value;
    }
  }
  void Whole(std::string_view key, int64_t& field) {
    if (IsCleared(key)) field = kUnset;
    if (const Node* node = Value(key)) {
      if (const auto value = DecimalOf(*node, 0, diagnostics_)) field = *value;
    }
  }
  void Confidence(std::string_view key, float& field) {
    int64_t thousandths = kUnset;
    Decimal(key, thousandths);
    if (thousandths != kUnset) field = static_cast<float>(thousandths) / kThousandths;
  }
  void Cents(std::string_view key, int64_t& field) {
    const Node* node = Value(key);
    if (node == nullptr) return;
    const bool dollars = node->text.find('.') != std::string::npos;
    if (const auto value = DecimalOf(*node, dollars ? 2 : 0, diagnostics_)) field = *value;
  }
  template <typename Enum>
  void Word(std::string_view key, std::string_view what, const Words& words, Enum& field) {
    if (IsCleared(key)) field = Enum::kUnset;
    if (const Node* node = Value(key)) {
      if (const auto word = WordOf(*node, what, words, diagnostics_)) {
        field = static_cast<Enum>(*word + 1);
      }
    }
  }
  void YesNo(std::string_view key, Tristate& field) {
    if (const Node* node = Value(key)) {
      if (const auto flag = FlagOf(*node, diagnostics_)) {
        field = *flag ? Tristate::kYes : Tristate::kNo;
      }
    }
  }
  // Calls `read(MapReader&, FieldReader&)` for the map at `key`, if there is one.
  template <typename Read>
  void Map(std::string_view key, Read read) {
    if (const Node* node = Value(key)) MapAt(*node, key, read);
  }
  template <typename Read>
  void MapAt(const Node& node, std::string_view what, Read read) {
    MapReader map(node, what, diagnostics_);
    FieldReader reader(map, claim_, diagnostics_);
    read(reader);
    map.Finish();
  }
  // Calls `read(item)` for each item of the list at `key`.
  template <typename Read>
  void List(std::string_view key, size_t most, Read read) {
    const Node* node = Value(key);
    if (node == nullptr) return;
    if (node->kind != Node::Kind::kSequence) {
      Report(diagnostics_, *node, "expected a list, found " + std::string(KindName(*node)));
      return;
    }
    if (node->items.size() > most) {
      Report(diagnostics_, *node->items[most],
             "more than " + std::to_string(most) + " in " + Quoted(key));
      return;
    }
    for (const NodePtr& item : node->items) read(*item);
  }
  ProviderIndex ReadProvider(std::string_view key, Provider provider = {}) {
    const Node* node = Value(key);
    if (node != nullptr) {
      MapAt(*node, "a provider", [&provider](FieldReader& fields) {
        fields.Text("npi", provider.npi);
        // Surrounding blanks go, nothing else (R13).
        while (provider.npi.starts_with(' ')) provider.npi.remove_prefix(1);
        while (provider.npi.ends_with(' ')) provider.npi.remove_suffix(1);
        fields.Text("taxonomy_code", provider.taxonomy_code);
        fields.Text("tax_id", provider.tax_id);
        fields.Word("entity_type", "an entity type", {"individual", "organization"},
                    provider.entity_type);
        fields.ReadCode("specialty_code", provider.specialty_code);
        fields.ReadCode("state", provider.state);
        fields.Text("zip", provider.zip);
      });
      return claim_.AddProvider(provider);
    }
    if (IsCleared(key) || provider.npi.empty()) return kNoProvider;
    return claim_.AddProvider(provider);
  }

 private:
  MapReader& map_;
  Claim& claim_;
  Diagnostics& diagnostics_;
};

void ReadModifiers(FieldReader& fields, ServiceLine& line) {
  fields.List("modifiers", kMaxModifiers, [&](const Node& item) {
    // An empty text keeps its place: a gap before a filled slot.
    const auto code = fields.CodeAt(item);
    line.modifiers[line.modifier_count++] = code.value_or(Code());
  });
  while (line.modifier_count > 0 && line.modifiers[line.modifier_count - 1u].empty()) {
    --line.modifier_count;
  }
}

void ReadServiceLine(FieldReader& fields, Date service_date, ServiceLine& line, LineDraft& draft,
                     Diagnostics& diagnostics) {
  if (const Node* node = fields.Value("line_number")) {
    if (const auto number = IntegerOf(*node, 1, 999'999, diagnostics)) {
      line.line_number = static_cast<int32_t>(*number);
    }
  }
  line.service_date = service_date;
  line.units = kThousandths;
  fields.ReadCode("procedure_code", line.procedure_code);
  ReadModifiers(fields, line);
  fields.ReadDate("service_date", line.service_date);
  fields.ReadDate("service_date_through", line.service_date_through);
  fields.Decimal("units", line.units);
  fields.Word("unit_basis", "a unit basis", {"units", "minutes"}, line.unit_basis);
  fields.Cents("charge_cents", line.charge_cents);
  fields.ReadCode("place_of_service", line.place_of_service);
  fields.List("diagnosis_pointers", kMaxDiagnosisPointers, [&](const Node& item) {
    if (const auto pointer = IntegerOf(item, 1, 25, diagnostics)) {
      line.diagnosis_pointers[line.pointer_count++] = static_cast<uint8_t>(*pointer);
    }
  });
  fields.ReadCode("revenue_code", line.revenue_code);
  fields.Text("ndc", line.ndc);
  fields.Decimal("ndc_quantity", line.ndc_quantity);
  fields.ReadCode("ndc_unit", line.ndc_unit);
  fields.Whole("minutes", line.minutes);
  fields.Decimal("administered_quantity", line.administered_quantity);
  fields.ReadCode("administered_unit", line.administered_unit);
  fields.Decimal("wasted_quantity", line.wasted_quantity);
  fields.Cents("noncovered_charge_cents", line.noncovered_charge_cents);
  fields.YesNo("single_dose", line.single_dose);
  fields.Text("clia_number", line.clia_number);
  fields.Text("prior_authorization_number", line.prior_authorization_number);
  fields.Text("description", line.description);
  line.rendering = fields.ReadProvider("rendering");
  line.ordering = fields.ReadProvider("ordering");
  line.referring = fields.ReadProvider("referring");
  line.supervising = fields.ReadProvider("supervising");
  fields.Map("draft", [&](FieldReader& inner) {
    inner.Text("source", draft.source);
    inner.Text("model", draft.model);
    inner.Text("model_version", draft.model_version);
    inner.Confidence("confidence", line.draft_confidence);
  });
}

void ReadLines(FieldReader& fields, std::string_view key, Date service_date, Claim& claim,
               Diagnostics& diagnostics) {
  fields.List(key, 999, [&](const Node& item) {
    ServiceLine& line = claim.service_lines.emplace_back();
    line.line_number = static_cast<int32_t>(claim.service_lines.size());
    fields.MapAt(item, "a service line", [&](FieldReader& line_fields) {
      LineDraft draft{.line = line.line_number - 1};
      ReadServiceLine(line_fields, service_date, line, draft, diagnostics);
      if (!draft.source.empty() || !draft.model.empty() || !draft.model_version.empty()) {
        claim.line_drafts.push_back(draft);
      }
    });
  });
}

void ReadHistory(FieldReader& fields, Date service_date, Claim& claim, Diagnostics& diagnostics) {
  fields.List("history", 10'000, [&](const Node& item) {
    HistoryLine history;
    fields.MapAt(item, "a history line", [&](FieldReader& earlier) {
      earlier.Text("claim_id", history.claim_id);
      earlier.Text("payer_control_number", history.payer_control_number);
      earlier.Text("payer_id", history.payer_id);
      earlier.Word("claim_type", "a type of claim", TypeWords(), history.claim_type);
      earlier.ReadCode("type_of_bill", history.type_of_bill);
      history.billing = earlier.ReadProvider("billing", Provider{.npi = claim.Keep(kDefaultNpi)});
      earlier.Word("status", "the status of an earlier claim",
                   {"paid", "denied", "pended", "submitted", "voided"}, history.status);
      earlier.Map("line", [&](FieldReader& line_fields) {
        history.line.line_number = 1;
        LineDraft unused;  // who drafted an earlier claim's line is nothing a rule may ask
        ReadServiceLine(line_fields, service_date, history.line, unused, diagnostics);
      });
    });
    claim.history.push_back(history);
  });
}

void ReadDiagnoses(FieldReader& fields, Claim& claim, Diagnostics& diagnostics) {
  fields.List("diagnoses", 25, [&](const Node& item) {
    Diagnosis diagnosis;
    if (item.kind == Node::Kind::kScalar) {  // `diagnoses: ["E11.9"]`
      diagnosis.code = fields.CodeAt(item, /*diagnosis=*/true).value_or(Code());
    } else {
      fields.MapAt(item, "a diagnosis", [&](FieldReader& inner) {
        if (const Node* code = inner.Value("code")) {
          diagnosis.code = inner.CodeAt(*code, /*diagnosis=*/true).value_or(Code());
        }
        inner.Word("role", "the role of a diagnosis",
                   {"principal", "admitting", "reason_for_visit", "external_cause", "other"},
                   diagnosis.role);
        if (const Node* present = inner.Value("present_on_admission")) {
          static const Words words = {"Y", "N", "U", "W", "1"};
          if (const auto word =
                  WordOf(*present, "a present-on-admission indicator", words, diagnostics)) {
            diagnosis.present_on_admission = words[static_cast<size_t>(*word)].front();
          }
        }
      });
    }
    claim.diagnoses.push_back(diagnosis);
  });
}

void ReadInstitutionalCodes(FieldReader& fields, Claim& claim) {
  fields.List("condition_codes", 24, [&](const Node& item) {
    claim.condition_codes.push_back(fields.CodeAt(item).value_or(Code()));
  });
  fields.List("occurrences", 24, [&](const Node& item) {
    Occurrence& occurrence = claim.occurrences.emplace_back();
    fields.MapAt(item, "an occurrence", [&](FieldReader& inner) {
      inner.ReadCode("code", occurrence.code);
      inner.ReadDate("date", occurrence.date);
    });
  });
  fields.List("occurrence_spans", 24, [&](const Node& item) {
    OccurrenceSpan& span = claim.occurrence_spans.emplace_back();
    fields.MapAt(item, "an occurrence span", [&](FieldReader& inner) {
      inner.ReadCode("code", span.code);
      inner.ReadDate("from", span.from);
      inner.ReadDate("through", span.through);
    });
  });
  fields.List("value_codes", 24, [&](const Node& item) {
    ValueCode& value = claim.value_codes.emplace_back();
    fields.MapAt(item, "a value code", [&](FieldReader& inner) {
      inner.ReadCode("code", value.code);
      inner.Cents("amount_cents", value.amount_cents);
    });
  });
}

void ReadRecordsOfPayers(FieldReader& fields, Claim& claim) {
  fields.Map("eligibility", [&claim](FieldReader& inner) {
    inner.ReadDate("effective_from", claim.eligibility.effective_from);
    inner.ReadDate("effective_through", claim.eligibility.effective_through);
  });
  fields.List("authorizations", 100, [&](const Node& item) {
    Authorization record;
    record.first_code = static_cast<uint32_t>(claim.authorization_codes.size());
    fields.MapAt(item, "an authorization", [&](FieldReader& inner) {
      inner.Text("number", record.number);
      inner.ReadDate("from", record.from);
      inner.ReadDate("through", record.through);
      inner.List("procedure_codes", 100, [&](const Node& code) {
        claim.authorization_codes.push_back(inner.CodeAt(code).value_or(Code()));
        ++record.code_count;
      });
      inner.Decimal("units_approved", record.units_approved);
      inner.Decimal("units_used", record.units_used);
      inner.Text("provider_npi", record.provider_npi);
    });
    claim.authorizations.push_back(record);
  });
  fields.List("other_payers", 100, [&](const Node& item) {
    OtherPayer& payer = claim.other_payers.emplace_back();
    fields.MapAt(item, "another payer", [&](FieldReader& inner) {
      inner.Text("payer_id", payer.payer_id);
      inner.Word("responsibility", "a place in the order of payment", ResponsibilityWords(),
                 payer.responsibility);
      inner.Cents("paid_cents", payer.paid_cents);
      inner.Cents("adjusted_cents", payer.adjusted_cents);
      inner.ReadCode("filing_indicator", payer.filing_indicator);
      inner.ReadDate("remittance_date", payer.remittance_date);
    });
  });
  fields.List("accumulators", 100, [&](const Node& item) {
    Accumulator& accumulator = claim.accumulators.emplace_back();
    fields.MapAt(item, "an accumulator", [&](FieldReader& inner) {
      inner.Text("name", accumulator.name);
      inner.Cents("amount_cents", accumulator.amount_cents);
    });
  });
}

void ReadParties(FieldReader& fields, const ClaimDefaults& defaults, Claim& claim) {
  claim.payer.id = claim.Keep(defaults.payer_id);
  claim.payer.plan_id = claim.Keep(defaults.plan_id);
  claim.payer.line_of_business = defaults.line_of_business;
  fields.Map("payer", [&claim](FieldReader& payer) {
    payer.Text("id", claim.payer.id);
    payer.Text("name", claim.payer.name);
    payer.Word("line_of_business", "a line of business", LineOfBusinessWords(),
               claim.payer.line_of_business);
    payer.Text("plan_id", claim.payer.plan_id);
    payer.ReadCode("filing_indicator", claim.payer.filing_indicator);
    payer.Word("responsibility", "a place in the order of payment", ResponsibilityWords(),
               claim.payer.responsibility);
  });
  fields.Map("patient", [&claim](FieldReader& patient) {
    patient.Text("id", claim.patient.id);
    patient.ReadDate("birth_date", claim.patient.birth_date);
    patient.Word("sex", "a sex", {"female", "male", "other", "unknown"}, claim.patient.sex);
    patient.ReadDate("death_date", claim.patient.death_date);
    patient.ReadCode("relationship", claim.patient.relationship);
  });
  claim.billing = fields.ReadProvider(
      "billing", Provider{.npi = claim.Keep(kDefaultNpi), .state = defaults.state});
  claim.rendering = fields.ReadProvider("rendering");
  claim.referring = fields.ReadProvider("referring");
  claim.ordering = fields.ReadProvider("ordering");
  claim.supervising = fields.ReadProvider("supervising");
  claim.service_facility = fields.ReadProvider("service_facility");
  claim.attending = fields.ReadProvider("attending");
  claim.operating = fields.ReadProvider("operating");
}

}  // namespace

std::shared_ptr<const Claim> ReadClaim(MapReader& map, const ClaimDefaults& defaults,
                                       Diagnostics& diagnostics) {
  auto owned = std::make_shared<Claim>();
  Claim& claim = *owned;
  FieldReader fields(map, claim, diagnostics);
  claim.claim_id = "example";
  fields.Text("claim_id", claim.claim_id);
  claim.type = defaults.type;
  fields.Word("type", "a type of claim", TypeWords(), claim.type);
  claim.tenant_id = claim.Keep(defaults.tenant_id);
  fields.Text("tenant_id", claim.tenant_id);
  ReadParties(fields, defaults, claim);
  fields.Text("subscriber_id", claim.subscriber_id);
  fields.ReadCode("frequency_code", claim.frequency_code);
  fields.Text("original_reference_number", claim.original_reference_number);
  fields.ReadCode("place_of_service", claim.place_of_service);
  fields.ReadCode("type_of_bill", claim.type_of_bill);
  fields.ReadDate("statement_from", claim.statement_from);
  fields.ReadDate("statement_through", claim.statement_through);
  fields.ReadDate("admission_date", claim.admission_date);
  fields.ReadCode("patient_status", claim.patient_status);
  fields.ReadDate("submitted_date", claim.submitted_date);
  fields.ReadDate("received_date", claim.received_date);
  fields.ReadDate("initial_treatment_date", claim.initial_treatment_date);
  fields.ReadDate("last_menstrual_period_date", claim.last_menstrual_period_date);
  fields.ReadDate("onset_date", claim.onset_date);
  fields.YesNo("accept_assignment", claim.accept_assignment);
  fields.Text("prior_authorization_number", claim.prior_authorization_number);
  fields.Text("referral_number", claim.referral_number);
  fields.Text("clia_number", claim.clia_number);
  fields.Cents("total_charge_cents", claim.total_charge_cents);
  ReadInstitutionalCodes(fields, claim);
  ReadRecordsOfPayers(fields, claim);
  fields.Map("accident", [&claim](FieldReader& accident) {
    accident.YesNo("auto", claim.accident.auto_accident);
    accident.YesNo("employment", claim.accident.employment);
    accident.YesNo("other", claim.accident.other);
    accident.ReadCode("state", claim.accident.state);
    accident.ReadDate("date", claim.accident.date);
  });
  ReadDiagnoses(fields, claim, diagnostics);
  Date service_date = defaults.service_date;
  fields.ReadDate("service_date", service_date);
  ReadLines(fields, "service_lines", service_date, claim, diagnostics);
  const Node* both = fields.Value("lines");
  if (both != nullptr && !claim.service_lines.empty()) {
    Report(diagnostics, *both, "`lines` beside `service_lines`, which is the same");
  } else {
    ReadLines(fields, "lines", service_date, claim, diagnostics);
  }
  ReadHistory(fields, service_date, claim, diagnostics);
  fields.Map("draft", [&claim](FieldReader& draft) {
    draft.Text("source", claim.draft.source);
    draft.Text("model", claim.draft.model);
    draft.Text("model_version", claim.draft.model_version);
    draft.Confidence("confidence", claim.draft.confidence);
  });
  return owned;
}

}  // namespace scrubline
