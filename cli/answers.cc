#include "cli/answers.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "render/unreadable_result.h"

namespace scrubline {

Answers::Answers(const std::vector<OutputFormat>& formats, const WriterSettings& settings,
                 std::string folder, std::ostream& out, std::ostream& err)
    : folder_(std::move(folder)), out_(out), err_(err) {
  for (const OutputFormat format : formats) {
    forms_.push_back({format, MakeResultWriter(format, settings), nullptr});
  }
  if (!folder_.empty()) return;
  for (Form& form : forms_) {
    form.writer->Begin(text_);
    Write(form);
  }
}

void Answers::Take(CheckBatch batch) {
  for (CheckedItem& item : batch) {
    if (auto* claim = std::get_if<InputClaim>(&item.input)) {
      OnClaim(item, *claim);
    } else if (auto* event = std::get_if<X12Event>(&item.input)) {
      something_ = true;
      for (Form& form : forms_) {
        if (form.refused) continue;
        form.writer->OnEvent(*event, text_);
        Write(form);
      }
    } else if (auto* begun = std::get_if<FileBegun>(&item.input)) {
      Begin(*begun);
    } else {
      End(std::get<FileEnded>(item.input));
    }
  }
}

void Answers::Begin(const FileBegun& begun) {
  something_ = false;
  std::string name;
  if (!names_.empty()) {
    name = std::move(names_.front());
    names_.pop_front();
  }
  for (Form& form : forms_) {
    const std::string_view refusal = form.writer->Refuses(begun.format);
    form.refused = begun.format == InputFormat::kDetect || !refusal.empty();
    if (!refusal.empty()) {
      Note(absl::InvalidArgumentError(absl::StrCat(begun.file, ": ", std::string(refusal))));
    }
    if (form.refused || folder_.empty()) continue;
    const std::filesystem::path path =
        std::filesystem::path(folder_) /
        absl::StrCat(name, ".", std::string(ExtensionOf(form.format)));
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    absl::StatusOr<OutputFile> file = OutputFile::Create(path.string());
    if (!file.ok()) {
      Note(file.status());
      form.refused = true;
      continue;
    }
    form.file = std::make_unique<OutputFile>(*std::move(file));
    form.writer->Begin(text_);
    Write(form);
  }
}

void Answers::OnClaim(CheckedItem& item, const InputClaim& claim) {
  something_ = true;
  if (item.violations.empty()) {
    tally_.Count(item.result);
  } else {
    tally_.CountUnreadable();
    for (const FieldViolation& violation : item.violations) {
      err_ << DescribePlace(claim, violation.field)
           << ": error: " << (violation.field.empty() ? "" : violation.field + ": ")
           << violation.problem << "\n";
    }
    item.result = UnreadableResult(claim.claim.claim_id(), item.violations);
  }
  for (Form& form : forms_) {
    if (form.refused) continue;
    form.writer->OnClaim(claim, item.result, text_);
    Write(form);
  }
}

void Answers::End(const FileEnded& ended) {
  for (Form& form : forms_) {
    bool keep = something_;
    if (!form.refused && !absl::IsCancelled(ended.status) && !absl::IsUnavailable(ended.status)) {
      form.writer->End(ended, text_);
      keep = keep || !text_.empty();
      Write(form);
    } else {
      keep = false;
    }
    // A file of nothing would be no answer to its reader, such as a 277CA without an interchange.
    if (form.file != nullptr && keep && !form.file->empty()) Note(form.file->Commit());
    form.file.reset();
  }
}

void Answers::Write(Form& form) {
  if (folder_.empty()) {
    out_ << text_;
  } else if (form.file != nullptr) {
    form.file->Append(text_);
  }
  text_.clear();
}

}  // namespace scrubline
