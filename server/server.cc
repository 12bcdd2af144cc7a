#include "server/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/server_builder.h>
#include <spdlog/spdlog.h>

#include <mutex>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/examples.h"
#include "rules_engine/load.h"

namespace scrubline {
namespace {

constexpr char kServiceName[] = "scrubline.v1.ScrubService";
constexpr char kReloadName[] = "scrubline.reload";

std::vector<std::string> WatchedFolders(const ServerOptions& options) {
  std::vector<std::string> folders = {options.rulesets};
  if (!options.tables.empty()) folders.push_back(options.tables);
  return folders;
}

void EnablePlugins() {
  static std::once_flag once;
  std::call_once(once, [] {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  });
}

absl::Status PassExamples(const Snapshot& snapshot) {
  const ExampleReport report = RunExamples(snapshot);
  if (report.failures.empty()) return absl::OkStatus();
  std::string text = absl::StrCat(report.failures.size(), " examples of the rules fail");
  for (const ExampleFailure& failure : report.failures) {
    absl::StrAppend(&text, "\n", failure.ToString());
  }
  return absl::InvalidArgumentError(text);
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Snapshot>> LoadAndTry(const std::string& rulesets,
                                                           const std::string& tables) {
  Diagnostics diagnostics;
  absl::StatusOr<std::shared_ptr<const Snapshot>> snapshot =
      LoadTriedSnapshot(rulesets, tables, PassExamples, diagnostics);
  if (!snapshot.ok()) {
    return absl::Status(snapshot.status().code(),
                        absl::StrCat(std::string(snapshot.status().message()),
                                     diagnostics.empty() ? "" : "\n", ToString(diagnostics)));
  }
  if (!diagnostics.empty()) spdlog::warn("about the rules:\n{}", ToString(diagnostics));
  return snapshot;
}

Server::Server(const ServerOptions& options)
    : options_(options),
      reloader_(
          WatchedFolders(options),
          [this] { return LoadAndTry(options_.rulesets, options_.tables); }, snapshots_),
      service_(snapshots_, options.limits) {}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options) {
  std::unique_ptr<Server> server(new Server(options));
  if (absl::Status status = server->Listen(); !status.ok()) return status;
  return server;
}

absl::Status Server::Listen() {
  EnablePlugins();
  grpc::ResourceQuota quota("scrubd");
  quota.Resize(static_cast<size_t>(options_.max_memory_mb) * 1024 * 1024);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(options_.listen, grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service_);
  builder.SetResourceQuota(quota);
  builder.SetMaxReceiveMessageSize(options_.limits.max_request_bytes);
  builder.SetMaxSendMessageSize(-1);                        // bounded where the answer is made
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // a second server is an error
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port == 0) {
    return absl::UnavailableError(absl::StrCat("cannot listen on ", options_.listen,
                                               "; is the address right and the port free?"));
  }
  server_->GetHealthCheckService()->SetServingStatus(false);
  server_->GetHealthCheckService()->SetServingStatus(kServiceName, false);
  server_->GetHealthCheckService()->SetServingStatus(kReloadName, false);
  address_ = absl::StrCat(options_.listen.substr(0, options_.listen.rfind(':') + 1), port);
  return absl::OkStatus();
}

void Server::ReportReload() {
  server_->GetHealthCheckService()->SetServingStatus(kReloadName, reloader_.state().last.ok());
}

absl::Status Server::Load() {
  absl::Status status = reloader_.Reload();
  if (!status.ok()) return status;
  server_->GetHealthCheckService()->SetServingStatus(true);
  server_->GetHealthCheckService()->SetServingStatus(kServiceName, true);
  ReportReload();
  housekeeper_ = std::thread([this] { Housekeeping(); });
  return status;
}

void Server::Housekeeping() {
  const auto woken = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || reload_requested_;
  };
  while (true) {
    bool reload = false;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.AwaitWithTimeout(absl::Condition(&woken), options_.poll_interval);
      if (stopping_) return;
      reload = std::exchange(reload_requested_, false);
    }
    if (reload) {
      reloader_.Reload().IgnoreError();  // logged and counted there
      ReportReload();
    } else if (reloader_.Poll()) {
      ReportReload();
    }
    if (const int stalled = service_.CancelStalledStreams(); stalled > 0) {
      spdlog::warn("cancelled {} streams whose clients stood still", stalled);
    }
  }
}

void Server::RequestReload() {
  absl::MutexLock lock(&mutex_);
  reload_requested_ = true;
}

void Server::Shutdown() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (housekeeper_.joinable()) housekeeper_.join();
  if (server_ == nullptr) return;
  server_->GetHealthCheckService()->SetServingStatus(false);
  server_->Shutdown(absl::ToChronoTime(absl::Now() + options_.drain));
  server_->Wait();
  server_.reset();
}

Server::~Server() { Shutdown(); }

}  // namespace scrubline
