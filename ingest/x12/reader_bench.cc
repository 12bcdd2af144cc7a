// How fast 837 bytes become claims.
//
//   reader_bench [FILE [MEGABYTES [keep_source] [check_guide]]]     (default: the shipped sample,
//   256 MB)
//
// The file's transactions are repeated until they make up so many megabytes and fed in pieces of
// 64 KiB; the best of five runs is printed, in processor time, which other work on the machine
// disturbs less. The claims are counted and dropped.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <string_view>

#include "ingest/x12/reader.h"

namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Counts and drops.
struct Total final : public scrubline::X12Sink {
  void OnClaim(scrubline::Claim& claim, scrubline::X12ClaimSource&) override {
    charge += static_cast<uint64_t>(claim.total_charge_cents);
  }
  uint64_t charge = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const std::string path = argc > 1 ? argv[1] : "sample_data/claims/sample_837p.txt";
  const size_t megabytes = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 256;
  scrubline::X12Options options;
  for (int i = 3; i < argc; ++i) {
    if (std::string_view(argv[i]) == "keep_source") options.keep_source = true;
    if (std::string_view(argv[i]) == "check_guide") options.check_guide = true;
  }
  const std::string unit = ReadFile(path);
  if (unit.empty()) {
    std::fprintf(stderr, "reader_bench: `%s` cannot be read or is empty\n", path.c_str());
    return 2;
  }
  // Whole interchanges are repeated, long enough together that the feeding shows as in a long file.
  std::string block;
  while (block.size() < (size_t{8} << 20)) block.append(unit);
  const size_t repeats = std::max<size_t>(1, (megabytes << 20) / block.size());

  double best = std::numeric_limits<double>::max();
  scrubline::X12Reader::Totals totals;
  for (int run = 0; run < 5; ++run) {
    Total total;
    scrubline::X12Reader reader(options, total);
    const std::clock_t start = std::clock();
    for (size_t i = 0; i < repeats; ++i) {
      constexpr size_t kPiece = 64 * 1024;
      for (size_t at = 0; at < block.size(); at += kPiece) {
        reader.Feed(std::string_view(block).substr(at, kPiece));
      }
    }
    const absl::Status status = reader.Finish();
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    if (!status.ok()) {
      std::fprintf(stderr, "reader_bench: %s\n", status.ToString().c_str());
      return 2;
    }
    best = std::min(best, seconds);
    totals = reader.totals();
  }
  const double bytes = static_cast<double>(block.size() * repeats);
  std::printf("%.0f MB/s  %.0f claims/s  %.0f lines/s  (%.0f MB, %llu claims, %llu lines)\n",
              bytes / best / 1e6, static_cast<double>(totals.claims) / best,
              static_cast<double>(totals.service_lines) / best, bytes / 1e6,
              static_cast<unsigned long long>(totals.claims),
              static_cast<unsigned long long>(totals.service_lines));
  return 0;
}
