#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "ingest/x12/tokenizer.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Writes down what it is told: `ISA * : ^ ~`, `GS|HC|...`, `problem 3 @17`, `ends @99`.
class Recorder : public Tokenizer::Sink {
 public:
  void OnInterchange(const InterchangeHeader& header) override {
    const Delimiters& d = header.delimiters;
    unreadable = header.unreadable;
    const auto shown = [](char c) { return c == '\n' ? 'n' : c == '\r' ? 'r' : c == 0 ? '0' : c; };
    events.push_back(
        std::string("ISA ") + shown(d.element) + shown(d.component) + shown(d.repetition) +
        shown(d.segment) + " " + std::string(header[13]) + (header.fixed_width ? "" : " widths") +
        (header.unreadable ? " unreadable" : "") + " @" + std::to_string(header.offset));
  }
  void OnSegment(const Segment& segment) override {
    std::string text = segment.id() == 0 ? "?" : std::string(segment[0]);
    for (int i = 1; i <= segment.size(); ++i) text.append("|").append(segment[i]);
    if (segment.overflows()) text = "overflow";
    events.push_back(text + " @" + std::to_string(segment.offset()));
  }
  void OnProblem(X12Problem problem, uint64_t offset) override {
    events.push_back("problem " + std::to_string(static_cast<int>(problem)) + " @" +
                     std::to_string(offset));
  }
  void OnUnfinishedSegment(uint64_t offset) override {
    events.push_back("ends @" + std::to_string(offset));
  }
  std::vector<std::string> events;
  std::optional<X12Problem> unreadable;
};

std::vector<std::string> Tokens(const std::string& bytes, size_t piece) {
  Recorder recorder;
  Tokenizer tokenizer(recorder);
  for (size_t at = 0; at < bytes.size(); at += piece) tokenizer.Feed(bytes.substr(at, piece));
  tokenizer.Finish();
  EXPECT_EQ(tokenizer.size(), bytes.size());
  return recorder.events;
}

// However the bytes are cut, the sink sees the same.
std::vector<std::string> Tokens(const std::string& bytes) {
  const auto whole = Tokens(bytes, bytes.size() + 1);
  for (size_t piece : {1, 2, 3, 7, 50, 4096}) EXPECT_EQ(Tokens(bytes, piece), whole) << piece;
  return whole;
}

std::string Problem(X12Problem problem, size_t offset) {
  return "problem " + std::to_string(static_cast<int>(problem)) + " @" + std::to_string(offset);
}

// An ISA with the given separators and whatever stands behind the component separator.
std::string Isa(char e, char component, char repetition, const std::string& rest) {
  std::string isa =
      "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *240513*0930*";
  isa += repetition;
  isa += "*00501*000000001*0*T*";
  for (char& c : isa) c = c == '*' ? e : c;
  return isa + component + rest;
}

TEST(Tokenizer, FindsTheSeparators) {
  struct Case {
    std::string bytes, isa;
  };
  const std::vector<Case> cases = {
      {Isa('*', ':', '^', "~GS*HC~"), "ISA *:^~ 000000001 @0"},
      {Isa('|', '>', '!', "'GS|HC'"), "ISA |>!' 000000001 @0"},
      {Isa('~', '<', '^', "\nGS~HC\n"), "ISA ~<^n 000000001 @0"},
      {Isa('*', ':', '^', "\r\nGS*HC\r\n"), "ISA *:^n 000000001 @0"},
      {Isa('*', ':', '^', "\rGS*HC\r"), "ISA *:^r 000000001 @0"},
      {Isa('*', ':', '^', "\n~GS*HC\n~"), "ISA *:^~ 000000001 @0"},
      {Isa('*', ':', '^', "\r\n~\r\nGS*HC\r\n~"), "ISA *:^~ 000000001 @0"},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.bytes);
    const auto tokens = Tokens(test.bytes);
    ASSERT_EQ(tokens.size(), 2u) << testing::PrintToString(tokens);
    EXPECT_EQ(tokens[0], test.isa);
    EXPECT_THAT(tokens[1], testing::StartsWith("GS|HC @"));
  }
}

TEST(Tokenizer, ARepetitionSeparatorThatIsNoneIsReported) {
  EXPECT_THAT(Tokens(Isa('*', ':', 'U', "~")),
              ElementsAre("ISA *:0~ 000000001 @0", Problem(X12Problem::kRepetitionSeparator, 0)));
  EXPECT_THAT(Tokens(Isa('*', ':', ':', "~")),
              ElementsAre("ISA *:0~ 000000001 @0", Problem(X12Problem::kRepetitionSeparator, 0)));
}

