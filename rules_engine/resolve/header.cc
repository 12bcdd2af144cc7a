#include "rules_engine/resolve/header.h"

#include <algorithm>
#include <string>
#include <utility>

#include "rules_engine/resolve/names.h"

namespace scrubline {
namespace {

using Words = std::vector<std::string_view>;

const Words& LayerWords() {
  static const Words words = {"national",     "line_of_business",  "payer",   "plan", "tenant",
                              "tenant_payer", "tenant_payer_plan", "provider"};
  return words;
}

template <typename T>
void SortUnique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

// Whether anything is named; that nothing is under a key is reported once, by ReadScope.
bool Names(const Node* node) { return node != nullptr && node->kind != Node::Kind::kNull; }

void ReadCodes(const Node* node, std::string_view what, std::vector<Code>& into,
               Diagnostics& diagnostics) {
  if (!Names(node)) return;
  for (const Node* item : OneOrMore(*node)) {
    const auto text = TextOf(*item, what, diagnostics);
    if (!text) continue;
    const auto code = Code::Parse(*text);
    if (code && text->size() == 2) {
      into.push_back(*code);
    } else {
      Report(diagnostics, *item, Quoted(*text) + " is not " + std::string(what),
             std::string(what) + " has 2 characters");
    }
  }
  SortUnique(into);
}

void ReadStrings(const Node* node, std::string_view what, std::vector<std::string>& into,
                 Diagnostics& diagnostics) {
  if (!Names(node)) return;
  for (std::string& text : TextsOf(*node, what, diagnostics)) into.push_back(std::move(text));
  SortUnique(into);
}

template <typename Enum>
void ReadEnums(const Node* node, std::string_view what, const Words& words, std::vector<Enum>& into,
               Diagnostics& diagnostics) {
  if (!Names(node)) return;
  for (const Node* item : OneOrMore(*node)) {
    if (const auto word = WordOf(*item, what, words, diagnostics)) {
      into.push_back(static_cast<Enum>(*word + 1));
    }
  }
  SortUnique(into);
}

// A layer is a promise about the scope: what it is about must be bound.
void CheckLayerScope(const Ruleset& ruleset, const Node* written, const Node& at,
                     Diagnostics& diagnostics) {
  const Scope& scope = ruleset.scope;
  const auto need = [&](bool bound, std::string_view key) {
    // What is there and cannot be read has been reported.
    if (bound || (written != nullptr && written->Find(key) != nullptr)) return;
    Report(diagnostics, at,
           "a ruleset of layer " + Quoted(ToString(ruleset.layer)) + " needs " +
               Quoted("scope." + std::string(key)) +
               (ruleset.layer == Layer::kProvider ? " or `scope.tax_ids`" : ""),
           "without it the ruleset would apply to every claim");
  };
  switch (ruleset.layer) {
    case Layer::kNational:
      return;
    case Layer::kLineOfBusiness:
      return need(!scope.lines_of_business.empty(), "line_of_business");
    case Layer::kPayer:
      return need(!scope.payers.empty(), "payers");
    case Layer::kPlan:
      return need(!scope.plans.empty(), "plans");
    case Layer::kTenant:
      return need(!scope.tenants.empty(), "tenants");
    case Layer::kTenantPayer:
      need(!scope.tenants.empty(), "tenants");
      return need(!scope.payers.empty(), "payers");
    case Layer::kTenantPayerPlan:
      need(!scope.tenants.empty(), "tenants");
      need(!scope.payers.empty(), "payers");
      return need(!scope.plans.empty(), "plans");
    case Layer::kProvider:
      return need(!scope.npis.empty() || !scope.tax_ids.empty(), "npis");
  }
}

// Values in both lists, where an empty list binds nothing. False when both bind and share nothing.
template <typename T>
bool Intersect(const std::vector<T>& a, const std::vector<T>& b, std::vector<T>& both) {
  if (a.empty() || b.empty()) {
    both = a.empty() ? b : a;
    return true;
  }
  both.clear();
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return !both.empty();
}

}  // namespace

const Words& SeverityWords() {
  static const Words words = {"reject", "deny", "warn", "advise", "info"};
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

DateInterval ReadInterval(const Node& node, Diagnostics& diagnostics) {
  DateInterval interval;
  MapReader map(node, "a period", diagnostics);
  if (const Node* from = map.Find("from")) {
    interval.first = DateOf(*from, diagnostics).value_or(Date());
  }
  if (const Node* to = map.Find("to")) {
    interval.last = DateOf(*to, diagnostics).value_or(Date::Max());
  }
  map.Finish();
  if (interval.last < interval.first) {
    Report(diagnostics, node, "the period ends before it begins", "both days belong to it");
    return {};
  }
  return interval;
}

std::optional<DateBasis> ReadDateBasis(const Node& node, Diagnostics& diagnostics) {
  const auto word = WordOf(node, "a date that decides",
                           {"service_date", "submitted_date", "received_date"}, diagnostics);
  if (!word) return std::nullopt;
  return static_cast<DateBasis>(*word);
}

Scope ReadScope(const Node& node, bool fine, Diagnostics& diagnostics) {
  Scope scope;
  MapReader map(node, "a scope", diagnostics);
  ReadEnums(map.Find("line_of_business"), "a line of business", LineOfBusinessWords(),
            scope.lines_of_business, diagnostics);
  ReadStrings(map.Find("payers"), "a payer id", scope.payers, diagnostics);
  ReadStrings(map.Find("plans"), "a plan id", scope.plans, diagnostics);
  ReadStrings(map.Find("tenants"), "a tenant id", scope.tenants, diagnostics);
  ReadEnums(map.Find("claim_types"), "a type of claim", {"professional", "institutional"},
            scope.claim_types, diagnostics);
  ReadCodes(map.Find("states"), "a state", scope.states, diagnostics);
  ReadStrings(map.Find("npis"), "an NPI", scope.npis, diagnostics);
  ReadStrings(map.Find("tax_ids"), "a tax id", scope.tax_ids, diagnostics);
  if (fine) {
    ReadCodes(map.Find("places_of_service"), "a place of service", scope.places_of_service,
              diagnostics);
  }
  map.Finish();
  for (const Node::Entry& entry : node.entries) {
    if (entry.value->kind == Node::Kind::kNull ||
        (entry.value->kind == Node::Kind::kSequence && entry.value->items.empty())) {
      Report(diagnostics, *entry.value, "nothing is named",
             "delete the key: what is not named is not bound");
    }
  }
  return scope;
}

DateInterval Intersection(const DateInterval& a, const DateInterval& b) {
  return {std::max(a.first, b.first), std::min(a.last, b.last)};
}

std::optional<Scope> Intersection(const Scope& a, const Scope& b) {
  Scope both;
  const bool meet =
      Intersect(a.lines_of_business, b.lines_of_business, both.lines_of_business) &&
      Intersect(a.payers, b.payers, both.payers) && Intersect(a.plans, b.plans, both.plans) &&
      Intersect(a.tenants, b.tenants, both.tenants) &&
      Intersect(a.claim_types, b.claim_types, both.claim_types) &&
      Intersect(a.states, b.states, both.states) && Intersect(a.npis, b.npis, both.npis) &&
      Intersect(a.tax_ids, b.tax_ids, both.tax_ids) &&
      Intersect(a.places_of_service, b.places_of_service, both.places_of_service);
  if (!meet) return std::nullopt;
  return both;
}

Header ResolveHeader(const ParsedRuleset& parsed, Diagnostics& diagnostics) {
  Header header;
  Ruleset& ruleset = header.ruleset;
  ruleset.directory = parsed.directory;
  if (parsed.header == nullptr) return header;
  const Node& node = *parsed.header;
  MapReader map(node, "a ruleset", diagnostics);
  const Node* id = map.Require("id");
  if (id != nullptr && TextOf(*id, "the ruleset's id", diagnostics)) {
    ruleset.id = id->text;
    if (!IsName(id->text)) {
      Report(diagnostics, *id, Quoted(id->text) + " is no id for a ruleset",
             "begin with a small letter; small letters, digits and `_`");
    }
  }
  if (const Node* version = map.Require("version")) {
    ruleset.version = TextOf(*version, "a version", diagnostics).value_or("");
  }
  const Node* language = map.Require("language");
  if (language != nullptr && TextOf(*language, "the language's version", diagnostics) &&
      language->text != "1") {
    Report(diagnostics, *language, "this program reads version 1 of the rule language",
           "write `language: 1`");
  }
  if (const Node* title = map.Require("title")) {
    ruleset.title = TextOf(*title, "a title", diagnostics).value_or("");
  }
  const Node* layer = map.Require("layer");
  const Node* scope = map.Find("scope");
  if (scope != nullptr) {
    ruleset.scope = ReadScope(*scope, /*fine=*/false, diagnostics);
  }
  if (layer != nullptr) {
    if (const auto word = WordOf(*layer, "a layer", LayerWords(), diagnostics)) {
      ruleset.layer = static_cast<Layer>(*word);
      CheckLayerScope(ruleset, scope, *layer, diagnostics);
    }
  }
  if (const Node* effective = map.Find("effective")) {
    ruleset.effective = ReadInterval(*effective, diagnostics);
  }
  if (const Node* required = map.Find("required")) {
    header.required = FlagOf(*required, diagnostics).value_or(true);
  }
  map.Find("conditions");  // read with the other files' conditions
  map.Finish();
  return header;
}

}  // namespace scrubline
