// What a clearinghouse does with claims it holds as messages: one stream, many claims a message.
//
//   batch_stream 127.0.0.1:50051 claims.json
//
// Messages are answered one by one and in order. Two are on their way at a time: the next goes out
// when an answer comes in, so that neither side waits and nothing piles up, in one thread. A claim
// at fault gets a status of its own; the others go on. Exits 1 when a claim must not be sent, 2
// when one could not be checked.
#include <chrono>
#include <cstdint>
#include <iostream>
#include <string>

#include "client.h"

namespace {

namespace v1 = scrubline::v1;

constexpr int kClaimsPerMessage = 200;  // the server takes 1,000 and 4 MiB
constexpr int kMessagesOnTheirWay = 2;
constexpr std::chrono::minutes kDeadline(10);

// The next message; false when there are no more claims.
bool Fill(client::ClaimFile& claims, int64_t& sequence, v1::ScrubClaimsRequest& request) {
  request.Clear();
  for (v1::Claim claim; request.items_size() < kClaimsPerMessage && claims.Next(claim);) {
    v1::ScrubClaimsRequest::Item& item = *request.add_items();
    item.set_sequence(++sequence);  // our own number of the claim
    item.mutable_claim()->Swap(&claim);
  }
  return request.items_size() > 0;
}

void Take(const v1::ScrubClaimsResponse& response, client::Tally& tally) {
  for (const v1::ScrubClaimsResponse::Item& item : response.items()) {
    if (item.has_result()) {
      std::cout << item.sequence() << " " << item.result().claim_id() << ": "
                << v1::ScrubResult::Verdict_Name(item.result().verdict()) << "\n";
      tally.Add(item.result());
    } else {
      client::ShowStatus("claim " + std::to_string(item.sequence()), item.status());
      tally.AddUnchecked();
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: batch_stream ADDRESS CLAIMS.json\n";
    return 2;
  }
  client::ClaimFile claims(argv[2]);
  const auto service = client::Connect(argv[1]);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kDeadline);
  const auto stream = service->ScrubClaims(&context);

  client::Tally tally;
  int64_t sequence = 0;
  int on_their_way = 0;
  v1::ScrubClaimsRequest request;
  v1::ScrubClaimsResponse response;
  bool more = true;
  do {
    while (more && on_their_way < kMessagesOnTheirWay) {
      more = Fill(claims, sequence, request) && stream->Write(request);
      if (more) ++on_their_way;
    }
    if (on_their_way == 0 || !stream->Read(&response)) break;
    --on_their_way;
    Take(response, tally);
  } while (true);
  stream->WritesDone();
  if (const grpc::Status status = stream->Finish(); !status.ok()) {
    client::ShowError("the stream", status);
    return 2;
  }
  if (!claims.ok()) {
    std::cerr << claims.error() << "\n";
    return 2;
  }
  return tally.Finish();
}
