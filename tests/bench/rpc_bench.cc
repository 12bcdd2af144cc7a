// tests/bench/rpc_bench.cc — what scrubbing costs over gRPC on this machine: a unary call beside an
// echo of the same messages, and the batched stream, server and client in one process over
// loopback.
//
//   rpc_bench [--rulesets DIR] [--tables DIR] [--calls N] [--claims N]
//
// The echo is a service with the same request and response messages that only copies a response
// made before; calls to the two alternate in blocks, so that whatever else the machine does meets
// both. The stream sends batches of 500 claims and parses every answer.
#include <grpcpp/grpcpp.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "scrubline/v1/scrub_service.grpc.pb.h"
#include "server/defaults.h"
#include "server/server.h"
#include "tests/bench/measure.h"

namespace scrubline {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kBatchClaims = 500;
constexpr int kBlockCalls = 200;

// Claims of one to seven lines, four on average, over codes that the sample tables cover. Of `busy`
// ones half the pairs of lines have an edit; a visit with its tests, one time in eight a busy
// claim, is what a practice sends.
enum class Mix { kBusy, kEveryday };
std::vector<v1::Claim> MakeClaims(int count, Mix mix) {
  constexpr const char* kCodes[] = {"99213", "99214", "93000", "36415", "80053", "85025",
                                    "71046", "97110", "45385", "45380", "20610", "82947"};
  constexpr const char* kTests[] = {"99213", "36415", "93000", "80053", "85025", "71046"};
  std::mt19937 random(20251);
  std::vector<v1::Claim> claims;
  for (int i = 0; i < count; ++i) {
    v1::Claim& claim = claims.emplace_back();
    claim.set_claim_id("BENCH-" + std::to_string(i));
    claim.set_type(v1::Claim::PROFESSIONAL);
    claim.mutable_payer()->set_id("PAYER");
    claim.mutable_payer()->set_line_of_business(v1::Payer::MEDICARE);
    claim.mutable_patient()->set_birth_date("1950-01-31");
    claim.mutable_patient()->set_sex(v1::Patient::FEMALE);
    claim.set_place_of_service("11");
    claim.set_clia_number("05D1234567");
    claim.add_diagnoses()->set_code("I10");
    claim.mutable_billing()->set_npi("1234567893");
    claim.mutable_billing()->set_tax_id("123456789");
    claim.mutable_rendering()->set_npi("1245319599");
    claim.mutable_rendering()->set_taxonomy_code("207Q00000X");
    const int lines = 1 + static_cast<int>(random() % 7);
    const bool busy = mix == Mix::kBusy || i % 8 == 0;
    for (int n = 1; n <= lines; ++n) {
      v1::ServiceLine& line = *claim.add_service_lines();
      line.set_line_number(n);
      // Each test once, on a day of its own where the claim has more lines than tests.
      line.set_procedure_code(busy ? kCodes[random() % std::size(kCodes)]
                                   : kTests[n % std::size(kTests)]);
      if (busy && random() % 4 == 0) line.add_modifiers("59");
      line.set_service_date("2024-07-1" + std::to_string(busy ? random() % 10 : n));
      line.set_units(1);
      line.set_charge_cents(10000);
      line.add_diagnosis_pointers(1);
    }
  }
  return claims;
}

class Echo final : public v1::ScrubService::CallbackService {
 public:
  explicit Echo(v1::ScrubClaimResponse response) : response_(std::move(response)) {}
  grpc::ServerUnaryReactor* ScrubClaim(grpc::CallbackServerContext* context,
                                       const v1::ScrubClaimRequest*,
                                       v1::ScrubClaimResponse* response) override {
    *response = response_;
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const v1::ScrubClaimResponse response_;
};

double CallMicroseconds(v1::ScrubService::Stub& stub, const v1::ScrubClaimRequest& request,
                        v1::ScrubClaimResponse& response) {
  grpc::ClientContext context;
  const Clock::time_point began = Clock::now();
  const grpc::Status status = stub.ScrubClaim(&context, request, &response);
  const std::chrono::duration<double, std::micro> took = Clock::now() - began;
  if (!status.ok()) throw std::runtime_error("a call failed: " + status.error_message());
  return took.count();
}

double Quantile(std::vector<double>& sorted, double q) {
  return sorted[static_cast<size_t>(q * static_cast<double>(sorted.size() - 1))];
}

void BenchUnary(v1::ScrubService::Stub& scrub, const v1::Claim& claim, int calls) {
  v1::ScrubClaimRequest request;
  *request.mutable_claim() = claim;
  v1::ScrubClaimResponse response;
  CallMicroseconds(scrub, request, response);

  Echo echo_service(response);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&echo_service);
  const std::unique_ptr<grpc::Server> echo_server = builder.BuildAndStart();
  const std::unique_ptr<v1::ScrubService::Stub> echo = v1::ScrubService::NewStub(
      grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials()));

