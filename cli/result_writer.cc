#include "cli/result_writer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "render/csv.h"
#include "render/fhir_answer.h"
#include "render/json_lines.h"
#include "render/table.h"
#include "render/x12/acknowledgment_999.h"
#include "server/claim_scrubber.h"

namespace scrubline {
namespace {

class TableWriter final : public ResultWriter {
 public:
  explicit TableWriter(size_t width) : layout_{width} {}
  void Begin(std::string& text) override { layout_.AppendHeader(text); }
  void OnClaim(const InputClaim&, const v1::ScrubResult& result, std::string& text) override {
    layout_.AppendClaim(result, text);
  }

 private:
  const TableLayout layout_;
};

class JsonLinesWriter final : public ResultWriter {
 public:
  void OnClaim(const InputClaim& claim, const v1::ScrubResult& result, std::string& text) override {
    if (AppendJsonLine(result, text).ok()) return;
    // Only texts that are no UTF-8 cannot be JSON, and they were refused with the claim.
    v1::ScrubResult unwritten;
    unwritten.set_verdict(v1::ScrubResult::INCOMPLETE);
    v1::NotEvaluated& gap = *unwritten.add_not_evaluated();
    gap.set_rule_id("INPUT.UNREADABLE");
    gap.set_reason(absl::StrCat("the result of ", claim.place, " cannot be written as JSON"));
    gap.set_required(true);
    AppendJsonLine(unwritten, text).IgnoreError();
  }
};

class CsvWriter final : public ResultWriter {
 public:
  explicit CsvWriter(bool show_values) : show_values_(show_values) {}
  void Begin(std::string& text) override { AppendCsvHeader(text); }
  void OnClaim(const InputClaim& claim, const v1::ScrubResult& result, std::string& text) override {
    AppendCsvRows(result,
                  {.batch = claim.file,
                   .claim_seq = claim.ordinal,
                   .claim = &claim.claim,
                   .source = claim.x12.get(),
                   .show_values = show_values_},
                  text);
  }

 private:
  const bool show_values_;
};

// Answers in X12, an interchange for each of the file's.
class X12Answer final : public ResultWriter {
 public:
  X12Answer(OutputFormat format, const WriterSettings& settings)
      : format_(format), settings_(settings) {
    if (format == OutputFormat::k277ca) settings_.envelope = BesidesThe999(settings_.envelope);
  }

  std::string_view Refuses(InputFormat form) const override {
    return form == InputFormat::kX12 || form == InputFormat::kDetect
               ? std::string_view()
               : "is no 837 file; 277CA and 999 answer those alone, ask for another --format";
  }
  void OnClaim(const InputClaim& claim, const v1::ScrubResult& result, std::string& text) override {
    if (claim.x12 != nullptr) Writer().OnClaim(*claim.x12, result);
    TakeInto(text);
  }
  void OnEvent(const X12Event& event, std::string& text) override {
    if (std::holds_alternative<X12Interchange>(event)) ++interchanges_;
    Writer().OnEvent(event);
    TakeInto(text);
  }
  void End(const FileEnded&, std::string& text) override {
    if (writer_ != nullptr) writer_->Finish();
    writer_.reset();
    TakeInto(text);
    // Control numbers go on where this answer's ended.
    settings_.envelope.first_control_number += std::exchange(interchanges_, 0);
  }

 private:
  AnswerWriter& Writer() {
    if (writer_ != nullptr) return *writer_;
    const AnswerSink sink = [this](std::string_view piece) { pending_.append(piece); };
    if (format_ == OutputFormat::k999) {
      writer_ = std::make_unique<AcknowledgmentWriter>(settings_.envelope, sink);
    } else {
      writer_ =
          std::make_unique<ClaimAcknowledgmentWriter>(settings_.claims, settings_.envelope, sink);
    }
    return *writer_;
  }
  void TakeInto(std::string& text) {
    text += pending_;
    pending_.clear();
  }

  const OutputFormat format_;
  WriterSettings settings_;
  std::unique_ptr<AnswerWriter> writer_;  // of the open file
  std::string pending_;
  uint32_t interchanges_ = 0;
};

// A ClaimResponse for each claim, and an OperationOutcome for what was wrong with the input
// besides.
class FhirWriter final : public ResultWriter {
 public:
  std::string_view Refuses(InputFormat form) const override {
    return form == InputFormat::kFhir || form == InputFormat::kDetect
               ? std::string_view()
               : "is no FHIR; a ClaimResponse answers that alone, ask for another --format";
  }
  void OnClaim(const InputClaim& claim, const v1::ScrubResult& result, std::string& text) override {
    if (claim.fhir == nullptr) return;
    text += ClaimResponseJson(claim.fhir->source, claim.fhir->issues, result, Today().ToString());
    text += '\n';
  }
  void End(const FileEnded& ended, std::string& text) override { AppendInputOutcome(ended, text); }

  static void AppendInputOutcome(const FileEnded& ended, std::string& text) {
    if (ended.status.ok() && ended.fhir_issues.empty()) return;
    text += InputOutcomeJson(ended.fhir_issues, ended.status);
    text += '\n';
  }
};

// An OperationOutcome for each claim, whatever it was read from, and one for the input.
class OutcomeWriter final : public ResultWriter {
 public:
  void OnClaim(const InputClaim& claim, const v1::ScrubResult& result, std::string& text) override {
    text += claim.fhir != nullptr
                ? OperationOutcomeJson(claim.fhir->source, claim.fhir->issues, result)
            : claim.x12 != nullptr ? OperationOutcomeJson(*claim.x12, result)
                                   : OperationOutcomeJson(result);
    text += '\n';
  }
  void End(const FileEnded& ended, std::string& text) override {
    FhirWriter::AppendInputOutcome(ended, text);
  }
};

}  // namespace

std::unique_ptr<ResultWriter> MakeResultWriter(OutputFormat format,
                                               const WriterSettings& settings) {
  switch (format) {
    case OutputFormat::kTable:
      return std::make_unique<TableWriter>(settings.table_width);
    case OutputFormat::kCsv:
      return std::make_unique<CsvWriter>(settings.show_values);
    case OutputFormat::k277ca:
    case OutputFormat::k999:
      return std::make_unique<X12Answer>(format, settings);
    case OutputFormat::kFhir:
      return std::make_unique<FhirWriter>();
    case OutputFormat::kOperationOutcome:
      return std::make_unique<OutcomeWriter>();
    case OutputFormat::kJsonLines:
      break;
  }
  return std::make_unique<JsonLinesWriter>();
}

std::string_view ExtensionOf(OutputFormat format) {
  switch (format) {
    case OutputFormat::kTable:
      return "txt";
    case OutputFormat::kCsv:
      return "csv";
    case OutputFormat::k277ca:
      return "277ca";
    case OutputFormat::k999:
      return "999";
    case OutputFormat::kFhir:
      return "fhir.ndjson";
    case OutputFormat::kOperationOutcome:
      return "outcomes.ndjson";
    case OutputFormat::kJsonLines:
      break;
  }
  return "jsonl";
}

bool NeedsSource(OutputFormat format) {
  return format == OutputFormat::kCsv || format == OutputFormat::k277ca ||
         format == OutputFormat::k999 || format == OutputFormat::kOperationOutcome;
}

bool NeedsGuideCheck(OutputFormat format) {
  return format == OutputFormat::k277ca || format == OutputFormat::k999;
}

}  // namespace scrubline
