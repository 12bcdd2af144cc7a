#include "rules_engine/evaluate/builtin_algorithms.h"

namespace scrubline {

const std::array<BuiltinAlgorithm, kAlgorithmCount> kBuiltinAlgorithms = {{
    {EvaluateCodeValidity, DescribeCodeValidity},
    {EvaluatePtp, DescribePtp},
    {EvaluateMue, DescribeMue},
    {EvaluateAddOn, DescribeAddOn},
    {EvaluateNpi, DescribeNpi},
    {EvaluateGlobalSurgery, DescribeGlobalSurgery},
    {EvaluateModifier, DescribeModifier},
    {EvaluateDiagnosisCode, DescribeDiagnosis},
    {EvaluateDiagnosisOrder, DescribeDiagnosis},
    {EvaluateDiagnosisPatient, DescribeDiagnosis},
    {EvaluateDiagnosisNotes, DescribeDiagnosis},
    {EvaluateLaterality, DescribeLaterality},
    {EvaluateMedicalNecessity, DescribeMedicalNecessity},
    {EvaluateDuplicate, DescribeDuplicate},
    {EvaluateTimelyFiling, DescribeTimelyFiling},
    {EvaluateAuthorization, DescribeAuthorization},
    {EvaluateCharge, DescribeCharge},
    {EvaluateTimedUnits, DescribeTimedUnits},
    {EvaluateUnits, DescribeUnits},
    {EvaluateInfusion, DescribeInfusion},
    {EvaluateImmunization, DescribeImmunization},
    {EvaluateProvider, DescribeProvider},
    {EvaluateDrugUnits, DescribeDrugUnits},
}};

}  // namespace scrubline
