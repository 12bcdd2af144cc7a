// render/text.h — small steps that the forms for people and spreadsheets share.
#ifndef SCRUBLINE_RENDER_TEXT_H_
#define SCRUBLINE_RENDER_TEXT_H_

#include <google/protobuf/repeated_field.h>

#include <string>
#include <string_view>
#include <vector>

#include "scrubline/v1/result.pb.h"

namespace scrubline {

// Characters (code points) in UTF-8 text.
size_t CountCharacters(std::string_view text);

// Breaks text into pieces of at most `width` characters, at blanks where it can. Control
// characters, which could steer a terminal, come out as `?`. At least one piece.
std::vector<std::string> WrapText(std::string_view text, size_t width);

// `1, 2, 5`.
std::string JoinNumbers(const google::protobuf::RepeatedField<int32_t>& numbers,
                        std::string_view separator);

// `deny`, `blocked`: the words of the contract in lower case.
std::string WordOf(v1::Finding::Severity severity);
std::string WordOf(v1::ScrubResult::Verdict verdict);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_TEXT_H_
