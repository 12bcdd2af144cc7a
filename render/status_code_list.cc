#include "render/status_code_list.h"

#include <algorithm>
#include <iterator>

namespace scrubline {
namespace {

// Both ends included.
struct Range {
  int first;
  int last;
};

// In force, October 2023.
constexpr Range kStatuses[] = {
    {0, 3},     {6, 6},     {12, 12},   {15, 21},   {23, 27},   {29, 35},   {37, 42},   {44, 47},
    {49, 57},   {59, 61},   {64, 66},   {72, 73},   {78, 78},   {81, 81},   {83, 86},   {88, 107},
    {109, 111}, {114, 114}, {116, 117}, {121, 121}, {123, 150}, {152, 168}, {170, 219}, {222, 247},
    {249, 252}, {254, 277}, {279, 279}, {281, 284}, {286, 288}, {290, 301}, {305, 308}, {310, 316},
    {318, 320}, {322, 327}, {329, 331}, {333, 337}, {339, 346}, {352, 354}, {360, 360}, {363, 366},
    {374, 375}, {380, 380}, {382, 391}, {394, 398}, {400, 403}, {406, 409}, {414, 414}, {417, 417},
    {419, 420}, {428, 428}, {430, 435}, {441, 443}, {449, 460}, {464, 481}, {483, 569}, {571, 640},
    {642, 796}, {798, 799}};

constexpr Range kNeedEntity[] = {
    {16, 19},   {23, 26},   {73, 73},   {85, 85},   {88, 94},   {96, 97},   {106, 106}, {109, 109},
    {114, 114}, {123, 150}, {153, 153}, {155, 155}, {157, 168}, {170, 170}, {173, 176}, {182, 183},
    {252, 252}, {387, 387}, {395, 395}, {403, 403}, {466, 467}, {470, 470}, {480, 480}, {487, 487},
    {491, 491}, {496, 496}, {499, 506}, {514, 514}, {516, 516}, {560, 563}, {663, 663}, {676, 677},
    {680, 680}, {689, 689}, {695, 695}, {741, 741}, {743, 743}, {754, 756}, {761, 762}, {775, 775}};

constexpr Range kNeedAnother[] = {{21, 21},   {59, 60},   {294, 294}, {402, 402}, {508, 508},
                                  {510, 512}, {693, 694}, {697, 697}, {700, 700}, {710, 710},
                                  {732, 732}, {745, 745}, {748, 748}};

constexpr std::string_view kEntities[] = {
    "03", "1P", "1Z", "40", "41", "71",  "72", "73",  "77", "82", "85", "87",  "DK", "DN",  "DQ",
    "FA", "GB", "HK", "IL", "LI", "MSC", "PR", "PRP", "QB", "QC", "QD", "SEP", "TL", "TTP", "TU"};

template <typename Ranges>
bool Contains(const Ranges& ranges, std::string_view status) {
  if (status.empty() || status.size() > 3 || (status.size() > 1 && status[0] == '0')) return false;
  int number = 0;
  for (const char c : status) {
    if (c < '0' || c > '9') return false;
    number = number * 10 + (c - '0');
  }
  return std::any_of(std::begin(ranges), std::end(ranges), [number](const Range& range) {
    return number >= range.first && number <= range.last;
  });
}

}  // namespace

bool IsStatusCategory(std::string_view category) {
  return category.size() == 2 && category[0] == 'A' && category[1] >= '0' && category[1] <= '8';
}
bool IsStatusCode(std::string_view status) { return Contains(kStatuses, status); }
bool StatusNeedsEntity(std::string_view status) { return Contains(kNeedEntity, status); }
bool StatusNeedsAnother(std::string_view status) { return Contains(kNeedAnother, status); }
bool IsStatusEntity(std::string_view entity) {
  return std::find(std::begin(kEntities), std::end(kEntities), entity) != std::end(kEntities);
}

}  // namespace scrubline
