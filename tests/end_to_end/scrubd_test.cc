// The real scrubd, started on a free port, as its callers and operators meet it.
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "scrubline/v1/scrub_service.grpc.pb.h"
#include "tests/end_to_end/process.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using Stream = grpc::ClientReaderWriter<v1::ScrubClaimsRequest, v1::ScrubClaimsResponse>;

// One made-up rule: code X0001 draws a finding with this word in its message.
std::string RulesWith(std::string_view word) {
  return absl::StrCat(R"(rules:
  - id: TEST.CODE
    title: A made-up code
    severity: deny
    for: line
    when: {procedure_code: "X0001"}
    message: "{procedure_code} is )",
                      std::string(word), R"("
    fix: [{remove_line: true}]
    source: {title: "A test"}
    owner: test@example.org
    examples:
      - fires: {lines: [{procedure_code: "X0001"}]}
      - clear: {lines: [{procedure_code: "X0002"}]}
)");
}

v1::Claim ClaimWith(const std::string& id, const std::string& code) {
  v1::Claim claim;
  claim.set_claim_id(id);
  claim.set_type(v1::Claim::PROFESSIONAL);
  v1::ServiceLine& line = *claim.add_service_lines();
  line.set_line_number(1);
  line.set_procedure_code(code);
  line.set_service_date("2026-02-03");
  line.set_units(1);
  line.set_charge_cents(5000);
  return claim;
}

google::rpc::ErrorInfo InfoOf(const google::rpc::Status& status) {
  google::rpc::ErrorInfo info;
  EXPECT_TRUE(status.details_size() > 0 && status.details(0).UnpackTo(&info));
  return info;
}

std::string ReasonOf(const grpc::Status& error) {
  google::rpc::Status status;
  EXPECT_TRUE(status.ParseFromString(error.error_details()));
  return InfoOf(status).reason();
}

bool Eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 300; ++i) {
    if (condition()) return true;
    absl::SleepFor(absl::Milliseconds(50));
  }
  return false;
}

class Scrubd : public ::testing::Test {
 protected:
  Scrubd() {
    rulesets_ = ::testing::TempDir() + "/scrubd_" + std::to_string(getpid()) + "_" +
                ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(rulesets_ + "/test/rules");
    std::ofstream(rulesets_ + "/test/ruleset.yaml")
        << "id: test\nversion: \"1\"\nlanguage: 1\ntitle: Test\nlayer: national\n";
    WriteRules(RulesWith("refused"));
  }
  ~Scrubd() override { std::filesystem::remove_all(rulesets_); }

  void WriteRules(const std::string& text) {
    std::ofstream(rulesets_ + "/test/rules/rules.yaml") << text;
  }

  void Start(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"--listen", "127.0.0.1:0", "--rulesets",
                                          rulesets_,  "--tables",    ""};
    arguments.insert(arguments.end(), more.begin(), more.end());
    scrubd_ = std::make_unique<Process>(SCRUBD, arguments);
    const std::string line = scrubd_->ReadLine();
    constexpr std::string_view kStart = "scrubd listening on ";
    ASSERT_EQ(line.substr(0, kStart.size()), kStart) << scrubd_->StandardError();
    address_ = line.substr(kStart.size());
    channel_ = grpc::CreateChannel(address_, grpc::InsecureChannelCredentials());
    stub_ = v1::ScrubService::NewStub(channel_);
  }

  grpc::Status Scrub(const v1::Claim& claim, v1::ScrubResult& result) {
    v1::ScrubClaimRequest request;
    *request.mutable_claim() = claim;
    v1::ScrubClaimResponse response;
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    const grpc::Status status = stub_->ScrubClaim(&context, request, &response);
    result = response.result();
    return status;
  }
  std::string MessageFor(const std::string& code) {
    v1::ScrubResult result;
    const grpc::Status status = Scrub(ClaimWith("A", code), result);
    if (!status.ok()) return "error: " + status.error_message();
    return result.findings_size() == 1 ? result.findings(0).message() : "";
  }

  // A unary call by bytes, for services whose messages are not ours.
  grpc::Status Call(const std::string& method, const std::string& request, std::string& response) {
    grpc::GenericStub stub(channel_);
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    grpc::CompletionQueue queue;
    const grpc::Slice slice(request);
    const grpc::ByteBuffer bytes(&slice, 1);
    auto call = stub.PrepareUnaryCall(&context, method, bytes, &queue);
    call->StartCall();
    grpc::ByteBuffer answer;
    grpc::Status status;
    call->Finish(&answer, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    std::vector<grpc::Slice> slices;
    if (status.ok() && answer.Dump(&slices).ok()) {
      for (const grpc::Slice& part : slices) {
        response.append(reinterpret_cast<const char*>(part.begin()), part.size());
      }
    }
    return status;
  }
  // grpc.health.v1: HealthCheckRequest{service = 1}, HealthCheckResponse{status = 1}, SERVING is 1.
  std::string Health(const std::string& service) {
    std::string request;
    if (!service.empty()) {
      request = absl::StrCat("\x0A", std::string(1, static_cast<char>(service.size())), service);
    }
    std::string response;
    const grpc::Status status = Call("/grpc.health.v1.Health/Check", request, response);
    if (!status.ok()) return "error: " + status.error_message();
    return response == "\x08\x01" ? "SERVING" : "NOT_SERVING";
  }

  std::string rulesets_;
  std::unique_ptr<Process> scrubd_;
  std::string address_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::ScrubService::Stub> stub_;
};

