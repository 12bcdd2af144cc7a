#include "rules_engine/tables/drug_dosage.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "re2/re2.h"
#include "rules_engine/tables/published_fields.h"

namespace scrubline {
namespace {

constexpr int64_t kMillion = 1'000'000;

// Singular, without dots; international and USP units are both UNITS: descriptions use them for one
// another, and neither converts to a mass.
struct UnitWord {
  std::string_view word;
  Code unit;
};
constexpr std::array kUnits = {
    UnitWord{"mg", Code::Of("MG")},
    UnitWord{"milligram", Code::Of("MG")},
    UnitWord{"mcg", Code::Of("MCG")},
    UnitWord{"microgram", Code::Of("MCG")},
    UnitWord{"g", Code::Of("G")},
    UnitWord{"gm", Code::Of("G")},
    UnitWord{"gram", Code::Of("G")},
    UnitWord{"ml", Code::Of("ML")},
    UnitWord{"cc", Code::Of("ML")},
    UnitWord{"milliliter", Code::Of("ML")},
    UnitWord{"l", Code::Of("L")},
    UnitWord{"liter", Code::Of("L")},
    UnitWord{"unit", Code::Of("UNITS")},
    UnitWord{"iu", Code::Of("UNITS")},
    UnitWord{"international unit", Code::Of("UNITS")},
    UnitWord{"usp unit", Code::Of("UNITS")},
    UnitWord{"kiu", Code::Of("KIU")},
    UnitWord{"meq", Code::Of("MEQ")},
    UnitWord{"mmol", Code::Of("MMOL")},
    UnitWord{"mci", Code::Of("MCI")},
    UnitWord{"millicurie", Code::Of("MCI")},
    UnitWord{"microcurie", Code::Of("UCI")},
    UnitWord{"square centimeter", Code::Of("SQCM")},
    UnitWord{"sq cm", Code::Of("SQCM")},
};
constexpr char kUnitPattern[] =
    "(milligrams?|mg|micrograms?|mcg|grams?|gms?|g|milliliters?|ml|cc|liters?|l|international "
    "units?|"
    "usp units?|units?|i\\.?u\\.?|kiu|meq|mmol|millicuries?|mci|microcuries?|square "
    "centimeters?|sq "
    "cm)\\b";

Code UnitOf(std::string word) {
  word.erase(std::remove(word.begin(), word.end(), '.'), word.end());
  if (word.size() > 2 && word.back() == 's') word.pop_back();
  for (const UnitWord& unit : kUnits) {
    if (unit.word == word) return unit.unit;
  }
  return Code();
}

bool IsDrug(std::string_view code) {
  constexpr std::array<std::string_view, 9> kPrefixes = {"J",   "Q",    "C9",  "A95", "A96",
                                                         "A97", "P904", "S00", "S01"};
  return std::any_of(kPrefixes.begin(), kPrefixes.end(), [code](std::string_view prefix) {
    return code.substr(0, prefix.size()) == prefix;
  });
}

// The text inside parentheses, or outside of them.
std::string Part(std::string_view text, bool inside) {
  std::string part;
  int depth = 0;
  for (const char c : text) {
    if (c == '(') ++depth;
    if (c != '(' && c != ')' && (depth > 0) == inside) part.push_back(c);
    if (c == ')') {
      depth = std::max(depth - 1, 0);
      part.push_back(' ');
    }
  }
  return part;
}

// The measures of a text: how many, and what the only one says. A strength (`10 mg/ml`) is counted
// but says nothing; the second part of a ratio or range (`2mg/3mg`, `150-199 mg`) is not counted.
struct Measures {
  int count = 0;
  std::optional<DrugDosage> only;
};

DrugDosage DosageOf(absl::string_view said_before, int64_t amount, Code unit) {
  const absl::string_view said = absl::StripTrailingAsciiWhitespace(said_before);
  if (absl::EndsWith(said, "than") || absl::EndsWith(said, "equal to") ||
      absl::EndsWith(said, " over")) {
    return {.kind = Code::Of("DOSE")};  // a range of doses: one unit whatever was given
  }
  return {amount, unit, absl::EndsWith(said, "up to") ? Code::Of("UP_TO") : Code::Of("PER")};
}

Measures FindMeasures(const std::string& text) {
  static const RE2 kMeasure(std::string(R"((\d[\d,]*(?:\.\d+)?|\.\d+)\s*(million )?)") +
                            kUnitPattern);
  Measures measures;
  re2::StringPiece rest(text);
  re2::StringPiece number, million, unit;
  while (RE2::FindAndConsume(&rest, kMeasure, &number, &million, &unit)) {
    const auto at = static_cast<size_t>(number.data() - text.data());
    const char before = at == 0 ? ' ' : text[at - 1];
    if (before == '/' || before == '-' || before == '.') continue;
    measures.only.reset();
    if (++measures.count > 1) break;
    if (!rest.empty() && rest[0] == '/') continue;
    std::optional<int64_t> amount = ParseAmount({number.data(), number.size()}, 3);
    if (!amount.has_value() || *amount == 0) continue;
    if (!million.empty()) *amount *= kMillion;
    measures.only = DosageOf({text.data(), at}, *amount, UnitOf({unit.data(), unit.size()}));
  }
  return measures;
}

// `per i.u.`, `per milligram`, `per factor viii i.u.`: one of the unit.
std::optional<DrugDosage> FindUnit(const std::string& text) {
  static const RE2 kPer(std::string(R"(\bper (?:factor viii )?)") + kUnitPattern);
  std::string unit;
  if (!RE2::PartialMatch(text, kPer, &unit)) return std::nullopt;
  return DrugDosage{1000, UnitOf(unit), Code::Of("PER")};
}

}  // namespace

std::optional<DrugDosage> ParseDrugDosage(std::string_view code, std::string_view description) {
  if (!IsDrug(code)) return std::nullopt;
  std::string text(description);
  absl::AsciiStrToLower(&text);
  static const RE2 kBillingUnit(R"(=\s*1 unit)");  // `500 ml = 1 unit`
  static const RE2 kContainer(R"(\bprovided in .*)");
  RE2::GlobalReplace(&text, kBillingUnit, "");
  RE2::GlobalReplace(&text, kContainer, "");

  const std::string outside = Part(text, false);
  for (const std::string& part : {outside, Part(text, true)}) {
    const Measures measures = FindMeasures(part);
    if (measures.count > 1) return std::nullopt;
    if (measures.only.has_value()) return measures.only;
    if (const auto unit = FindUnit(part)) return unit;
  }
  static const RE2 kDose(R"(\bper (?:[a-z]+ ){0,3}(?:dose|vial|treatment|infusion)\b)");
  if (RE2::PartialMatch(outside, kDose)) return DrugDosage{.kind = Code::Of("DOSE")};
  static const RE2 kNotClassified(
      R"(unclassified|not otherwise (?:classified|specified)|\bnos\b|\bnoc\b)");
  if (code.substr(0, 1) == "J" && RE2::PartialMatch(outside, kNotClassified)) {
    return DrugDosage{.kind = Code::Of("NOC")};
  }
  return std::nullopt;
}

}  // namespace scrubline
