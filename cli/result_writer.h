// cli/result_writer.h — the forms in which `scrub check` answers a file, behind one interface: fed
// with what was in the file, in its order, each writer appends its text.
//
//   std::unique_ptr<ResultWriter> writer = MakeResultWriter(OutputFormat::kCsv, settings);
//   writer->Begin(text); writer->OnClaim(claim, result, text); writer->End(ended,
//   text);
//
// One writer answers one file after another. A claim that could not be read is answered too, by a
// result made with render/unreadable_result.h. Errors: none; a format that cannot answer a kind of
// file says so in Refuses. Tested by check_command_test.cc.
#ifndef SCRUBLINE_CLI_RESULT_WRITER_H_
#define SCRUBLINE_CLI_RESULT_WRITER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "cli/claim_checker.h"
#include "cli/claim_input.h"
#include "render/x12/answer_writer.h"
#include "render/x12/claim_acknowledgment_277.h"
#include "scrubline/v1/result.pb.h"

namespace scrubline {

enum class OutputFormat { kTable, kJsonLines, kCsv, k277ca, k999, kFhir, kOperationOutcome };

struct WriterSettings {
  size_t table_width = 120;
  bool show_values = false;            // of claims, in the CSV
  ClaimAcknowledgmentSettings claims;  // of the 277CA
  AnswerEnvelope envelope;             // of 277CA and 999
};

class ResultWriter {
 public:
  virtual ~ResultWriter() = default;
  // Why a file of this form gets no answer of this kind: a sentence's end; empty: it does.
  virtual std::string_view Refuses(InputFormat /*form*/) const { return {}; }
  virtual void Begin(std::string& /*text*/) {}
  virtual void OnClaim(const InputClaim& claim, const v1::ScrubResult& result,
                       std::string& text) = 0;
  virtual void OnEvent(const X12Event& /*event*/, std::string& /*text*/) {}
  virtual void End(const FileEnded& /*ended*/, std::string& /*text*/) {}
};

std::unique_ptr<ResultWriter> MakeResultWriter(OutputFormat format, const WriterSettings& settings);

// How files of this form are called: `277ca`, `jsonl`.
std::string_view ExtensionOf(OutputFormat format);
// Whether the format needs X12 positions, names and events.
bool NeedsSource(OutputFormat format);
// Whether it is a transaction's acknowledgment, which says what breaks the guide.
bool NeedsGuideCheck(OutputFormat format);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_RESULT_WRITER_H_
