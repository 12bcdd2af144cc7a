// rules_engine/evaluate/builtin_add_on.h — what an add-on finding's payload holds, for
// evaluate/describe.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_ADD_ON_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_ADD_ON_H_

namespace scrubline::add_on_payload {

enum Index { kType, kDate };

}  // namespace scrubline::add_on_payload

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_ADD_ON_H_
