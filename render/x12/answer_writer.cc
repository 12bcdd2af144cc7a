#include "render/x12/answer_writer.h"

namespace scrubline {

X12Addresses Answering(const X12Interchange& interchange) {
  return {.sender_qualifier = interchange.receiver_qualifier,
          .sender = interchange.receiver,
          .receiver_qualifier = interchange.sender_qualifier,
          .receiver = interchange.sender,
          .usage = interchange.usage};
}

}  // namespace scrubline
