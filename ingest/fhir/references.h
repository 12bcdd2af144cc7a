// ingest/fhir/references.h — what a Reference leads to within its own document. Nothing is ever
// fetched.
//
//   References references(bundle);
//   Target target = references.Resolve(claim["patient"], claim);
//   if (target.resource) Use(target.resource["birthDate"]);
//
// Understood are contained resources (`#id`), an entry's fullUrl (`urn:uuid:...`, absolute URLs),
// `Type/id`, with or without a version, and conditional references
// (`Organization?identifier=system|value`). Two entries of one name make it lead nowhere: to guess
// would be to bill another patient. Tested by claim_mapper_test.cc.
#ifndef SCRUBLINE_INGEST_FHIR_REFERENCES_H_
#define SCRUBLINE_INGEST_FHIR_REFERENCES_H_

#include <string>
#include <string_view>
#include <unordered_map>

#include "ingest/fhir/json.h"

namespace scrubline {

class References {
 public:
  // `document`: a Bundle, or any other resource. Its values must outlive this.
  explicit References(JsonValue document);

  struct Target {
    JsonValue resource;   // absent: not in the document
    JsonValue container;  // where its own `#id` references lead: itself, or what it is contained in
  };
  // `reference` is a Reference that stands in `container` or in one of its contained resources.
  Target Resolve(JsonValue reference, JsonValue container) const;

 private:
  void Add(std::string name, JsonValue resource);

  // By fullUrl, `Type/id` and `Type?identifier=system|value`; absent: ambiguous.
  std::unordered_map<std::string, JsonValue> resources_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_FHIR_REFERENCES_H_