TEST_F(Scrubd, AnswersACall) {
  Start();
  v1::ScrubResult result;
  const grpc::Status status = Scrub(ClaimWith("PCN-1", "x0001"), result);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(result.claim_id(), "PCN-1");
  EXPECT_EQ(result.verdict(), v1::ScrubResult::BLOCKED);
  ASSERT_EQ(result.findings_size(), 1);
  EXPECT_EQ(result.findings(0).rule_id(), "TEST.CODE");
  EXPECT_EQ(result.findings(0).severity(), v1::Finding::DENY);
  EXPECT_EQ(result.findings(0).outcome(), v1::Finding::FIRED);
  EXPECT_EQ(result.findings(0).layer(), v1::Finding::NATIONAL);
  EXPECT_EQ(result.findings(0).message(), "X0001 is refused");
  EXPECT_THAT(result.findings(0).line_numbers(), ::testing::ElementsAre(1));
  ASSERT_GE(result.findings(0).fixes_size(), 1);
  EXPECT_EQ(result.findings(0).fixes(0).kind(), v1::Fix::REMOVE_LINE);
  EXPECT_EQ(result.findings(0).source().title(), "A test");
  EXPECT_EQ(result.charge_at_risk_cents(), 5000);
  EXPECT_NE(result.snapshot_id(), "");
  ASSERT_TRUE(Scrub(ClaimWith("PCN-2", "X0002"), result).ok());
  EXPECT_EQ(result.verdict(), v1::ScrubResult::CLEAN);
}