TEST(Tokenizer, RefusesAnIsaItCannotTrust) {
  const std::vector<std::string> garbled = {
      Isa('*', ':', '^', "").substr(0, 60),
      "ISA*1*2\n*3*4*5*6*7*8*9*10*11*12*13*14*15*:~",
  };
  for (const std::string& bytes : garbled) {
    SCOPED_TRACE(bytes);
    EXPECT_THAT(Tokens(bytes), ElementsAre(Problem(X12Problem::kIsaGarbled, 0)));
  }
  EXPECT_THAT(Tokens("ISA*1*2*3*4*5*6*7*8*9*10*^*00501*13*14*15*:~"),
              ElementsAre("ISA *:^~ 13 widths @0"));
}

// Its addresses can be read, so that it can be answered; nothing else of it can.
TEST(Tokenizer, SaysWhichSeparatorOfAnInterchangeIsNotUsable) {
  struct Case {
    std::string bytes;
    X12Problem problem;
  };
  const std::vector<Case> cases = {
      {Isa('*', ':', '^', ":"), X12Problem::kSegmentTerminator},
      {Isa('*', ':', '^', "*"), X12Problem::kSegmentTerminator},
      {Isa('*', ':', '^', "A"), X12Problem::kSegmentTerminator},
      {Isa('*', ':', '^', " A"), X12Problem::kSegmentTerminator},
      {Isa('*', '*', '^', "~"), X12Problem::kComponentSeparatorUnusable},
      {Isa('*', 'A', '^', "~"), X12Problem::kComponentSeparatorUnusable},
      {Isa('*', ' ', '^', "~"), X12Problem::kComponentSeparatorUnusable},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.bytes);
    const auto tokens = Tokens(test.bytes + "GS*HC~" + Isa('|', ':', '^', "~") + "GS|HC~");
    ASSERT_THAT(tokens, testing::SizeIs(4));
    EXPECT_THAT(tokens[0], testing::HasSubstr("000000001 unreadable @0"));
    EXPECT_THAT(tokens[1], testing::StartsWith("problem 0"));
    EXPECT_THAT(tokens[2], testing::StartsWith("ISA |:^~ 000000001 @1"));
    Recorder recorder;
    Tokenizer(recorder).Feed(test.bytes + std::string(600, ' '));
    EXPECT_EQ(recorder.unreadable, test.problem);
  }
}

TEST(Tokenizer, AssumesAnIsaWhereAskedTo) {
  const auto tokens = [](const std::string& bytes, size_t piece) {
    Recorder recorder;
    Tokenizer tokenizer(recorder, true);
    for (size_t at = 0; at < bytes.size(); at += piece) tokenizer.Feed(bytes.substr(at, piece));
    tokenizer.Finish();
    return recorder.events;
  };
  for (size_t piece : {1, 2, 3, 7, 1000}) {
    SCOPED_TRACE(piece);
    EXPECT_THAT(tokens("\xEF\xBB\xBF\n GS*HC~ST*837~IEA*1~" + Isa('|', ':', '^', "~"), piece),
                ElementsAre("ISA *:^~  @5", "GS|HC @5", "ST|837 @11", "IEA|1 @18",
                            "ISA |:^~ 000000001 @24"));
    EXPECT_THAT(tokens("ST*837~", piece), ElementsAre("ISA *:^~  @0", "ST|837 @0"));
    EXPECT_THAT(tokens("ST|837~", piece), IsEmpty());
    EXPECT_THAT(tokens("xST*837~", piece), IsEmpty());
  }
  EXPECT_THAT(Tokens("ST*837~"), IsEmpty()) << "unless asked to";
}

TEST(Tokenizer, TakesRealFilesAsTheyCome) {
  const std::string isa = Isa('*', ':', '^', "~");
  EXPECT_THAT(Tokens("\xEF\xBB\xBF\r\n  " + isa + "\r\n  GS*HC * A ~~\n\t~ST*837~"),
              ElementsAre("ISA *:^~ 000000001 @7", "GS|HC|A @117", "ST|837 @132"));
  EXPECT_THAT(
      Tokens("The VISA*card and ISAAC*\n" + isa + "GS*HC~"),
      ElementsAre(Problem(X12Problem::kBytesSkipped, 0), "ISA *:^~ 000000001 @25", "GS|HC @131"));
  EXPECT_THAT(Tokens(isa + "n4*A~Nd4*B~*IC~N~NM31*X~N4~"),
              ElementsAre("ISA *:^~ 000000001 @0", "?|A @106", "?|B @111", "?|IC @117", "? @121",
                          "?|X @123", "N4 @130"));
}

