#include "rules_engine/evaluate/builtin_algorithms.h"

namespace scrubline {

const std::array<BuiltinAlgorithm, kAlgorithmCount> kBuiltinAlgorithms = {{
    {EvaluatePtp, DescribePtp},
    {EvaluateMue, DescribeMue},
    {EvaluateAddOn, DescribeAddOn},
    {EvaluateNpi, DescribeNpi},
    {EvaluateGlobalSurgery, DescribeGlobalSurgery},
    {EvaluateModifier, DescribeModifier},
}};

}  // namespace scrubline
