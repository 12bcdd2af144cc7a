#include "ingest/fhir/references.h"

#include <algorithm>
#include <utility>

namespace scrubline {
namespace {

std::string TypeAndId(JsonValue resource) {
  const std::string_view id = resource["id"].text();
  if (id.empty()) return {};
  return std::string(resource["resourceType"].text()).append("/").append(id);
}

// `Patient/1` of `https://server/fhir/Patient/1/_history/2`; empty when it does not end so.
std::string_view LastTwoSegments(std::string_view reference) {
  if (const size_t version = reference.find("/_history/"); version != reference.npos) {
    reference = reference.substr(0, version);
  }
  const size_t id = reference.rfind('/');
  if (id == reference.npos || id == 0) return {};
  const size_t type = reference.rfind('/', id - 1);
  return type == reference.npos ? reference : reference.substr(type + 1);
}

// The bar of `system|value` may be escaped as in a URL.
std::string WithoutEscapes(std::string_view reference) {
  const size_t bar = std::min(reference.find("%7C"), reference.find("%7c"));
  if (bar == reference.npos) return std::string(reference);
  constexpr size_t kEscape = 3;
  return std::string(reference.substr(0, bar)).append("|").append(reference.substr(bar + kEscape));
}

}  // namespace

References::References(JsonValue document) {
  if (document["resourceType"].text() != "Bundle") {
    Add(TypeAndId(document), document);
    return;
  }
  for (JsonValue entry : document["entry"].Items()) {
    const JsonValue resource = entry["resource"];
    if (!resource.IsObject()) continue;
    const std::string url(entry["fullUrl"].text());
    const std::string type_and_id = TypeAndId(resource);
    Add(url, resource);
    if (type_and_id != url) Add(type_and_id, resource);
    for (JsonValue identifier : resource["identifier"].Items()) {
      if (identifier["value"].text().empty()) continue;
      Add(std::string(resource["resourceType"].text())
              .append("?identifier=")
              .append(identifier["system"].text())
              .append("|")
              .append(identifier["value"].text()),
          resource);
    }
  }
}

void References::Add(std::string name, JsonValue resource) {
  if (name.empty()) return;
  const auto [known, added] = resources_.try_emplace(std::move(name), resource);
  if (!added && known->second != resource) known->second = {};
}

References::Target References::Resolve(JsonValue reference, JsonValue container) const {
  const std::string_view text = reference["reference"].text();
  if (text.starts_with('#')) {
    for (JsonValue contained : container["contained"].Items()) {
      if (text.size() > 1 && contained["id"].text() == text.substr(1)) {
        return {contained, container};
      }
    }
    return {};
  }
  const bool conditional = text.find('?') != text.npos;
  auto found = resources_.find(conditional ? WithoutEscapes(text) : std::string(text));
  if (found == resources_.end() && !conditional) {
    found = resources_.find(std::string(LastTwoSegments(text)));
    // Another server's resource of the same id is another resource.
    const bool absolute = text.find("://") != text.npos;
    if (absolute && found != resources_.end() && found->second.parent()["fullUrl"]) return {};
  }
  if (found == resources_.end()) return {};
  return {found->second, found->second};
}

}  // namespace scrubline
