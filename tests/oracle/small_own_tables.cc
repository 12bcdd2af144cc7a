// The tables that users give their own, as their csv: what the claim generator's details meet.
#include "tests/oracle/small_world.h"

namespace scrubline::oracle {
namespace {

struct Text {
  std::string_view name, csv;
};
constexpr Text kTexts[] = {
    // One payer has fees of its own; a component and a facility have others; a price goes up.
    {"fee_schedule",
     R"(code,component,payer,allowed,facility_allowed,from,through
99213,,,62.00,45.00,,
99213,,PAYER1,80.00,,,
20610,,,70.00,,,2024-07-31
20610,,,75.50,40.00,2024-08-01,
97110,,,30.01,,,
71046,,,25.00,,,
71046,26,,9.00,,,
71046,TC,PAYER1,16.00,,,
J7192,,,0.00,,,
45380,,PAYER2,300.00,250.00,2024-01-01,
)"},
};

}  // namespace

std::map<std::string, OwnTable, std::less<>> SmallOwnTables() {
  std::map<std::string, OwnTable, std::less<>> tables;
  for (const Text& text : kTexts) tables[std::string(text.name)] = ParseOwnTable(text.csv);
  return tables;
}

}  // namespace scrubline::oracle
