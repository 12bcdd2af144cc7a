// cli/answers.h — what becomes of checked items: results in the forms asked for, on standard output
// or as files of a folder, and the tally.
//
//   Answers answers({OutputFormat::k277ca, OutputFormat::k999}, settings, "out", std::cout,
//   std::cerr); answers.Expect("in/a.837", "a.837");       // its answers: out/a.837.277ca,
//   out/a.837.999 answers.Take(batch);                       // in the order of the input if
//   (!answers.status().ok()) { ... }
//
// In a folder each file's answers appear whole when the file is over, one after another, and not at
// all where its reading was interrupted or a server left claims unanswered. A claim that could not
// be read is answered too, and its place in the input told on `err`. Errors: status() is the first
// write that failed. Threads: Take one at a time. Tested by answers_test.cc and
// check_command_test.cc.
#ifndef SCRUBLINE_CLI_ANSWERS_H_
#define SCRUBLINE_CLI_ANSWERS_H_

#include <deque>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "cli/claim_checker.h"
#include "cli/output_file.h"
#include "cli/result_tally.h"
#include "cli/result_writer.h"

namespace scrubline {

class Answers {
 public:
  // `folder` is empty for standard output, which takes one format.
  Answers(const std::vector<OutputFormat>& formats, const WriterSettings& settings,
          std::string folder, std::ostream& out, std::ostream& err);

  // The next file of the input will be answered under this name, a path below the folder.
  void Expect(std::string name) { names_.push_back(std::move(name)); }
  void Take(CheckBatch batch);

  const ResultTally& tally() const { return tally_; }
  const absl::Status& status() const { return status_; }

 private:
  struct Form {
    OutputFormat format;
    std::unique_ptr<ResultWriter> writer;
    std::unique_ptr<OutputFile> file;
    bool refused = false;
  };

  void Begin(const FileBegun& begun);
  void OnClaim(CheckedItem& item, const InputClaim& claim);
  void End(const FileEnded& ended);
  void Write(Form& form);
  void Note(const absl::Status& status) {
    if (status_.ok()) status_ = status;
  }

  const std::string folder_;
  std::ostream& out_;
  std::ostream& err_;
  std::vector<Form> forms_;
  std::deque<std::string> names_;
  bool something_ = false;  // of the open file has been answered
  std::string text_;        // reused
  ResultTally tally_;
  absl::Status status_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_ANSWERS_H_
