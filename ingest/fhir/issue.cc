#include "ingest/fhir/issue.h"

namespace scrubline {
namespace {

using Level = FhirIssue::Level;

struct ProblemText {
  FhirProblem problem;
  Level level;
  std::string_view type_code;
  std::string_view what;
  std::string_view remedy;
};

// In the order of FhirProblem.
constexpr ProblemText kTexts[] = {
    {FhirProblem::kXml, Level::kError, "not-supported", "the input is XML",
     "send JSON, or NDJSON with a resource a line"},
    {FhirProblem::kNotJson, Level::kError, "structure", "the text is no JSON",
     "send one resource as JSON, or NDJSON with a resource a line"},
    {FhirProblem::kDuplicateKey, Level::kError, "structure",
     "an object names one of its members twice", "write each member once"},
    {FhirProblem::kTooDeep, Level::kError, "structure", "it is nested deeper than 64 levels",
     "send a resource of the specification's own depth"},
    {FhirProblem::kStringTooLong, Level::kError, "too-long", "a string is longer than 1 MiB",
     "leave attachments out"},
    {FhirProblem::kTooManyValues, Level::kError, "too-long", "it holds more than a million values",
     "send fewer resources at a time"},
    {FhirProblem::kTooLarge, Level::kError, "too-long", "it is larger than 16 MiB",
     "send fewer resources in a Bundle, or NDJSON with a resource a line"},
    {FhirProblem::kTooManyEntries, Level::kError, "too-long",
     "the Bundle has more than 10,000 entries", "send several Bundles"},
    {FhirProblem::kNoResource, Level::kError, "structure",
     "it is no FHIR resource: `resourceType` is missing", "send a Claim or a Bundle"},
    {FhirProblem::kNoClaim, Level::kWarning, "not-supported", "the resource holds no claim",
     "send a Claim, or a Bundle with Claims"},
    {FhirProblem::kFeedbackOnly, Level::kWarning, "not-supported",
     "the resource tells what a payer decided and is no claim", "send the Claim"},
    {FhirProblem::kBundleType, Level::kError, "not-supported",
     "the Bundle is of a type that claims are not sent in, so that it was not read",
     "send a collection, transaction, batch, searchset or message"},
    {FhirProblem::kBundleInBundle, Level::kError, "not-supported",
     "the Bundle stands in another one and was not read", "send it on its own"},
    {FhirProblem::kClaimType, Level::kError, "not-supported",
     "the claim is neither professional nor institutional, so that it was not read",
     "dental, vision and pharmacy claims are not scrubbed; `type` names the kind"},
    {FhirProblem::kClaimUse, Level::kError, "not-supported",
     "the claim asks for prior authorization or an estimate and is no bill, so that it was not "
     "read",
     "send it with `use` claim"},
    {FhirProblem::kClaimStatus, Level::kError, "not-supported",
     "the claim is neither active nor cancelled, so that it was not read",
     "send it with `status` active"},
    {FhirProblem::kStu3, Level::kError, "not-supported",
     "the claim is written in FHIR STU3, so that it was not read", "send FHIR R4"},
    {FhirProblem::kUseMissing, Level::kWarning, "required",
     "the claim has no `use`; it was read as a bill", "write `use` claim"},
    {FhirProblem::kReferenceUnresolved, Level::kWarning, "incomplete",
     "the reference leads to nothing in the input", "send the resource along, in the same Bundle"},
    {FhirProblem::kCodeSystemUnknown, Level::kWarning, "code-invalid",
     "the code's system is missing or unknown; it was read by its form",
     "name the system by its canonical URL"},
    {FhirProblem::kCodeSystemUnsupported, Level::kWarning, "code-invalid",
     "codes are of systems that nobody bills with, and were not read",
     "send CPT or HCPCS procedure codes and ICD-10-CM diagnoses"},
    {FhirProblem::kIcd9, Level::kWarning, "code-invalid", "diagnoses are ICD-9 codes",
     "send ICD-10-CM"},
    {FhirProblem::kTypeOfBillForm, Level::kWarning, "value",
     "the type of bill is written without its leading zero", "send four digits"},
    {FhirProblem::kAmountRounded, Level::kWarning, "value",
     "an amount has the noise of a binary fraction behind its cents; it was rounded",
     "write amounts with two decimals"},
    {FhirProblem::kSequence, Level::kWarning, "invariant",
     "sequence numbers are missing or not unique; the order of the list was used",
     "number the elements from 1"},
    {FhirProblem::kCareTeamRole, Level::kWarning, "code-invalid",
     "a member of the care team has no role that is known, and was left out",
     "name the role: rendering, referring, supervising, attending, operating or ordering"},
    {FhirProblem::kSeveralClaimTypes, Level::kWarning, "conflict",
     "the claim has more than one type; the first one known was used", "name one type"},
};

const ProblemText& TextOf(FhirProblem problem) { return kTexts[static_cast<size_t>(problem)]; }

constexpr bool InOrder() {
  size_t next = 0;
  for (const ProblemText& text : kTexts) {
    if (static_cast<size_t>(text.problem) != next++) return false;
  }
  return next == static_cast<size_t>(FhirProblem::kSeveralClaimTypes) + 1;
}
static_assert(InOrder());

}  // namespace

std::string FhirPlace::ToString() const {
  std::string text = "line " + std::to_string(line);
  if (entry >= 0) text.append(", Bundle.entry[").append(std::to_string(entry)).append("]");
  return text;
}

FhirIssue::Level FhirIssue::level() const { return TextOf(problem).level; }
std::string_view FhirIssue::type_code() const { return TextOf(problem).type_code; }
std::string_view FhirIssue::what() const { return TextOf(problem).what; }
std::string_view FhirIssue::remedy() const { return TextOf(problem).remedy; }

std::string FhirIssue::ToString() const {
  std::string text = level() == Level::kError ? "error: " : "warning: ";
  text.append(place.ToString());
  if (!expression.empty()) text.append(", ").append(expression);
  text.append(": ").append(what());
  if (!detail.empty()) text.append(" (").append(detail).append(")");
  if (!remedy().empty()) text.append("; ").append(remedy());
  return text;
}

}  // namespace scrubline
