// rules_engine/evaluate/provider_classes.h — whose lines count together (domain 1.4).
//
//   classifier.Classify(claim, ProviderScope::kGroupSpecialty, providers, classes);
//   classes[i] == classes[j]    // lines i and j are one provider's
//
// Lines that share a name of their provider are of one class, and so are those joined through
// others: whatever the order of the lines, the classes are the same. Memory is kept for the next
// claim; cost: a hash probe or two a line. Tested by evaluation_test.cc and conditions_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_PROVIDER_CLASSES_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_PROVIDER_CLASSES_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "rules_engine/claim.h"

namespace scrubline {

// By whom lines count together. The values of the first three are those of the `provider_scope`
// parameters.
enum class ProviderScope : uint8_t {
  kGroupSpecialty,  // billing tax id (else billing NPI), and the rendering provider's CMS
                    // specialty, else taxonomy, else NPI
  kRenderingNpi,
  kTaxId,     // billing tax id, else billing NPI
  kFacility,  // billing NPI
};
inline constexpr int kProviderScopeCount = 4;

struct LineProviders {
  ProviderIndex rendering = kNoProvider;
  ProviderIndex billing = kNoProvider;
};
// With the fall-backs of an 837: rendering to the claim's, then to the billing provider.
LineProviders ProvidersOf(const Claim& claim, const ServiceLine& line);
LineProviders ProvidersOf(const Claim& claim, const HistoryLine& earlier);

class ProviderClassifier {
 public:
  // One class for each of `lines`. REQUIRES: fewer than 65,536 of them.
  void Classify(const Claim& claim, ProviderScope scope, std::span<const LineProviders> lines,
                std::vector<uint16_t>& classes);

 private:
  // The first line known by each name: group, kind of name, name.
  absl::flat_hash_map<std::tuple<std::string_view, char, std::string_view>, uint16_t> names_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_PROVIDER_CLASSES_H_
