// cli/byte_source.h — a file or standard input, read in pieces; the first may be looked at before
// it is consumed.
//
//   absl::StatusOr<ByteSource> source = ByteSource::Open("-");
//   std::string_view start = source->Peek(1024);
//   while (!(piece = source->Read()).empty()) { ... }
//   if (!source->status().ok()) { ... }
//
// Errors: Open when there is no such file, or it is a folder; status() after a read that failed.
// Tested by claim_input_test.cc.
#ifndef SCRUBLINE_CLI_BYTE_SOURCE_H_
#define SCRUBLINE_CLI_BYTE_SOURCE_H_

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace scrubline {

class ByteSource {
 public:
  // `-` is standard input.
  static absl::StatusOr<ByteSource> Open(const std::string& path);

  // Up to `bytes` bytes from the start; not consumed.
  std::string_view Peek(size_t bytes);
  // The next piece, 256 KiB or what was looked at; valid until the next call. Empty at the end.
  std::string_view Read();
  absl::Status status() const;

 private:
  struct Close {
    void operator()(FILE* file) const {
      if (file != stdin) std::fclose(file);
    }
  };
  ByteSource(std::string path, FILE* file) : path_(std::move(path)), file_(file) {}
  bool Fill();

  std::string path_;
  std::unique_ptr<FILE, Close> file_;
  std::string buffer_;
  bool handed_out_ = false;  // the buffer was returned by Read and is free to be filled again
};

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_BYTE_SOURCE_H_
