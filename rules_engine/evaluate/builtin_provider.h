// rules_engine/evaluate/builtin_provider.h — what the findings about a provider hold, for
// evaluate/describe.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_PROVIDER_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_PROVIDER_H_

namespace scrubline::provider_payload {

// kProvider: index in Claim::providers; kRow: the row of the registry that the finding rests on, or
// -1; kDate: the day it was asked for.
enum Index { kProvider, kRow, kDate };

}  // namespace scrubline::provider_payload

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_PROVIDER_H_
