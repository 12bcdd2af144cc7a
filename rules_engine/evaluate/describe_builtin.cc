#include "rules_engine/evaluate/describe_builtin.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "rules_engine/compile/program.h"
#include "rules_engine/evaluate/builtin_add_on.h"
#include "rules_engine/evaluate/builtin_mue.h"
#include "rules_engine/evaluate/builtin_npi.h"
#include "rules_engine/evaluate/builtin_ptp.h"

namespace scrubline {
namespace {

const BuiltinParameters& ParametersOf(const Description& d, BuiltinId builtin) {
  return d.snapshot.program().parameters[static_cast<size_t>(builtin)];
}

bool IsNumber(Code code) {
  for (int i = 0; i < code.length(); ++i) {
    if (code[i] < '0' || code[i] > '9') return false;
  }
  return code.length() == 5;
}

// Clinical laboratory: CPT 80047-89398 and the laboratory's own letter-ended codes.
bool IsLaboratory(Code code) {
  if (code.length() != 5) return false;
  if (IsNumber(code)) return code >= Code::Of("80047") && code <= Code::Of("89398");
  return code[4] == 'U' || code[4] == 'M';
}

bool HasAnatomicModifier(const ServiceLine& line) {
  for (size_t i = 0; i < line.modifier_count; ++i) {
    const Code m = line.modifiers[i];
    for (std::string_view side : {"LT", "RT"}) {
      if (m == *Code::Parse(side)) return true;
    }
    if (m.length() == 2 && (m[0] == 'F' || m[0] == 'T' || m[0] == 'E') && m != Code::Of("TC"))
      return true;
  }
  return false;
}

// Whether the line is a procedure with a 90-day global period: by the fee schedule of its day, or,
// where none answers, by the rule's list.
bool IsMajorProcedure(const Description& d, const ServiceLine& line,
                      const BuiltinParameters& parameters) {
  const ReferenceTable* fees = d.snapshot.program().Reference(ReferenceId::kPhysicianFeeSchedule);
  if (fees != nullptr && line.service_date.has_value()) {
    const ReferenceTable::Answer answer =
        fees->LookUp(TableKey::Of(line.procedure_code), line.service_date);
    if (answer.listing == Listing::kListed) {
      return fees->CodeAt(answer.row, mpfs::kGlobalDays) == Code::Of("090");
    }
  }
  return parameters.codes(ptp::kMajorProcedures).Contains(line.procedure_code);
}

// Ordered suggestions for a pair that a modifier may separate (domain 1.6).
void SuggestPtpFixes(Description& d, LineRef column1, LineRef column2, int32_t flags) {
  const BuiltinParameters& parameters = ParametersOf(d, BuiltinId::kPtp);
  const CodeSet& visits = parameters.codes(ptp::kEvaluationAndManagement);
  const ServiceLine& c1 = d.Line(column1);
  const ServiceLine& c2 = d.Line(column2);
  const bool hospital = (flags & ptp_payload::kHospitalClaim) != 0;
  const bool visit1 = visits.Contains(c1.procedure_code);
  const bool visit2 = visits.Contains(c2.procedure_code);
  const auto add = [&](std::string_view modifier, LineRef ref, std::string_view if_documented) {
    const int32_t number = d.Number(ref);
    const std::string where =
        IsHistory(ref) ? "the earlier claim's line" : absl::StrCat("line ", number);
    d.AddFix(FixKind::kAddModifier, number, std::string(modifier),
             absl::StrCat("add modifier ", std::string(modifier), " to ", where,
                          " if the record shows ", std::string(if_documented)),
             true);
  };
  if (visit1 && visit2) {
    if (hospital) {
      add("27", column2, "a separate hospital outpatient encounter on the same day");
    } else {
      add("25", column2, "a significant, separately identifiable visit");
    }
  } else if (visit1 || visit2) {
    const LineRef visit = visit1 ? column1 : column2;
    const bool major = IsMajorProcedure(d, visit1 ? c2 : c1, parameters);
    if (major) add("57", visit, "that this visit is where the surgery was decided on");
    add("25", visit, "a significant, separately identifiable visit");
    if (!major)
      add("57", visit, "that a surgery with a 90-day global period was decided on at this visit");
  } else {
    if (IsLaboratory(c1.procedure_code) && IsLaboratory(c2.procedure_code)) {
      add("91", column2, "a medically necessary repeat of the test, not one to confirm a result");
    }
    if (HasAnatomicModifier(c1) != HasAnatomicModifier(c2)) {
      const LineRef without = HasAnatomicModifier(c1) ? column2 : column1;
      const std::string text =
          absl::StrCat("add the anatomic modifier of the other site to line ", d.Number(without),
                       " if the record shows a different side, finger, toe, eyelid or vessel");
      d.AddFix(FixKind::kAddModifier, d.Number(without), "", text, true);
    }
    if (parameters.choice(ptp::kAcceptsXModifiers) != 0) {
      if ((flags & ptp_payload::kCrossPractitioner) != 0)
        add("XP", column2, "a different practitioner's service");
      add("XS", column2, "a separate organ, structure or lesion");
      add("XE", column2, "a separate encounter");
      add("XU", column2, "an unusual service that does not overlap the usual parts of the other");
    }
    add("59", column2, "a distinct service that no more specific modifier describes");
  }
}

}  // namespace

std::string Description::FieldOfLine(LineRef ref, std::string_view field) const {
  if (IsHistory(ref)) return absl::StrCat("history[", ~ref, "].line.", std::string(field));
  return absl::StrCat("service_lines[", ref, "].", std::string(field));
}

void DescribePtp(Description& d, BuiltinId builtin) {
  const auto& payload = d.finding.payload;
  const auto slot = static_cast<TableSlot>(payload[ptp_payload::kSlot]);
  const PtpTable& table = *d.snapshot.program().ptp[static_cast<size_t>(PtpIndex(slot))];
  const PtpTable::Row row = table.row(static_cast<uint32_t>(payload[ptp_payload::kRow]));
  const LineRef column1 = payload[ptp_payload::kColumn1];
  const LineRef column2 = payload[ptp_payload::kColumn2];
  const int32_t flags = payload[ptp_payload::kFlags];

  d.Evidence("column1", row.column1.ToString());
  d.Evidence("column2", row.column2.ToString());
  d.Evidence("modifier_indicator", std::to_string(row.indicator));
  d.Evidence("date", Date::FromDays(payload[ptp_payload::kDate]).ToString());
  d.Evidence("effective", row.effective.ToString());
  d.Evidence("deletion", row.deletion == Date::Max() ? "" : row.deletion.ToString());
  d.Evidence("rationale", std::string(row.rationale));
  d.Evidence("table", std::string(TableName(slot)));
  d.Evidence("release", table.info().release);
  if ((flags & ptp_payload::kCrossPractitioner) != 0) d.Evidence("cross_practitioner", "true");
  if ((flags & ptp_payload::kFallback) != 0)
    d.Evidence("fallback", "Medicare tables: Medicaid's own are not loaded");
  if (builtin == BuiltinId::kPtp) {
    std::string others;
    for (const Finding& other : d.findings.items) {
      if (other.rule != d.finding.rule || &other == &d.finding ||
          other.payload[ptp_payload::kColumn2] != column2)
        continue;
      const ServiceLine& line = d.Line(other.payload[ptp_payload::kColumn1]);
      absl::StrAppend(&others, others.empty() ? "" : ", ", line.procedure_code.ToString());
    }
    if (!others.empty()) d.Evidence("also_bundled_into", others);
  }
  const auto line_words = [&d](LineRef ref) {
    return IsHistory(ref) ? std::string("an earlier claim") : absl::StrCat("line ", d.Number(ref));
  };
  d.Slot("column1_line", line_words(column1));
  d.Slot("column2_line", line_words(column2));
  d.Slot("related_claim_id", std::string(d.text.related_claim_id));

  switch (builtin) {
    case BuiltinId::kPtp:
      d.text.field = d.FieldOfLine(column2, "procedure_code");
      if (d.finding.outcome == Outcome::kBypassed) break;
      if (row.indicator != 0) SuggestPtpFixes(d, column1, column2, flags);
      d.AddFix(FixKind::kRemoveLine, d.Number(column2), "",
               absl::StrCat("remove line ", d.Number(column2),
                            row.indicator == 0 ? ": no modifier separates this pair" : ""),
               false);
      break;
    case BuiltinId::kPtpHistory:
      d.text.field = d.FieldOfLine(column1, "procedure_code");
      if (d.finding.outcome == Outcome::kBypassed) break;
      d.AddFix(FixKind::kReview, d.Number(column1), "",
               row.indicator == 0 ? "expect the payment to be reduced by the service already "
                                    "billed: no modifier separates this pair"
                                  : "reopen or replace the earlier claim to add the modifier there "
                                    "if the record supports it",
               row.indicator != 0);
      break;
    case BuiltinId::kPtpQ3:
      d.text.field = d.FieldOfLine(column1, "modifiers");
      d.AddFix(FixKind::kReview, d.Number(column2), "",
               absl::StrCat("move the modifier to line ", d.Number(column2),
                            " if the record supports it"),
               true);
      break;
    default:
      d.text.field = d.FieldOfLine(column2, "modifiers");
      d.AddFix(FixKind::kReview, d.Number(column2), "",
               "check that the record supports the modifier, and use the one that describes it",
               true);
      break;
  }
}

void DescribeMue(Description& d, BuiltinId /*builtin*/) {
  const auto& payload = d.finding.payload;
  const auto slot = static_cast<TableSlot>(payload[mue_payload::kSlot]);
  const MueTable& table = *d.snapshot.program().mue[static_cast<size_t>(MueIndex(slot))];
  const int mai = payload[mue_payload::kMaiAndFlags] & 0xFF;
  const int32_t limit = payload[mue_payload::kLimit];
  const int32_t units = payload[mue_payload::kUnits];
  const Date day = Date::FromDays(payload[mue_payload::kDate]);
  const Date last_day = Date::FromDays(payload[mue_payload::kLastDate]);
  const auto lines = d.findings.Lines(d.finding.lines);
  const ServiceLine& first = d.Line(lines.front());
  const int release = table.FindRelease(day);
  constexpr std::string_view kMaiWords[] = {"", "per line", "per day, by policy",
                                            "per day, by clinical data"};
  std::string dates = day.ToString();
  if (last_day != day) absl::StrAppend(&dates, " to ", last_day.ToString());

  d.Evidence("procedure_code", first.procedure_code.ToString());
  d.Evidence("units", std::to_string(units));
  d.Evidence("mue", std::to_string(limit));
  d.Evidence("mai", std::to_string(mai));
  d.Evidence("date", dates);
  d.Evidence("rationale",
             std::string(table.rationale(table.FindCode(first.procedure_code), release)));
  d.Evidence("table", std::string(TableName(slot)));
  d.Evidence("release", std::string(table.release_name(release)));
  if ((payload[mue_payload::kMaiAndFlags] & mue_payload::kFallback) != 0) {
    d.Evidence("fallback", "Medicare tables: Medicaid's own are not loaded");
  }
  d.Slot("mai_text", std::string(kMaiWords[mai]));
  std::string numbers;
  for (LineRef ref : lines) absl::StrAppend(&numbers, numbers.empty() ? "" : ", ", d.Number(ref));
  d.Slot("lines", numbers);
  d.text.field = d.FieldOfLine(lines.front(), "units");

  const int32_t number = d.Number(lines.front());
  if (limit == 0) {
    d.AddFix(FixKind::kReview, number, "",
             "bill the payer that pays this code in this setting (a DME contractor, the facility) "
             "or use another code",
             false);
    return;
  }
  if (units >= 10 * int64_t{limit} || units > 3 * int64_t{limit} || units == first.minutes) {
    d.AddFix(FixKind::kReview, number, "",
             "check the units against the record: they look like minutes, a dose or a typing slip",
             false);
  }
  if (mai == 1) {
    d.AddFix(FixKind::kReview, number, "",
             absl::StrCat("if the units are documented, split them over lines of at most ", limit,
                          " each with modifier 76, 77, 91, 59 or an anatomic one"),
             true);
    return;
  }
  bool left = false;
  bool right = false;
  for (LineRef ref : lines) {
    left |= d.Line(ref).HasModifier(Code::Of("LT"));
    right |= d.Line(ref).HasModifier(Code::Of("RT"));
  }
  // In an ambulatory surgical center both sides stay on two lines.
  const Code place = ReadCode(FieldId::kLinePlaceOfService, d.claim, &first);
  if ((left && right) && place != Code::Of("24")) {
    d.AddFix(
        FixKind::kReview, number, "50",
        absl::StrCat(
            "bill one line of ", first.procedure_code.ToString(),
            " with modifier 50 and 1 unit; no 50, LT or RT where the code is bilateral by itself"),
        true);
  }
  if (mai == 2) {
    d.AddFix(FixKind::kSetUnits, number, std::to_string(limit),
             absl::StrCat("reduce to ", limit,
                          ": this limit is policy, and no modifier or appeal lifts it"),
             false);
  } else {
    d.AddFix(FixKind::kSetUnits, number, std::to_string(limit),
             absl::StrCat("reduce to ", limit, " if that is what the record shows"), false);
    d.AddFix(FixKind::kReview, number, "",
             "if all units are documented, expect a denial and appeal with the record; do not "
             "split the units to evade the edit",
             true);
  }
}

void DescribeAddOn(Description& d, BuiltinId builtin) {
  const auto& payload = d.finding.payload;
  const LineRef ref = d.findings.Lines(d.finding.lines).front();
  const ServiceLine& line = d.Line(ref);
  const Date date = Date::FromDays(payload[add_on_payload::kDate]);
  const AddOnTable& table = *d.snapshot.program().add_on;
  std::string primaries;
  std::string first_primary;
  int count = 0;
  Code last;
  for (const AddOnTable::Row& row : table.Rows(table.FindCode(line.procedure_code))) {
    if (!row.InForce(date) || row.primary == AddOnTable::kContractorDefined || row.primary == last)
      continue;
    last = row.primary;
    if (++count > 5) continue;
    if (first_primary.empty()) first_primary = row.primary.ToString();
    absl::StrAppend(&primaries, primaries.empty() ? "" : ", ", row.primary.ToString());
  }
  if (count > 5) absl::StrAppend(&primaries, " and ", count - 5, " more");
  if (primaries.empty()) primaries = "a procedure the payer accepts";

  d.Evidence("procedure_code", line.procedure_code.ToString());
  d.Evidence("type", std::to_string(payload[add_on_payload::kType]));
  d.Evidence("primaries", primaries);
  d.Evidence("date", date.ToString());
  d.Evidence("table", std::string(TableName(TableSlot::kAddOn)));
  d.Evidence("release", table.info().release);
  if (d.claim.payer.line_of_business == LineOfBusiness::kMedicaid) {
    d.Evidence("fallback", "Medicare's table: Medicaid's own is not read");
  }
  d.Slot("line", std::to_string(line.line_number));
  d.text.field =
      d.FieldOfLine(ref, builtin == BuiltinId::kAddOnLaterality ? "modifiers" : "procedure_code");

  const int32_t number = line.line_number;
  switch (builtin) {
    case BuiltinId::kAddOnLaterality:
      d.AddFix(FixKind::kReview, number, "",
               "make LT or RT the same on the add-on and its primary, as the record shows", true);
      break;
    case BuiltinId::kAddOnPrimaryAtRisk:
      d.AddFix(FixKind::kReview, number, "",
               "mend the primary's own finding first: the add-on is paid only if the primary is",
               false);
      break;
    case BuiltinId::kAddOnPriorDay:
      d.AddFix(
          FixKind::kReview, number, "",
          "keep it only if the record shows that the service went on without a break past midnight",
          true);
      break;
    default:
      d.AddFix(FixKind::kAddLine, 0, first_primary,
               absl::StrCat("add the primary procedure (", primaries,
                            ") if it was performed and not billed"),
               true);
      d.AddFix(FixKind::kReview, number, "",
               "check the date and the rendering provider: both must be the primary's; bill the "
               "two on one claim",
               false);
      d.AddFix(FixKind::kRemoveLine, number, "",
               absl::StrCat("remove line ", number, " or use the stand-alone code"), false);
      break;
  }
}

void ProviderPlaces::Add(std::string_view role, const std::string& prefix, int32_t line) {
  const std::string path = absl::StrCat(prefix, std::string(role), ".", std::string(field_));
  if (paths_.empty()) first_ = path;
  absl::StrAppend(&paths_, paths_.empty() ? "" : ", ", path);
  auto of_role = std::find_if(roles_.begin(), roles_.end(),
                              [role](const Role& known) { return known.name == role; });
  if (of_role == roles_.end()) of_role = roles_.insert(roles_.end(), Role{.name = role});
  if (prefix.empty()) {
    of_role->of_claim = true;
  } else {
    of_role->lines.push_back(line);
  }
}

void ProviderPlaces::Write(Description& d) const {
  if (!first_.empty()) d.text.field = first_;
  d.Evidence("places", paths_);
  std::string words;
  for (const Role& role : roles_) {
    std::string name(role.name);
    std::replace(name.begin(), name.end(), '_', ' ');
    absl::StrAppend(&words, words.empty() ? "" : "; ", name);
    if (role.lines.empty()) continue;
    absl::StrAppend(&words, role.of_claim ? " and on line" : " on line",
                    role.lines.size() > 1 ? "s " : " ", absl::StrJoin(role.lines, ", "));
  }
  d.Slot("roles", words);
}

void DescribeNpi(Description& d, BuiltinId builtin) {
  const auto& payload = d.finding.payload;
  std::string npi;
  ProviderPlaces places("npi");
  if (builtin == BuiltinId::kNpiMissing) {
    const std::string_view role = kClaimProviders[payload[npi_payload::kRole]].name;
    const auto lines = d.findings.Lines(d.finding.lines);
    if (lines.empty()) places.Add(role);
    for (LineRef ref : lines) places.AddLine(d, ref, role);
  } else {
    npi = std::string(
        d.claim.provider(static_cast<ProviderIndex>(payload[npi_payload::kProvider]))->npi);
    const auto is_it = [&](ProviderIndex index) {
      return index != kNoProvider && d.claim.provider(index)->npi == npi;
    };
    for (const ClaimProvider& place : kClaimProviders) {
      if (is_it(d.claim.*place.provider)) places.Add(place.name);
    }
    for (size_t i = 0; i < d.claim.service_lines.size(); ++i) {
      for (const LineProvider& place : kLineProviders) {
        if (is_it(d.claim.service_lines[i].*place.provider))
          places.AddLine(d, static_cast<LineRef>(i), place.name);
      }
    }
  }
  if (!npi.empty()) d.Evidence("npi", npi);
  places.Write(d);
  d.AddFix(FixKind::kSetField, 0, "",
           builtin == BuiltinId::kNpiMissing
               ? absl::StrCat("fill in ", places.paths())
               : "correct the NPI: look it up in the national registry",
           false);
}

}  // namespace scrubline
