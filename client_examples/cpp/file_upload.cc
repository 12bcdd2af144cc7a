// What a clearinghouse does with an 837 file: its bytes go up, results come back meanwhile, the
// acknowledgments at the end.
//
//   file_upload 127.0.0.1:50051 claims.837 [OUT_FOLDER]
//
// Writes the acknowledgments to OUT_FOLDER/999.x12 and OUT_FOLDER/277ca.x12. Exits 1 when a claim
// must not be sent, 2 when one could not be checked or the file could not be read to its end.
#include <chrono>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <thread>

#include "client.h"

namespace {

namespace v1 = scrubline::v1;

using Stream = grpc::ClientReaderWriter<v1::ScrubFileRequest, v1::ScrubFileResponse>;
using Acknowledgments = std::map<v1::FileAcknowledgment::Kind, std::string>;

constexpr size_t kChunkBytes = 256 * 1024;
constexpr std::chrono::minutes kDeadline(10);

// A thread of its own: results are read while the file is still going up. A failed write is a
// failed stream, and reading tells why.
void Send(std::ifstream& file, bool acknowledgments, Stream& stream) {
  v1::ScrubFileRequest request;
  if (acknowledgments) {
    request.mutable_options()->add_acknowledgments(v1::FileAcknowledgment::X12_999);
    request.mutable_options()->add_acknowledgments(v1::FileAcknowledgment::X12_277CA);
  } else {
    request.mutable_options();
  }
  bool written = stream.Write(request);
  while (written && file) {
    std::string& chunk = *request.mutable_chunk();
    chunk.resize(kChunkBytes);
    file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    chunk.resize(static_cast<size_t>(file.gcount()));
    written = chunk.empty() || stream.Write(request);
  }
  stream.WritesDone();
}

void Take(const v1::ScrubFileResponse& response, client::Tally& tally,
          Acknowledgments& acknowledgments) {
  for (const v1::FileIssue& issue : response.issues()) {
    std::cout << "byte " << issue.place().byte_offset() << ": "
              << v1::FileIssue::Level_Name(issue.level()) << ": " << issue.message() << "\n";
  }
  for (const v1::FileClaim& claim : response.claims()) {
    if (claim.has_result()) {
      std::cout << claim.sequence() << " " << claim.result().claim_id() << ": "
                << v1::ScrubResult::Verdict_Name(claim.result().verdict()) << "\n";
      tally.Add(claim.result());
    } else {
      client::ShowStatus("claim " + std::to_string(claim.sequence()), claim.status());
      tally.AddUnchecked();
    }
  }
  for (const v1::FileAcknowledgment& piece : response.acknowledgments()) {
    acknowledgments[piece.kind()] += piece.content();  // a long one comes in several
  }
}

bool Write(const std::string& folder, const Acknowledgments& acknowledgments) {
  for (const auto& [kind, content] : acknowledgments) {
    const bool is_999 = kind == v1::FileAcknowledgment::X12_999;
    std::ofstream out(folder + (is_999 ? "/999.x12" : "/277ca.x12"), std::ios::binary);
    out << content;
    out.flush();
    if (!out) return false;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || argc > 4) {
    std::cerr << "usage: file_upload ADDRESS CLAIMS.837 [OUT_FOLDER]\n";
    return 2;
  }
  std::ifstream file(argv[2], std::ios::binary);
  if (!file) {
    std::cerr << argv[2] << ": cannot be opened\n";
    return 2;
  }
  const auto service = client::Connect(argv[1]);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kDeadline);
  const auto stream = service->ScrubFile(&context);
  std::thread sender([&] { Send(file, argc == 4, *stream); });

  client::Tally tally;
  Acknowledgments acknowledgments;
  bool complete = false;
  for (v1::ScrubFileResponse response; stream->Read(&response);) {
    Take(response, tally, acknowledgments);
    complete = complete || response.has_summary();
  }
  sender.join();
  if (const grpc::Status status = stream->Finish(); !status.ok()) {
    client::ShowError(argv[2], status);
    return 2;
  }
  if (!complete) {
    std::cerr << "the stream ended before the summary: the answer is not whole\n";
    return 2;
  }
  if (argc == 4 && !Write(argv[3], acknowledgments)) {
    std::cerr << argv[3] << ": the acknowledgments cannot be written there\n";
    return 2;
  }
  return tally.Finish();
}
