// Claims as examples and tests give them. Their keys are those of the claim message; what a field
// means is told by the field catalogue where a rule may ask for it.
#include "authoring/schema/schema_parts.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

// `~` makes a field absent.
Json OrAbsent(Json schema) { return AnyOf({std::move(schema), Json{{"type", "null"}}}); }

// A claim's key with the meaning of the field of that name, if there is one.
Json Key(const std::string& field, Json schema) {
  for (int i = kItemCount - 1; i >= 0; --i) {
    if (const Field* known = FindField(field, static_cast<Item>(i))) {
      return Documented(OrAbsent(std::move(schema)), known->doc);
    }
  }
  return OrAbsent(std::move(schema));
}

// The same of a record, whose fields share their names with others'.
Json Keys(std::initializer_list<std::string_view> names, const Json& schema, Item record) {
  Json keys = Json::object();
  for (const std::string_view name : names) {
    keys[std::string(name)] = Documented(OrAbsent(schema), FindField(name, record)->doc);
  }
  return keys;
}

Json Keys(std::initializer_list<std::string_view> names, const Json& schema,
          const std::string& group = "") {
  Json keys = Json::object();
  for (const std::string_view name : names) {
    keys[std::string(name)] = Key(group + std::string(name), schema);
  }
  return keys;
}

// A list, or changes of one by place: `{2: {units: 2}}`.
Json ListOrChanges(const Json& item) {
  return AnyOf({ListOf(item), Json{{"type", "object"}, {"additionalProperties", OrAbsent(item)}}});
}

// One of the words, or one of another message's in capitals.
Json WordsOf(const std::string& field) {
  for (int i = kItemCount - 1; i >= 0; --i) {
    if (const Field* known = FindField(field, static_cast<Item>(i))) return Words(known->choices);
  }
  return Ref("text");
}

void AddRoles(std::initializer_list<std::string_view> roles, Json& keys) {
  for (const std::string_view role : roles) {
    keys[std::string(role)] = OrAbsent(Ref("provider"));
  }
}

Json ProviderSchema() {
  Json keys = Keys({"npi", "taxonomy_code", "tax_id", "specialty_code", "state", "zip"},
                   Ref("text"), "rendering.");
  keys["entity_type"] = Key("rendering.entity_type", WordsOf("rendering.entity_type"));
  return Map(std::move(keys));
}

Json DraftSchema() {
  Json keys = Json::object();
  for (const char* name : {"source", "model", "model_version", "confidence"}) {
    keys[name] = OrAbsent(Ref("text"));
  }
  return Map(std::move(keys));
}

Json ServiceLineSchema() {
  Json keys =
      Keys({"line_number", "procedure_code", "units", "charge_cents", "place_of_service",
            "revenue_code", "ndc", "ndc_quantity", "ndc_unit", "minutes", "administered_quantity",
            "administered_unit", "wasted_quantity", "noncovered_charge_cents", "clia_number",
            "prior_authorization_number", "description"},
           Ref("text"));
  keys.update(Keys({"service_date", "service_date_through"}, Ref("date")));
  keys["modifiers"] = Key("modifiers", ListOrChanges(Ref("text")));
  keys["diagnosis_pointers"] = OrAbsent(ListOrChanges(Ref("text")));
  keys["unit_basis"] = Key("unit_basis", WordsOf("unit_basis"));
  keys["single_dose"] = Key("single_dose", Flag());
  keys["draft"] = OrAbsent(DraftSchema());
  AddRoles({"rendering", "ordering", "referring", "supervising"}, keys);
  return Map(std::move(keys));
}

Json HistoryLineSchema() {
  Json keys = Keys({"claim_id", "payer_control_number", "payer_id", "type_of_bill"}, Ref("text"));
  keys["line"] = Ref("service_line");
  keys["claim_type"] = OrAbsent(WordsOf("type"));
  keys["status"] = OrAbsent(Words({"paid", "denied", "pended", "submitted", "voided"}));
  AddRoles({"billing"}, keys);
  return Map(std::move(keys));
}

Json AuthorizationSchema() {
  Json keys = Json::object();
  for (const char* name : {"number", "units_approved", "units_used", "provider_npi"}) {
    keys[name] = OrAbsent(Ref("text"));
  }
  for (const char* name : {"from", "through"}) keys[name] = OrAbsent(Ref("date"));
  keys["procedure_codes"] = OrAbsent(ListOrChanges(Ref("text")));
  return Map(std::move(keys));
}