TEST(Tokenizer, ReadsManyInterchangesEachWithItsSeparators) {
  EXPECT_THAT(
      Tokens(Isa('*', ':', '^', "~") + "IEA*0*1~\n~\n" + Isa('|', '>', '^', "'") + "IEA|0|1'" +
             "garbage" + "\n" + Isa('*', ':', '^', "~") + "GS*HC~" + Isa('|', '>', '^', "'")),
      ElementsAre("ISA *:^~ 000000001 @0", "IEA|0|1 @106", "ISA |>^' 000000001 @117",
                  "IEA|0|1 @223", Problem(X12Problem::kBytesSkipped, 231),
                  "ISA *:^~ 000000001 @239", "GS|HC @345", "ISA |>^' 000000001 @351"));
}

TEST(Tokenizer, FindsAnInterchangeBehindALetter) {
  const std::string isa = Isa('*', ':', '^', "~");
  EXPECT_THAT(
      Tokens("a VISA*card*1234*" + isa + "GS*HC~"),
      ElementsAre(Problem(X12Problem::kBytesSkipped, 0), "ISA *:^~ 000000001 @17", "GS|HC @123"));
  EXPECT_THAT(
      Tokens(isa + "IEA*0*1~garbage" + isa + "GS*HC~"),
      ElementsAre("ISA *:^~ 000000001 @0", "IEA|0|1 @106", Problem(X12Problem::kBytesSkipped, 114),
                  "ISA *:^~ 000000001 @121", "GS|HC @227"));
  EXPECT_THAT(Tokens("VISA*00*short"), IsEmpty());
}

TEST(Tokenizer, SaysWhereTheInputBreaksOff) {
  const std::string isa = Isa('*', ':', '^', "~");
  EXPECT_THAT(Tokens(isa + "GS*H"), ElementsAre("ISA *:^~ 000000001 @0", "ends @110"));
  EXPECT_THAT(Tokens(isa + "IEA*0*1"), ElementsAre("ISA *:^~ 000000001 @0", "IEA|0|1 @106"));
  EXPECT_THAT(Tokens("no interchange here"), IsEmpty());
}

TEST(Tokenizer, BoundsWhatItKeeps) {
  const std::string isa = Isa('*', ':', '^', "~");
  const std::string longest(Tokenizer::kMaxSegment - 3, 'x');
  EXPECT_THAT(Tokens(isa + "N3*" + longest + "~N4~", 5000),
              ElementsAre("ISA *:^~ 000000001 @0", "N3|" + longest + " @106",
                          "N4 @" + std::to_string(106 + Tokenizer::kMaxSegment + 1)));
  for (size_t piece : {size_t{1000}, size_t{1} << 20}) {
    EXPECT_THAT(Tokens(isa + "N3*x" + longest + "~N4~", piece),
                ElementsAre("ISA *:^~ 000000001 @0", Problem(X12Problem::kSegmentTooLong, 106),
                            "N4 @" + std::to_string(106 + Tokenizer::kMaxSegment + 2)));
  }
  EXPECT_THAT(
      Tokens(isa + "N3" + std::string(64, '*') + "~N3" + std::string(65, '*') + "~"),
      ElementsAre("ISA *:^~ 000000001 @0", "N3" + std::string(64, '|') + " @106", "overflow @173"));
}

TEST(Composite, SplitsAndNumbersFromOne) {
  const Composite composite("HC:99213::25 ", ':');
  EXPECT_EQ(composite.size(), 4);
  EXPECT_EQ(composite[1], "HC");
  EXPECT_EQ(composite[2], "99213");
  EXPECT_EQ(composite[3], "");
  EXPECT_EQ(composite[4], "25");
  EXPECT_EQ(composite[5], "");
  EXPECT_FALSE(composite.overflows());
  EXPECT_TRUE(Composite(std::string(16, ':'), ':').overflows());
}

}  // namespace
}  // namespace scrubline
