// The tables that users give their own, as their csv: what the claim generator's details meet.
#include "tests/oracle/small_world.h"

namespace scrubline::oracle {
namespace {

struct Text {
  std::string_view name, csv;
};
constexpr Text kTexts[] = {
    // Of codes, categories and what stands below them; a weaker note before a stronger one; one of
    // codes that it stands above.
    {"icd10cm_notes",
     R"(code,excludes1,excludes1_qualified,code_first,use_additional,from,through
E11,E10*,,,Z794,,
E10,E11* R7303,,,,,
M25,,M17*,,,,
M25562,M1712,,,,,
M54,S52501*,M25561-M25569,,,,
Z00,Z00* Z23,,,,,
I10,N18*,,,,,2024-07-15
D631,,,N18*,,,
F02,,,G309,,,
F0280,,,I10,,,
N184,,,,Z940 D631,,
E1165,,,,Z794 I10,2024-07-01,
)"},
    {"coverage_policies",
     R"(code,policy,kind,states,covered,secondary,secondary_all,denied,modifiers,from,through
83036,P1,PAYER,,E10* E11* R7303,,,,,,
83036,L1,LCD,NY CA,E11*,I10,,,,,
83036,L1,LCD,NY CA,R7303,,,,,,
76700,N1,NCD,,N18* D631,,,Z0000,,,
27447,A1,ARTICLE,,M1710-M1712,,,,RT LT,,
27447,A1,ARTICLE,,M17*,M25561 M25562,yes,,,,
20610,P2,PAYER,,M25* M17*,,,,,2024-07-01,2024-07-31
99213,P3,PAYER,,,,,Z0000 Z23,,,
99213,P4,PAYER,TX,E10-E11 I10 M25*,,,,,2024-06-01,
97110,L2,LCD,TX,M25* M545*,,,,,,
G0439,L3,LCD,,Z0000,,,,,,
45380,P5,PAYER,,R7303 I10,E11* I10,yes,,,,2024-08-31
)"},
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
    // Some begin or end among the days that claims are of; GD and CP ended long ago.
    {"hcpcs_modifiers",
     R"(code,from,through
XE,,
XP,,2024-08-15
XS,,
XU,2024-07-11,
RT,,
LT,,
E1,2024-07-01,
E3,,
F1,,
FA,,2024-08-20
T5,,
TC,,
GA,,
GD,2008-04-01,2019-12-31
CP,,2017-12-31
JG,2018-01-01,2024-06-30
GN,,
GO,,
GP,,
CO,2020-01-01,
CQ,2020-01-01,
GY,,
GZ,,
JW,,
FT,2022-01-01,
JZ,2023-01-01,
KX,,
AS,,2024-04-30
AS,2024-07-15,
)"},
    // As CMS publishes it: 2000000002 is not in it, 1003000126 is a group's.
    {"nppes",
     R"(NPI,Entity Type Code,Healthcare Provider Taxonomy Code_1,Healthcare Provider Taxonomy Code_2,NPI Deactivation Date,NPI Reactivation Date
1234567893,1,207R00000X,,,
1245319599,1,225100000X,2251X0800X,07/10/2024,08/01/2024
1003000126,2,363L00000X,,,
)"},
    {"nucc_taxonomy",
     R"(code,from,through
207R00000X,,
225100000X,,2024-08-31
363L00000X,,
)"},
    {"enrolments",
     R"(npi,payer,status,from,through
1234567893,PAYER1,participating,2024-01-01,2024-07-15
1234567893,PAYER1,participating,2024-08-15,
1245319599,PAYER2,participating,2024-06-01,
2000000002,PAYER2,participating,,2024-07-10
)"},
    {"oig_exclusions",
     R"(npi,from,through
2000000002,2024-07-20,2024-09-10
1234567893,2024-08-20,
)"},
    // Only the global periods of it.
    {"mpfs",
     R"(code,component,global_days,from,through
20610,,000,,
20600,,000,,
17110,,010,,2024-07-15
17110,,000,2024-07-16,
17000,,010,,
11042,,000,,
27447,,090,,
29881,,090,,
29881,53,000,,
22612,,090,,
45385,,000,,
45380,,000,,
45380,53,XXX,,
36556,,000,,
64483,,000,,
59400,,MMM,,
99213,,XXX,,
99232,,XXX,,
99291,,XXX,,
99211,,XXX,,
97110,,XXX,,
71046,,XXX,,
64484,,ZZZ,,
82947,,XXX,,2024-07-31
97597,,000,2024-06-01,
76700,,XXX,,
76700,26,XXX,,
)"},
    {"drug_dosages",
     R"(code,amount,unit,kind,from,through
J1885,15,MG,PER,,
J3301,10,MG,PER,,2024-07-15
J3301,5,MG,PER,2024-07-16,
J0696,250,MG,PER,,
J3420,1000,MCG,UP_TO,,
J9035,10,MG,PER,,
J7192,1,UNITS,PER,,
J7323,,,DOSE,,
J3490,,,NOC,,
Q9967,1,ML,PER,,
)"},
    {"asp_ndc",
     R"(ndc,procedure_code,from,through
00002821509,J1885,,
00002821502,J3301,,
00002821502,J0696,2024-07-10,
00002821503,J9035,,2024-06-30
)"},
};

}  // namespace

std::map<std::string, OwnTable, std::less<>> SmallOwnTables() {
  std::map<std::string, OwnTable, std::less<>> tables;
  for (const Text& text : kTexts) tables[std::string(text.name)] = ParseOwnTable(text.csv);
  tables["nppes"].answers.last = *Date::FromCivil(2024, 8, 1);  // the day in the name of its file
  return tables;
}

}  // namespace scrubline::oracle