TEST_F(Scrubd, NamesTheFieldsOfAWrongRequest) {
  Start();
  v1::Claim claim = ClaimWith("SECRET", "SECRETCODE");
  claim.mutable_service_lines(0)->set_units(-1);
  v1::ScrubResult result;
  const grpc::Status error = Scrub(claim, result);
  EXPECT_EQ(error.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(error.error_message(), Not(HasSubstr("SECRET")));
  EXPECT_THAT(error.error_details(), Not(HasSubstr("SECRET")));
  google::rpc::Status status;
  ASSERT_TRUE(status.ParseFromString(error.error_details()));
  EXPECT_EQ(InfoOf(status).reason(), "INVALID_CLAIM");
  EXPECT_EQ(InfoOf(status).domain(), "scrubline");
  google::rpc::BadRequest bad_request;
  ASSERT_EQ(status.details_size(), 2);
  ASSERT_TRUE(status.details(1).UnpackTo(&bad_request));
  ASSERT_EQ(bad_request.field_violations_size(), 2);
  EXPECT_EQ(bad_request.field_violations(0).field(), "service_lines[0].procedure_code");
  EXPECT_EQ(bad_request.field_violations(1).field(), "service_lines[0].units");

  v1::ScrubClaimResponse response;
  grpc::ClientContext without_claim;
  EXPECT_EQ(ReasonOf(stub_->ScrubClaim(&without_claim, {}, &response)), "INVALID_REQUEST");
  v1::ScrubClaimRequest request;
  *request.mutable_claim() = ClaimWith("A", "X0001");
  request.set_today("tomorrow");
  grpc::ClientContext with_today;
  EXPECT_EQ(ReasonOf(stub_->ScrubClaim(&with_today, request, &response)), "INVALID_REQUEST");
}

TEST_F(Scrubd, ExplainsAClaim) {
  Start();
  const auto explain = [&](const v1::ExplainClaimRequest& request,
                           v1::ExplainClaimResponse& response) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    return stub_->ExplainClaim(&context, request, &response);
  };
  v1::ExplainClaimRequest request;
  *request.mutable_claim() = ClaimWith("PCN-1", "X0001");
  v1::ExplainClaimResponse response;
  const grpc::Status status = explain(request, response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  const v1::Explanation& why = response.explanation();
  EXPECT_EQ(why.claim_id(), "PCN-1");
  EXPECT_EQ(why.verdict(), v1::ScrubResult::BLOCKED);
  EXPECT_NE(why.snapshot_id(), "");
  ASSERT_EQ(why.rules_size(), 1);
  EXPECT_EQ(why.rules(0).rule_id(), "TEST.CODE");
  EXPECT_EQ(why.rules(0).outcome(), v1::RuleExplanation::FIRED);
  ASSERT_EQ(why.rules(0).subjects_size(), 1);
  EXPECT_EQ(why.rules(0).subjects(0).message(), "X0001 is refused");
  ASSERT_EQ(why.rules(0).subjects(0).conditions_size(), 1);
  EXPECT_EQ(why.rules(0).subjects(0).conditions(0).text(), "procedure_code: \"X0001\"");
  EXPECT_EQ(why.rules(0).subjects(0).conditions(0).seen(), "X0001");

  request.add_rule_ids("TEST.CODA");
  const grpc::Status no_rule = explain(request, response);
  EXPECT_EQ(no_rule.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonOf(no_rule), "INVALID_REQUEST");
  EXPECT_THAT(no_rule.error_message(), HasSubstr("did you mean TEST.CODE?"));
  request.set_rule_ids(0, "TEST");
  request.set_today("tomorrow");
  EXPECT_EQ(ReasonOf(explain(request, response)), "INVALID_REQUEST");
  request.clear_today();
  EXPECT_TRUE(explain(request, response).ok());
  request.mutable_claim()->mutable_service_lines(0)->set_units(-1);
  EXPECT_EQ(ReasonOf(explain(request, response)), "INVALID_CLAIM");
  EXPECT_EQ(ReasonOf(explain({}, response)), "INVALID_REQUEST");
  for (int i = 0; i < 1001; ++i) request.add_rule_ids("TEST");
  EXPECT_THAT(explain(request, response).error_message(), HasSubstr("at most 1000"));
}

TEST_F(Scrubd, ReportsEveryProblemOfAVeryWrongClaimInOneTrailer) {
  Start();
  v1::Claim claim = ClaimWith("A", "?");
  for (int i = 0; i < 900; ++i) claim.add_service_lines()->set_units(-1);
  v1::ScrubResult result;
  const grpc::Status error = Scrub(claim, result);
  EXPECT_EQ(error.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << error.error_message();
  google::rpc::Status status;
  ASSERT_TRUE(status.ParseFromString(error.error_details()));
  EXPECT_EQ(InfoOf(status).metadata().at("violations"), "901");
}

TEST_F(Scrubd, HonoursDeadlines) {
  Start();
  ASSERT_EQ(MessageFor("X0001"), "X0001 is refused");
  v1::ScrubClaimRequest request;
  *request.mutable_claim() = ClaimWith("A", "X0001");
  v1::ScrubClaimResponse response;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() - absl::Seconds(1)));
  EXPECT_EQ(stub_->ScrubClaim(&context, request, &response).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  grpc::ClientContext stream_context;
  stream_context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(300)));
  const std::unique_ptr<Stream> stream = stub_->ScrubClaims(&stream_context);
  v1::ScrubClaimsResponse answer;
  EXPECT_FALSE(stream->Read(&answer));  // nothing was asked
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST_F(Scrubd, AnswersBatchesInOrderAndGoesOnBehindABadClaim) {
  Start();
  grpc::ClientContext context;
  const std::unique_ptr<Stream> stream = stub_->ScrubClaims(&context);
  int64_t sequence = 0;
  for (int message = 0; message < 5; ++message) {
    v1::ScrubClaimsRequest request;
    for (int i = 0; i < 100; ++i) {
      v1::ScrubClaimsRequest::Item& item = *request.add_items();
      item.set_sequence(1000 + sequence);
      *item.mutable_claim() =
          ClaimWith(absl::StrCat("C", sequence), sequence % 10 == 0 ? "X0001" : "X0002");
      if (sequence % 10 == 7) item.mutable_claim()->mutable_service_lines(0)->set_units(-1);
      ++sequence;
    }
    ASSERT_TRUE(stream->Write(request));
  }
  stream->WritesDone();
  int64_t next = 0;
  v1::ScrubClaimsResponse response;
  while (stream->Read(&response)) {
    EXPECT_EQ(response.items_size(), 100) << "one response message for each request message";
    for (const v1::ScrubClaimsResponse::Item& item : response.items()) {
      EXPECT_EQ(item.sequence(), 1000 + next);
      if (next % 10 == 7) {
        EXPECT_EQ(item.status().code(), grpc::StatusCode::INVALID_ARGUMENT);
        EXPECT_EQ(InfoOf(item.status()).reason(), "INVALID_CLAIM");
        google::rpc::BadRequest bad_request;
        ASSERT_TRUE(item.status().details(1).UnpackTo(&bad_request));
        EXPECT_EQ(bad_request.field_violations(0).field(), "service_lines[0].units");
      } else {
        EXPECT_EQ(item.result().claim_id(), absl::StrCat("C", next));
        EXPECT_EQ(item.result().findings_size(), next % 10 == 0 ? 1 : 0);
      }
      ++next;
    }
  }
  EXPECT_EQ(next, sequence);
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(Scrubd, BoundsABatchInClaimsAndBytes) {
  Start({"--max-batch-claims", "10", "--max-request-bytes", "100000"});
  {
    grpc::ClientContext context;
    const std::unique_ptr<Stream> stream = stub_->ScrubClaims(&context);
    v1::ScrubClaimsRequest request;
    for (int i = 0; i < 11; ++i) *request.add_items()->mutable_claim() = ClaimWith("A", "X0001");
    stream->Write(request);
    v1::ScrubClaimsResponse response;
    EXPECT_FALSE(stream->Read(&response));
    const grpc::Status status = stream->Finish();
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(ReasonOf(status), "TOO_MANY_CLAIMS");
  }
  {
    v1::ScrubResult result;
    v1::Claim claim = ClaimWith("A", "X0001");
    claim.set_subscriber_id(std::string(200000, 'x'));
    EXPECT_EQ(Scrub(claim, result).error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  }
  EXPECT_EQ(MessageFor("X0001"), "X0001 is refused") << "the server goes on";
}

TEST_F(Scrubd, SaysWhichAnswersDidNotFitItsMessage) {
  Start({"--max-response-bytes", "2000"});
  grpc::ClientContext context;
  const std::unique_ptr<Stream> stream = stub_->ScrubClaims(&context);
  v1::ScrubClaimsRequest request;
  for (int i = 0; i < 100; ++i) *request.add_items()->mutable_claim() = ClaimWith("A", "X0001");
  ASSERT_TRUE(stream->Write(request));
  v1::ScrubClaimsResponse response;
  ASSERT_TRUE(stream->Read(&response));
  ASSERT_EQ(response.items_size(), 100);
  EXPECT_TRUE(response.items(0).has_result());
  EXPECT_EQ(InfoOf(response.items(99).status()).reason(), "ANSWER_TOO_LARGE");
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(Scrubd, RefusesMoreStreamsThanItHasPlacesFor) {
  Start({"--max-streams", "1"});
  grpc::ClientContext first_context;
  const std::unique_ptr<Stream> first = stub_->ScrubClaims(&first_context);
  v1::ScrubClaimsRequest request;
  *request.add_items()->mutable_claim() = ClaimWith("A", "X0001");
  ASSERT_TRUE(first->Write(request));
  v1::ScrubClaimsResponse response;
  ASSERT_TRUE(first->Read(&response));
  {
    grpc::ClientContext context;
    const std::unique_ptr<Stream> second = stub_->ScrubClaims(&context);
    EXPECT_FALSE(second->Read(&response));
    const grpc::Status status = second->Finish();
    EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(ReasonOf(status), "OVERLOADED");
  }
  first->WritesDone();
  EXPECT_TRUE(first->Finish().ok());
  EXPECT_TRUE(Eventually([&] {
    grpc::ClientContext context;
    const std::unique_ptr<Stream> third = stub_->ScrubClaims(&context);
    third->WritesDone();
    return third->Finish().ok();
  })) << "the place is free again";
}

TEST_F(Scrubd, TellsItsHealthAndItsServices) {
  Start();
  EXPECT_EQ(Health(""), "SERVING");
  EXPECT_EQ(Health("scrubline.v1.ScrubService"), "SERVING");
  EXPECT_EQ(Health("scrubline.reload"), "SERVING");
  EXPECT_THAT(Health("no.such.Service"), HasSubstr("error"));

  // grpc.reflection.v1alpha: ServerReflectionRequest{list_services = 7}, a stream of one message.
  std::string response;
  const std::string list_services = "\x3A\x01*";
  const grpc::Status status = Call("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                                   list_services, response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(response, HasSubstr("scrubline.v1.ScrubService"));
}

// Calls without pause until it is destroyed; every call must succeed.
class Traffic {
 public:
  explicit Traffic(std::function<std::string()> call)
      : thread_([this, call = std::move(call)] {
          while (!stop_) {
            const std::string answer = call();
            if (answer.substr(0, 5) == "error") ++failures_;
            ++calls_;
          }
        }) {}
  ~Traffic() {
    stop_ = true;
    thread_.join();
    EXPECT_EQ(failures_, 0) << "of " << calls_;
    EXPECT_GT(calls_, 0);
  }

 private:
  std::atomic<bool> stop_ = false;
  std::atomic<int> calls_ = 0;
  std::atomic<int> failures_ = 0;
  std::thread thread_;
};

TEST_F(Scrubd, ReloadsRulesThatChangedUnderTraffic) {
  Start();
  ASSERT_EQ(MessageFor("X0001"), "X0001 is refused");
  const Traffic traffic([&] { return MessageFor("X0001"); });
  WriteRules(RulesWith("changed"));
  EXPECT_TRUE(Eventually([&] { return MessageFor("X0001") == "X0001 is changed"; }))
      << scrubd_->StandardError();
  WriteRules(RulesWith("changed again"));
  scrubd_->Signal(SIGHUP);
  EXPECT_TRUE(Eventually([&] { return MessageFor("X0001") == "X0001 is changed again"; }))
      << scrubd_->StandardError();
  EXPECT_EQ(Health("scrubline.reload"), "SERVING");
}

struct BrokenRules {
  const char* name;
  std::string text;
  const char* logged;
};

void PrintTo(const BrokenRules& rules, std::ostream* out) { *out << rules.name; }

class ScrubdReload : public Scrubd, public ::testing::WithParamInterface<BrokenRules> {};

TEST_P(ScrubdReload, KeepsServingWhenTheNewRulesAreBroken) {
  Start();
  {
    const Traffic traffic([&] { return MessageFor("X0001"); });
    WriteRules(GetParam().text);
    EXPECT_TRUE(Eventually([&] { return Health("scrubline.reload") == "NOT_SERVING"; }));
    EXPECT_THAT(scrubd_->StandardError(), HasSubstr(GetParam().logged));
    EXPECT_EQ(MessageFor("X0001"), "X0001 is refused");
    EXPECT_EQ(Health(""), "SERVING");
  }
  WriteRules(RulesWith("mended"));
  EXPECT_TRUE(Eventually([&] { return MessageFor("X0001") == "X0001 is mended"; }));
  EXPECT_TRUE(Eventually([&] { return Health("scrubline.reload") == "SERVING"; }));
}

std::string WithFailingExample() {
  std::string text = RulesWith("refused");
  const size_t at = text.rfind("X0002");
  return text.replace(at, 5, "X0001");  // now the clear example fires
}

INSTANTIATE_TEST_SUITE_P(
    Broken, ScrubdReload,
    ::testing::Values(BrokenRules{"NoYaml", "rules: [\n", "rules.yaml:"},
                      BrokenRules{"MisspelledKey", "rules:\n  - id: A.B\n    titel: x\n",
                                  "rules.yaml:3"},
                      BrokenRules{"FailingExample", WithFailingExample(), "examples of the rules"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_F(Scrubd, DoesNotStartOnBrokenRules) {
  WriteRules("rules:\n  - id: A.B\n    titel: x\n");
  Process scrubd(SCRUBD, {"--listen", "127.0.0.1:0", "--rulesets", rulesets_, "--tables", ""});
  EXPECT_EQ(scrubd.ReadAll(), "");
  EXPECT_EQ(scrubd.Wait(), 2);
  EXPECT_THAT(scrubd.StandardError(), HasSubstr("rules.yaml:3:"));
}

TEST_F(Scrubd, DoesNotStartWhereItCannotListen) {
  Start();
  Process second(SCRUBD, {"--listen", address_, "--rulesets", rulesets_, "--tables", ""});
  EXPECT_EQ(second.Wait(), 2);
  EXPECT_THAT(second.StandardError(), HasSubstr("cannot listen on " + address_));
}

TEST_F(Scrubd, AClientThatDoesNotReadIsNotReadFromAndLosesItsPlace) {
  Start({"--stall-timeout", "5", "--max-streams", "1"});
  v1::ScrubClaimsRequest request;
  for (int i = 0; i < 1000; ++i) *request.add_items()->mutable_claim() = ClaimWith("A", "X0001");
  grpc::ClientContext context;
  const std::unique_ptr<Stream> stream = stub_->ScrubClaims(&context);
  std::atomic<int> written = 0;
  std::thread writer([&] {
    while (stream->Write(request)) ++written;
  });
  // Some messages fit between the two; then the server stops reading, and so the client writing.
  EXPECT_TRUE(Eventually([&] {
    const int before = written;
    absl::SleepFor(absl::Seconds(1));
    return written == before && before > 0;
  }));
  EXPECT_EQ(MessageFor("X0001"), "X0001 is refused") << "others are served meanwhile";
  writer.join();  // the server cancels the stream
  v1::ScrubClaimsResponse response;
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(Eventually([&] {
    grpc::ClientContext next_context;
    const std::unique_ptr<Stream> next = stub_->ScrubClaims(&next_context);
    next->WritesDone();
    return next->Finish().ok();
  }));
}

TEST_F(Scrubd, DrainsBeforeItStops) {
  Start();
  grpc::ClientContext context;
  const std::unique_ptr<Stream> stream = stub_->ScrubClaims(&context);
  v1::ScrubClaimsRequest request;
  *request.add_items()->mutable_claim() = ClaimWith("A", "X0001");
  ASSERT_TRUE(stream->Write(request));
  v1::ScrubClaimsResponse response;
  ASSERT_TRUE(stream->Read(&response));
  scrubd_->Signal(SIGTERM);
  ASSERT_TRUE(
      Eventually([&] { return scrubd_->StandardError().find("draining") != std::string::npos; }));
  absl::SleepFor(absl::Milliseconds(200));
  ASSERT_TRUE(stream->Write(request)) << "an open stream goes on";
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.items(0).result().findings_size(), 1);
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(scrubd_->Wait(), 0);
}

TEST_F(Scrubd, CancelsWhatOutlastsTheDrain) {
  Start({"--drain", "1"});
  grpc::ClientContext context;
  const std::unique_ptr<Stream> stream = stub_->ScrubClaims(&context);
  v1::ScrubClaimsRequest request;
  *request.add_items()->mutable_claim() = ClaimWith("A", "X0001");
  v1::ScrubClaimsResponse response;
  ASSERT_TRUE(stream->Write(request));
  ASSERT_TRUE(stream->Read(&response));
  scrubd_->Signal(SIGINT);
  EXPECT_EQ(scrubd_->Wait(), 0);
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_FALSE(stream->Finish().ok());
}

TEST_F(Scrubd, LogsNothingOfAClaim) {
  Start();
  v1::Claim claim = ClaimWith("SECRET-ID", "X0001");
  claim.mutable_patient()->set_birth_date("SECRET-DATE");
  v1::ScrubResult result;
  EXPECT_FALSE(Scrub(claim, result).ok());
  EXPECT_TRUE(Scrub(ClaimWith("SECRET-ID", "X0001"), result).ok());
  scrubd_->Signal(SIGTERM);
  EXPECT_EQ(scrubd_->Wait(), 0);
  EXPECT_THAT(scrubd_->StandardError(), HasSubstr("serving snapshot"));
  EXPECT_THAT(scrubd_->StandardError(), Not(HasSubstr("SECRET")));
}

using FileCall = grpc::ClientReaderWriter<v1::ScrubFileRequest, v1::ScrubFileResponse>;

v1::ScrubFileRequest Chunk(std::string_view bytes) {
  v1::ScrubFileRequest request;
  request.set_chunk(std::string(bytes));
  return request;
}

v1::ScrubFileRequest Options() {
  v1::ScrubFileRequest request;
  request.mutable_options()->set_today("2026-03-01");
  return request;
}

std::string SampleFile() {
  std::ostringstream text;
  text << std::ifstream("sample_data/claims/sample_837p.txt").rdbuf();
  return text.str();
}

TEST_F(Scrubd, AnswersAFileWhileItArrives) {
  Start();
  const std::string file = SampleFile();
  const size_t half = file.find("CLM*SAMPLE-3");
  ASSERT_NE(half, std::string::npos);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
  const std::unique_ptr<FileCall> call = stub_->ScrubFile(&context);
  ASSERT_TRUE(call->Write(Options()));
  ASSERT_TRUE(call->Write(Chunk(file.substr(0, half))));
  v1::ScrubFileResponse response;
  ASSERT_TRUE(call->Read(&response)) << "the file is not over yet";
  ASSERT_GE(response.claims_size(), 1);
  EXPECT_EQ(response.claims(0).result().claim_id(), "SAMPLE-1-CLEAN");
  int claims = response.claims_size();
  EXPECT_FALSE(response.has_summary());
  ASSERT_TRUE(call->Write(Chunk(file.substr(half))));
  call->WritesDone();
  while (call->Read(&response)) claims += response.claims_size();
  const grpc::Status status = call->Finish();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(response.has_summary());
  EXPECT_EQ(response.summary().claims(), claims);
}

TEST_F(Scrubd, LogsNothingOfAFile) {
  Start();
  std::string file = SampleFile();
  // An amount that cannot be read, and a file that breaks off behind it.
  const size_t charge = file.find("*1530.00*");
  ASSERT_NE(charge, std::string::npos);
  file.replace(charge, 9, "*SECRETX*");
  file.resize(file.find("CLM*SAMPLE-5"));
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
  const std::unique_ptr<FileCall> call = stub_->ScrubFile(&context);
  v1::ScrubFileRequest options = Options();
  options.mutable_options()->set_mode(v1::FileOptions::STRICT);
  options.mutable_options()->add_acknowledgments(v1::FileAcknowledgment::X12_999);
  ASSERT_TRUE(call->Write(options));
  ASSERT_TRUE(call->Write(Chunk(file)));
  call->WritesDone();
  v1::ScrubFileResponse response;
  std::string issues;
  while (call->Read(&response)) {
    for (const v1::FileIssue& issue : response.issues()) issues += issue.ShortDebugString();
  }
  EXPECT_EQ(ReasonOf(call->Finish()), "TRUNCATED");
  EXPECT_THAT(issues, Not(::testing::IsEmpty()));
  EXPECT_THAT(issues, Not(HasSubstr("SECRET")));
  scrubd_->Signal(SIGTERM);
  EXPECT_EQ(scrubd_->Wait(), 0);
  for (const char* value : {"SECRET", "SAMPLE-", "ASHWORTH", "1AC2DE3FG"}) {
    EXPECT_THAT(scrubd_->StandardError(), Not(HasSubstr(value)));
  }
}

TEST_F(Scrubd, RefusesAFileCallOutOfTurn) {
  Start();
  const auto reason_of = [&](const std::vector<v1::ScrubFileRequest>& requests) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    const std::unique_ptr<FileCall> call = stub_->ScrubFile(&context);
    for (const v1::ScrubFileRequest& request : requests) call->Write(request);
    call->WritesDone();
    v1::ScrubFileResponse response;
    while (call->Read(&response)) {
    }
    return ReasonOf(call->Finish());
  };
  EXPECT_EQ(reason_of({}), "INVALID_REQUEST");
  EXPECT_EQ(reason_of({Chunk("ISA")}), "INVALID_REQUEST");
  EXPECT_EQ(reason_of({Options(), Options()}), "INVALID_REQUEST");
  EXPECT_EQ(reason_of({Options(), v1::ScrubFileRequest()}), "NOT_X12");
  EXPECT_EQ(reason_of({Options(), Chunk("no X12 at all")}), "NOT_X12");
  v1::ScrubFileRequest bad_day;
  bad_day.mutable_options()->set_today("tomorrow");
  EXPECT_EQ(reason_of({bad_day}), "INVALID_REQUEST");
  const std::vector<std::function<void(v1::FileOptions&)>> kUnknown = {
      [](auto& options) { options.set_mode(static_cast<v1::FileOptions::Mode>(7)); },
      [](auto& options) {
        options.add_acknowledgments(static_cast<v1::FileAcknowledgment::Kind>(7));
      },
      [](auto& options) {
        options.mutable_acknowledgment_options()->set_accepted(
            static_cast<v1::AcknowledgmentOptions::Accepted>(7));
      },
      [](auto& options) {
        options.mutable_acknowledgment_options()->set_incomplete(
            static_cast<v1::AcknowledgmentOptions::Incomplete>(7));
      },
      [](auto& options) {
        options.mutable_acknowledgment_options()->set_reject_from(v1::Finding::WARN);
      },
      [](auto& options) { options.mutable_acknowledgment_options()->set_first_control_number(-1); },
  };
  for (const auto& change : kUnknown) {
    v1::ScrubFileRequest request = Options();
    change(*request.mutable_options());
    EXPECT_EQ(reason_of({request}), "INVALID_REQUEST") << request.ShortDebugString();
  }
}

TEST_F(Scrubd, BoundsFilesInNumberAndLength) {
  Start({"--max-files", "1", "--max-file-bytes", "2000"});
  grpc::ClientContext context;
  const std::unique_ptr<FileCall> first = stub_->ScrubFile(&context);
  ASSERT_TRUE(first->Write(Options()));
  EXPECT_TRUE(Eventually([&] {
    grpc::ClientContext second_context;
    second_context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    const std::unique_ptr<FileCall> second = stub_->ScrubFile(&second_context);
    second->WritesDone();
    return ReasonOf(second->Finish()) == "OVERLOADED";
  }));
  first->Write(Chunk(SampleFile()));
  first->WritesDone();
  v1::ScrubFileResponse response;
  while (first->Read(&response)) {
  }
  EXPECT_EQ(ReasonOf(first->Finish()), "FILE_TOO_LARGE");
}

TEST_F(Scrubd, ACancelledFileEndsAndGivesItsPlaceBack) {
  Start({"--max-files", "1"});
  {
    grpc::ClientContext context;
    const std::unique_ptr<FileCall> call = stub_->ScrubFile(&context);
    ASSERT_TRUE(call->Write(Options()));
    context.TryCancel();
    EXPECT_EQ(call->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(200)));
    EXPECT_TRUE(Eventually([&] {
      grpc::ClientContext next;
      next.set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(300)));
      const std::unique_ptr<FileCall> call = stub_->ScrubFile(&next);
      call->Write(Options());
      return call->Finish().error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
    }));
  }
}

TEST_F(Scrubd, CheckAsksItAndGetsWhatItWouldSayItself) {
  Start();
  const std::string file = "sample_data/claims/sample_837p.txt";
  Process remote(SCRUB, {"check", "--server", address_, "--format", "jsonl", file});
  const std::string remote_results = remote.ReadAll();
  const int remote_code = remote.Wait();
  for (const char* jobs : {"1", "3"}) {
    Process local(SCRUB, {"check", "--rulesets", rulesets_, "--tables", "", "--jobs", jobs,
                          "--format", "jsonl", file});
    EXPECT_EQ(local.ReadAll(), remote_results);
    EXPECT_EQ(local.Wait(), remote_code) << local.StandardError();
  }
  EXPECT_THAT(remote_results, HasSubstr("\"verdict\":"));
}

}  // namespace
}  // namespace scrubline
