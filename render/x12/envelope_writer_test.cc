#include "render/x12/envelope_writer.h"

#include <string>

#include "gtest/gtest.h"
#include "ingest/x12/tokenizer.h"

namespace scrubline {
namespace {

const X12Moment kNow{.date = "20240510", .time = "0930"};

TEST(EnvelopeWriter, NumbersAndCountsAgree) {
  std::string text;
  SegmentWriter out(text);
  EnvelopeWriter envelope(out, 41);
  envelope.BeginInterchange({.sender = "US", .receiver_qualifier = "30", .receiver = "THEM"}, kNow);
  envelope.BeginGroup("HN", "US1", "THEM1", "005010X214", kNow);
  envelope.BeginTransaction("277");
  out.Begin("BHT").Add("0085").End();
  envelope.EndTransaction();
  envelope.BeginTransaction("277");
  envelope.EndGroup();
  envelope.BeginGroup("FA", "US1", "THEM1", "005010X231A1", kNow);
  envelope.EndInterchange();
  envelope.BeginInterchange({.sender = "US", .receiver = "THEM", .usage = "T"}, kNow);
  envelope.EndInterchange();
  envelope.EndInterchange();
  EXPECT_EQ(text,
            "ISA*00*          *00*          *ZZ*US             *30*THEM           *240510*0930*^*"
            "00501*000000041*0*P*:~\n"
            "GS*HN*US1*THEM1*20240510*0930*41*X*005010X214~\n"
            "ST*277*0001*005010X214~\n"
            "BHT*0085~\n"
            "SE*3*0001~\n"
            "ST*277*0002*005010X214~\n"
            "SE*2*0002~\n"
            "GE*2*41~\n"
            "GS*FA*US1*THEM1*20240510*0930*42*X*005010X231A1~\n"
            "GE*0*42~\n"
            "IEA*2*000000041~\n"
            "ISA*00*          *00*          *ZZ*US             *ZZ*THEM           *240510*0930*^*"
            "00501*000000042*0*T*:~\n"
            "IEA*0*000000042~\n");
}

TEST(EnvelopeWriter, AfterTheLastControlNumberComesTheFirst) {
  std::string text;
  SegmentWriter out(text);
  EnvelopeWriter envelope(out, 999'999'999);
  envelope.BeginInterchange({}, kNow);
  EXPECT_EQ(envelope.interchange_control(), "999999999");
  envelope.EndInterchange();
  envelope.BeginInterchange({}, kNow);
  EXPECT_EQ(envelope.interchange_control(), "000000001");
}

class Header final : public Tokenizer::Sink {
 public:
  void OnInterchange(const InterchangeHeader& header) override {
    fixed_width = header.fixed_width;
    separators = {header.delimiters.element, header.delimiters.component,
                  header.delimiters.repetition, header.delimiters.segment};
  }
  void OnSegment(const Segment&) override {}
  void OnProblem(X12Problem, uint64_t) override { ++problems; }
  void OnUnfinishedSegment(uint64_t) override { ++problems; }

  bool fixed_width = false;
  std::string separators;
  int problems = 0;
};

TEST(EnvelopeWriter, OurReaderFindsTheSeparatorsWhateverTheAddresses) {
  for (const char* hostile : {"", "a", "0123456789ABCDEFGH", "~*:^", "\xC3\xA9\xC3\xA9"}) {
    std::string text;
    SegmentWriter out(text, {.element = '|', .component = '>', .repetition = '!', .segment = '\''},
                      /*line_breaks=*/false);
    EnvelopeWriter envelope(out, 1);
    envelope.BeginInterchange({.sender_qualifier = hostile, .sender = hostile, .receiver = hostile},
                              kNow);
    EXPECT_EQ(text.size(), 106u);
    envelope.EndInterchange();
    Header header;
    Tokenizer tokenizer(header);
    tokenizer.Feed(text);
    tokenizer.Finish();
    EXPECT_TRUE(header.fixed_width);
    EXPECT_EQ(header.separators, "|>!'");
    EXPECT_EQ(header.problems, 0);
  }
}

}  // namespace
}  // namespace scrubline