Json ClaimKeys() {
  Json keys =
      Keys({"claim_id", "tenant_id", "subscriber_id", "frequency_code", "original_reference_number",
            "place_of_service", "type_of_bill", "patient_status", "prior_authorization_number",
            "referral_number", "clia_number", "total_charge_cents"},
           Ref("text"));
  keys["type"] = Key("type", WordsOf("type"));
  keys["accept_assignment"] = Key("accept_assignment", Flag());
  keys.update(Keys(
      {"statement_from", "statement_through", "admission_date", "submitted_date", "received_date",
       "service_date", "initial_treatment_date", "last_menstrual_period_date", "onset_date"},
      Ref("date")));
  Json payer = Keys({"id", "name", "plan_id", "filing_indicator"}, Ref("text"), "payer.");
  payer["line_of_business"] = Key("payer.line_of_business", WordsOf("payer.line_of_business"));
  payer["responsibility"] = Key("payer.responsibility", WordsOf("payer.responsibility"));
  keys["payer"] = OrAbsent(Map(std::move(payer)));
  Json patient = Keys({"id", "relationship"}, Ref("text"), "patient.");
  patient["sex"] = Key("patient.sex", WordsOf("patient.sex"));
  patient.update(Keys({"birth_date", "death_date"}, Ref("date"), "patient."));
  keys["patient"] = OrAbsent(Map(std::move(patient)));
  Json accident = Keys({"auto", "employment", "other"}, Flag(), "accident.");
  accident.update(Keys({"state"}, Ref("text"), "accident."));
  accident.update(Keys({"date"}, Ref("date"), "accident."));
  keys["accident"] = OrAbsent(Map(std::move(accident)));
  const auto record = [](std::initializer_list<std::string_view> texts,
                         std::initializer_list<std::string_view> dates) {
    Json of = Json::object();
    for (const std::string_view name : texts) of[std::string(name)] = OrAbsent(Ref("text"));
    for (const std::string_view name : dates) of[std::string(name)] = OrAbsent(Ref("date"));
    return Map(std::move(of));
  };
  keys["condition_codes"] = Key("condition_codes", ListOrChanges(Ref("text")));
  keys["diagnoses"] = Key(
      "diagnoses",
      ListOrChanges(AnyOf({Ref("text"), record({"code", "role", "present_on_admission"}, {})})));
  keys["occurrences"] = Key("occurrences", ListOrChanges(record({"code"}, {"date"})));
  keys["occurrence_spans"] =
      Key("occurrence_spans", ListOrChanges(record({"code"}, {"from", "through"})));
  keys["value_codes"] = Key("value_codes", ListOrChanges(record({"code", "amount_cents"}, {})));
  keys["eligibility"] =
      OrAbsent(Map(Keys({"effective_from", "effective_through"}, Ref("date"), "eligibility.")));
  keys["authorizations"] = Documented(ListOrChanges(AuthorizationSchema()),
                                      "What payers have authorized for the patient.");
  Json other_payer = Keys({"payer_id", "paid_cents", "adjusted_cents", "filing_indicator"},
                          Ref("text"), Item::kOtherPayer);
  other_payer.update(Keys({"remittance_date"}, Ref("date"), Item::kOtherPayer));
  other_payer["responsibility"] = OrAbsent(WordsOf("payer.responsibility"));
  keys["other_payers"] =
      Documented(ListOrChanges(Map(std::move(other_payer))), "The other payers of the claim.");
  keys["accumulators"] = Documented(
      ListOrChanges(Map(Keys({"name", "amount_cents"}, Ref("text"), Item::kAccumulator))),
      "What the patient has used of yearly limits before this claim.");
  keys["history"] =
      Documented(ListOrChanges(Ref("history_line")), "Lines of the patient's earlier claims.");
  keys["draft"] = OrAbsent(DraftSchema());
  AddRoles({"billing", "rendering", "referring", "ordering", "supervising", "service_facility",
            "attending", "operating"},
           keys);
  for (const char* name : {"lines", "service_lines"}) {
    keys[name] = Documented(ListOrChanges(Ref("service_line")), "The claim's service lines.");
  }
  return keys;
}

}  // namespace

Json ClaimDefinitions(const SchemaNames& names) {
  Json definitions;
  definitions["provider"] = ProviderSchema();
  definitions["service_line"] = ServiceLineSchema();
  definitions["history_line"] = HistoryLineSchema();
  Json claim = ClaimKeys();
  claim["extends"] = Documented(Ref("text"), "The claim this one is but for what stands beside.");
  definitions["claim"] = Map(claim);
  definitions["claims"] = Json{{"type", "object"}, {"additionalProperties", Ref("claim")}};

  // An example is a claim with what its finding must be like.
  Json example = ClaimKeys();
  example["on"] = Documented(OneOrMore(Ref("text")), "The lines the finding is on.");
  example["severity"] = Documented(Ref("severity"), "The severity it fires with.");
  definitions["example_claim"] = Map(std::move(example));
  definitions["example"] =
      Map({{"fires", Documented(Ref("example_claim"), "A claim on which the rule fires.")},
           {"clear", Documented(Ref("example_claim"), "A claim on which it does not.")},
           {"bypassed", Documented(Ref("example_claim"), "A claim that its `unless` excepts.")},
           {"not_evaluated",
            Documented(Ref("example_claim"), "A claim that does not say what the rule needs.")}});

  const Json rule = NameOf(names.rules, "");
  definitions["expected_finding"] =
      Map({{"rule", Documented(rule, "The rule that must fire.")},
           {"lines", Documented(OneOrMore(Ref("text")), "The lines the finding is on.")},
           {"severity", Ref("severity")},
           {"outcome", Words({"fired", "bypassed"})},
           {"first_fix", Documented(Ref("text"), "Such as `add_modifier 25 on 2`.")}},
          {"rule"});
  definitions["test"] = Map(
      {{"name", Documented(Ref("text"), "What must be so.")},
       {"claim", Documented(AnyOf({Ref("claim"), Ref("text")}), "A claim, or the name of one.")},
       {"only", Documented(OneOrMore(AnyOf({NameOf(names.families, ""), rule})),
                           "Families or ids looked at; without it: all.")},
       {"findings", Documented(ListOf(Ref("expected_finding")), "All of them; `[]` for none.")},
       {"not_evaluated", Documented(OneOrMore(rule), "Rules that cannot be evaluated.")},
       {"verdict", Words({"clean", "findings", "blocked", "incomplete"})}});
  return definitions;
}

}  // namespace scrubline