  std::vector<double> scrub_times, echo_times;
  for (int done = -kBlockCalls; done < calls; done += kBlockCalls) {  // the first block warms up
    for (int i = 0; i < kBlockCalls; ++i) {
      const double took = CallMicroseconds(scrub, request, response);
      if (done >= 0) scrub_times.push_back(took);
    }
    for (int i = 0; i < kBlockCalls; ++i) {
      const double took = CallMicroseconds(*echo, request, response);
      if (done >= 0) echo_times.push_back(took);
    }
  }
  std::sort(scrub_times.begin(), scrub_times.end());
  std::sort(echo_times.begin(), echo_times.end());
  std::printf(
      "  %4d lines, %2d findings, %5zu + %5zu bytes: p50 %6.1f us, echo %6.1f us, ratio %.3f"
      " | p99 %6.1f us, echo %6.1f us\n",
      claim.service_lines_size(), response.result().findings_size(), request.ByteSizeLong(),
      response.ByteSizeLong(), Quantile(scrub_times, 0.5), Quantile(echo_times, 0.5),
      Quantile(scrub_times, 0.5) / Quantile(echo_times, 0.5), Quantile(scrub_times, 0.99),
      Quantile(echo_times, 0.99));
  echo_server->Shutdown();
}

void BenchStream(v1::ScrubService::Stub& stub, const std::vector<v1::Claim>& claims, int total) {
  std::vector<v1::ScrubClaimsRequest> requests;
  for (size_t i = 0; i + kBatchClaims <= claims.size(); i += kBatchClaims) {
    v1::ScrubClaimsRequest& request = requests.emplace_back();
    for (size_t k = i; k < i + kBatchClaims; ++k) {
      v1::ScrubClaimsRequest::Item& item = *request.add_items();
      item.set_sequence(static_cast<int64_t>(k));
      *item.mutable_claim() = claims[k];
    }
  }
  grpc::ClientContext context;
  const auto stream = stub.ScrubClaims(&context);
  const Clock::time_point began = Clock::now();
  std::thread writer([&] {
    for (int sent = 0; sent < total; sent += kBatchClaims) {
      if (!stream->Write(requests[static_cast<size_t>(sent / kBatchClaims) % requests.size()]))
        break;
    }
    stream->WritesDone();
  });
  int64_t answered = 0, findings = 0, refused = 0;
  // One arena for an answer, as a client that minds its speed would have.
  std::vector<char> block(8 << 20);
  google::protobuf::ArenaOptions options;
  options.initial_block = block.data();
  options.initial_block_size = block.size();
  google::protobuf::Arena arena(options);
  for (;;) {
    arena.Reset();
    auto* const response = google::protobuf::Arena::CreateMessage<v1::ScrubClaimsResponse>(&arena);
    if (!stream->Read(response)) break;
    for (const v1::ScrubClaimsResponse::Item& item : response->items()) {
      ++answered;
      findings += item.result().findings_size();
      refused += item.has_result() ? 0 : 1;
    }
  }
  writer.join();
  const std::chrono::duration<double> took = Clock::now() - began;
  const grpc::Status status = stream->Finish();
  if (!status.ok()) throw std::runtime_error("the stream failed: " + status.error_message());
  std::printf("  %lld claims in %.2f s: %.0f claims a second (%lld findings, %lld refused)\n",
              static_cast<long long>(answered), took.count(),
              static_cast<double>(answered) / took.count(), static_cast<long long>(findings),
              static_cast<long long>(refused));
}

int Main(int argc, char** argv) {
  ServerOptions options;
  options.listen = "127.0.0.1:0";
  options.rulesets = DefaultRulesets();
  options.tables = DefaultTables();
  int calls = 20'000;
  int claims = 2'000'000;
  CLI::App app("the cost of scrubbing over gRPC on this machine", "rpc_bench");
  app.add_option("--rulesets", options.rulesets);
  app.add_option("--tables", options.tables);
  app.add_option("--calls", calls, "unary calls of each kind")->check(CLI::Range(1000, 10'000'000));
  app.add_option("--claims", claims, "claims on the stream")
      ->check(CLI::Range(1000, 1'000'000'000));
  CLI11_PARSE(app, argc, argv);
  spdlog::set_level(spdlog::level::warn);
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(options);
  absl::Status status = server.status();
  if (status.ok()) status = (*server)->Load();
  if (!status.ok()) {
    std::cerr << status.message() << "\n";
    return 2;
  }
  const std::unique_ptr<v1::ScrubService::Stub> stub = v1::ScrubService::NewStub(
      grpc::CreateChannel((*server)->address(), grpc::InsecureChannelCredentials()));
  const std::vector<v1::Claim> made = MakeClaims(10 * kBatchClaims, Mix::kBusy);
  const std::vector<v1::Claim> everyday = MakeClaims(10 * kBatchClaims, Mix::kEveryday);
  std::printf("%s\nunary call beside an echo of the same messages\n", bench::Machine().c_str());
  for (const int lines : {1, 4, 7}) {
    const auto claim = std::find_if(made.begin(), made.end(), [lines](const v1::Claim& candidate) {
      return candidate.service_lines_size() == lines;
    });
    BenchUnary(*stub, *claim, calls);
  }
  std::printf("batched stream, %d claims a message\n", kBatchClaims);
  for (int round = 0; round < 3; ++round) BenchStream(*stub, everyday, claims);
  std::printf("the same, of claims with one and a half findings each\n");
  for (int round = 0; round < 3; ++round) BenchStream(*stub, made, claims);
  return 0;
}

}  // namespace
}  // namespace scrubline

int main(int argc, char** argv) {
  try {
    return scrubline::Main(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "rpc_bench: " << error.what() << "\n";
    return 2;
  }
}
