// scrubd: the claim scrubber as a gRPC server.
#include <signal.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "server/defaults.h"
#include "server/server.h"

namespace scrubline {
namespace {

constexpr int kBadUsage = 2;

void AddOptions(CLI::App& app, ServerOptions& options, int& stall_seconds, int& drain_seconds) {
  app.add_option("--listen", options.listen, "address and port; port 0 takes a free one")
      ->capture_default_str();
  app.add_option("--rulesets", options.rulesets, "folder of rulesets")->capture_default_str();
  app.add_option("--tables", options.tables, "folder of packed tables (`scrub tables import`)")
      ->capture_default_str();
  ServiceLimits& limits = options.limits;
  app.add_option("--max-batch-claims", limits.max_batch_claims, "claims in one ScrubClaims message")
      ->capture_default_str()
      ->check(CLI::Range(1, 100'000));
  app.add_option("--max-request-bytes", limits.max_request_bytes, "size of a request message")
      ->capture_default_str()
      ->check(CLI::Range(1024, 256 * 1024 * 1024));
  app.add_option("--max-response-bytes", limits.max_response_bytes,
                 "size of a response message; clients take 4 MiB unless told otherwise")
      ->capture_default_str()
      ->check(CLI::Range(1024, 256 * 1024 * 1024));
  app.add_option("--max-calls", limits.max_calls, "ScrubClaim calls at once")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  app.add_option("--max-streams", limits.max_streams, "ScrubClaims streams at once")
      ->capture_default_str()
      ->check(CLI::Range(1, 100'000));
  app.add_option("--max-files", limits.max_files, "ScrubFile calls at once")
      ->capture_default_str()
      ->check(CLI::Range(1, 10'000));
  app.add_option("--max-file-bytes", limits.file.max_file_bytes, "bytes of one file")
      ->capture_default_str()
      ->check(CLI::Range(uint64_t{1024}, uint64_t{1} << 50));
  app.add_option("--max-memory", options.max_memory_mb, "MiB for messages in transit")
      ->capture_default_str()
      ->check(CLI::Range(16, 1'000'000));
  app.add_option("--stall-timeout", stall_seconds,
                 "seconds after which a stream that stands still is cancelled")
      ->capture_default_str()
      ->check(CLI::Range(1, 86'400));
  app.add_option("--drain", drain_seconds, "seconds that open calls get when the server stops")
      ->capture_default_str()
      ->check(CLI::Range(0, 3'600));
  app.footer(
      "Signals: HUP reloads rules and tables, as does any change in their folders; TERM and INT "
      "drain and stop.\nHealth: SERVING once rules are loaded; `scrubline.reload` is NOT_SERVING "
      "after a reload that failed\n(the old rules are then still served).\nExit codes: 0 stopped "
      "by a signal, 2 bad usage, or rules that cannot be loaded.");
}

// Waits for signals until one of them stops the server. Blocked in every thread before any was
// started, they reach nobody but this loop.
void ServeUntilStopped(Server& server, const sigset_t& signals) {
  while (true) {
    int signal = 0;
    if (sigwait(&signals, &signal) != 0) continue;
    if (signal != SIGHUP) {
      spdlog::info("draining");
      return;
    }
    spdlog::info("reloading on request");
    server.RequestReload();
  }
}

int Main(int argc, char** argv) {
  CLI::App app(
      "scrubd: finds what is wrong with claims before a payer does, over gRPC\n"
      "(scrubline.v1.ScrubService, health, reflection)",
      "scrubd");
  app.set_version_flag("--version", SCRUBLINE_VERSION);
  ServerOptions options;
  options.rulesets = DefaultRulesets();
  options.tables = DefaultTables();
  int stall_seconds = static_cast<int>(absl::ToInt64Seconds(options.limits.stall_timeout));
  int drain_seconds = static_cast<int>(absl::ToInt64Seconds(options.drain));
  AddOptions(app, options, stall_seconds, drain_seconds);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kBadUsage;
  }
  options.limits.stall_timeout = absl::Seconds(stall_seconds);
  options.drain = absl::Seconds(drain_seconds);

  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGHUP, SIGINT, SIGTERM}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);

  absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(options);
  if (!server.ok()) {
    std::cerr << "scrubd: " << server.status().message() << "\n";
    return kBadUsage;
  }
  if (const absl::Status loaded = (*server)->Load(); !loaded.ok()) {
    std::cerr << "scrubd: " << loaded.message() << "\n";
    return kBadUsage;
  }
  // The one line on standard output: whoever starts a server can wait for it.
  std::cout << "scrubd listening on " << (*server)->address() << std::endl;
  ServeUntilStopped(**server, signals);
  (*server)->Shutdown();
  spdlog::info("stopped");
  return 0;
}

}  // namespace
}  // namespace scrubline

int main(int argc, char** argv) {
  spdlog::set_default_logger(spdlog::stderr_color_mt("scrubd"));
  try {
    return scrubline::Main(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "scrubd: " << error.what() << "\n";
    return scrubline::kBadUsage;
  }
}
