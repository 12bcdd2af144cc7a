// How long a pair of codes takes in a mapped PTP table.
//
//   build/release/bin/ptp_table_bench TABLE.tbl
//
// Workloads, each on 1,000,000 claims of 4 codes (6 unordered pairs), best of 5 runs:
//   everyday -- codes drawn from the 400 most paired ones, squared towards the first
//   uniform  -- codes drawn from the whole table, the worst case for the caches
// Reported: nanoseconds of this thread's processor time a pair, with prefetch one claim ahead and
// without, and the share of hits.

#include <time.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <random>
#include <vector>

#include "rules_engine/tables/ptp_table.h"

namespace scrubline {
namespace {

constexpr size_t kClaims = 1'000'000;
constexpr size_t kLines = 4;
constexpr size_t kPairs = kLines * (kLines - 1) / 2;

struct Claim {
  std::array<PtpTable::CodeId, kLines> codes;
  Date date;
};

template <typename Visit>
void ForEachPair(const Claim& claim, Visit visit) {
  for (size_t i = 0; i < kLines; ++i) {
    for (size_t j = i + 1; j < kLines; ++j) visit(claim.codes[i], claim.codes[j]);
  }
}

std::vector<PtpTable::CodeId> MostPaired(const PtpTable& table, size_t n) {
  std::vector<uint32_t> pairs(table.code_count() + 1);
  for (uint32_t row = 0; row < table.row_count(); ++row) {
    ++pairs[table.FindCode(table.row(row).column1)];
    ++pairs[table.FindCode(table.row(row).column2)];
  }
  std::vector<PtpTable::CodeId> ids(table.code_count());
  for (size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<PtpTable::CodeId>(i + 1);
  std::sort(ids.begin(), ids.end(), [&pairs](auto a, auto b) {
    return pairs[a] > pairs[b] || (pairs[a] == pairs[b] && a < b);
  });
  ids.resize(std::min(n, ids.size()));
  return ids;
}

// `skew` squares the draw towards the front of `codes`.
std::vector<Claim> MakeClaims(const std::vector<PtpTable::CodeId>& codes, bool skew) {
  std::mt19937_64 random(20240701);
  const auto unit = [&random] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  const Date first = *Date::Parse("2024-01-01");
  std::vector<Claim> claims(kClaims);
  for (Claim& claim : claims) {
    for (PtpTable::CodeId& id : claim.codes) {
      const double u = unit();
      id = codes[static_cast<size_t>((skew ? u * u : u) * static_cast<double>(codes.size()))];
    }
    claim.date = first + static_cast<int32_t>(random() % 180);
  }
  return claims;
}

struct Measured {
  double ns_a_pair = 1e9;
  uint64_t hits = 0;
};

// Other work on the machine does not count.
double ThreadNanoseconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

Measured Run(const PtpTable& table, const std::vector<Claim>& claims, bool prefetch) {
  Measured best;
  for (int run = 0; run < 5; ++run) {
    uint64_t hits = 0;
    const double start = ThreadNanoseconds();
    for (size_t i = 0; i < claims.size(); ++i) {
      if (prefetch && i + 1 < claims.size()) {
        ForEachPair(claims[i + 1],
                    [&table](auto a, auto b) { table.Prefetch(PtpTable::PairKey(a, b)); });
      }
      ForEachPair(claims[i], [&](auto a, auto b) {
        PtpTable::Hit hit;
        hits += table.Find(a, b, claims[i].date, hit) ? 1 : 0;
      });
    }
    const double taken = ThreadNanoseconds() - start;
    best.ns_a_pair = std::min(best.ns_a_pair, taken / static_cast<double>(claims.size() * kPairs));
    best.hits = hits;
  }
  return best;
}

int Main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: ptp_table_bench TABLE.tbl\n");
    return 2;
  }
  const auto start = std::chrono::steady_clock::now();
  const absl::StatusOr<PtpTable> table = PtpTable::Map(argv[1]);
  const std::chrono::duration<double, std::milli> mapped = std::chrono::steady_clock::now() - start;
  if (!table.ok()) {
    std::fprintf(stderr, "%s\n", table.status().ToString().c_str());
    return 2;
  }
  std::printf("%s: %zu codes, %zu rows, mapped and checked in %.1f ms\n", argv[1],
              table->code_count(), table->row_count(), mapped.count());
  const auto all = MostPaired(*table, table->code_count());
  const auto everyday = MostPaired(*table, 400);
  const struct {
    const char* name;
    std::vector<Claim> claims;
  } workloads[] = {{"everyday", MakeClaims(everyday, true)}, {"uniform", MakeClaims(all, false)}};
  for (const auto& workload : workloads) {
    const Measured with = Run(*table, workload.claims, true);
    const Measured without = Run(*table, workload.claims, false);
    std::printf("%-8s  %5.2f ns a pair with prefetch, %5.2f without; %.2f %% hit\n", workload.name,
                with.ns_a_pair, without.ns_a_pair,
                100.0 * static_cast<double>(with.hits) / (kClaims * kPairs));
  }
  return 0;
}

}  // namespace
}  // namespace scrubline

int main(int argc, char** argv) { return scrubline::Main(argc, argv); }
