#include "authoring/lint/code_set_algebra.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace scrubline {
namespace {

// `99213`, `99202-99215`, `J9*`; a range whose ends begin with a letter and are short is one of
// diagnoses.
CodeSet Set(const std::vector<std::string>& texts, bool diagnoses = false) {
  CodeSet set;
  for (const std::string& text : texts) {
    const size_t dash = text.find('-');
    if (text.ends_with('*')) {
      set.AddPrefix(*Code::Parse(text.substr(0, text.size() - 1)));
    } else if (dash == std::string::npos) {
      set.Add(*Code::Parse(text));
    } else if (diagnoses) {
      set.AddDiagnosisRange(*Code::Parse(text.substr(0, dash)),
                            *Code::Parse(text.substr(dash + 1)));
    } else {
      set.AddRange(*Code::Parse(text.substr(0, dash)), *Code::Parse(text.substr(dash + 1)));
    }
  }
  set.Seal();
  return set;
}

struct Case {
  std::vector<std::string> a, b;
  bool expected;
  bool diagnoses = false;
};

TEST(CodeSetAlgebraTest, Disjoint) {
  const Case cases[] = {
      {{"99213"}, {"99214"}, true},
      {{"99213"}, {"99213", "99214"}, false},
      {{"99202-99215"}, {"99213"}, false},
      {{"99202-99215"}, {"99221-99239"}, true},
      {{"99202-99215"}, {"99215-99239"}, false},
      {{"00100-01999"}, {"0101T"}, true},
      {{"J9*"}, {"J3301"}, true},
      {{"J9*"}, {"J9000-J9999"}, false},
      {{"J9*"}, {"99202-99215"}, true},
      {{"J0000-J8999"}, {"J9*"}, true},
      {{"0001F-9999F"}, {"0001T-9999T"}, true},
      {{"E11-E13"}, {"E12*"}, false, true},
      {{"E11-E13"}, {"E14*"}, true, true},
      {{}, {"99213"}, true},
      {{}, {}, true},
  };
  for (const Case& c : cases) {
    const CodeSet a = Set(c.a, c.diagnoses), b = Set(c.b, c.diagnoses);
    EXPECT_EQ(AreDisjoint(a, b), c.expected) << a.ToString() << " " << b.ToString();
    EXPECT_EQ(AreDisjoint(b, a), c.expected) << b.ToString() << " " << a.ToString();
  }
}

TEST(CodeSetAlgebraTest, Subset) {
  const Case cases[] = {
      {{"99213"}, {"99202-99215"}, true},
      {{"99213", "99281"}, {"99202-99215"}, false},
      {{"99202-99215"}, {"99202-99205", "99206-99215"}, true},
      {{"99202-99215"}, {"99202-99205", "99207-99215"}, false},
      {{"99202-99205"}, {"99202", "99203", "99204", "99205"}, true},
      {{"99198-99202"}, {"9919*", "9920*"}, true},
      {{"J9000-J9999"}, {"J9*"}, true},
      {{"J9000-J9998"}, {"J9000-J9499", "J9500-J9999"}, true},
      {{"J9*"}, {"J9000-J9999"}, false},  // J9ABC is in the first
      {{"J90*"}, {"J9*"}, true},
      {{"0001F-0009F"}, {"0001F-0005F", "0006F-0009F"}, true},
      {{"0001F-0009F"}, {"0001T-0009T"}, false},
      {{"A0000-B9999"}, {"A0000-C9999"}, true},
      {{"A0000-B9999"}, {"A*", "B*"}, true},
      {{"A0000-B9999"}, {"A*"}, false},
      {{"E11-E13"}, {"E1*"}, true, true},
      {{}, {"99213"}, true},
      {{"99213"}, {}, false},
  };
  for (const Case& c : cases) {
    const CodeSet a = Set(c.a, c.diagnoses), b = Set(c.b, c.diagnoses);
    EXPECT_EQ(IsSubset(a, b), c.expected) << a.ToString() << " " << b.ToString();
  }
}

TEST(CodeSetAlgebraTest, SeveralSets) {
  const CodeSet visits = Set({"99202-99215"}), low = Set({"99200-99205"}), high = Set({"99211*"});
  const CodeSet* in[] = {&visits, &low};
  const CodeSet* out[] = {&high};
  EXPECT_FALSE(IsNowhere(in, out));
  const CodeSet rest = Set({"99202", "99203-99205"});
  const CodeSet* without[] = {&high, &rest};
  EXPECT_TRUE(IsNowhere(in, without));
}

// Every proof is tried on the codes themselves.
TEST(CodeSetAlgebraTest, NoProofIsWrong) {
  uint64_t state = 42;
  const auto random = [&state](uint64_t below) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (state >> 33) % below;
  };
  const auto code = [&random] {
    std::string text = "000";
    for (size_t i = 0; i < 3; ++i) text[i] = static_cast<char>('0' + random(3));
    if (random(2) == 0) text[0] = static_cast<char>('A' + random(2));
    if (random(4) == 0) text[2] = static_cast<char>('A' + random(2));
    return *Code::Parse(text);
  };
  const auto make = [&] {
    CodeSet set;
    for (uint64_t i = random(4); i > 0; --i) set.Add(code());
    for (uint64_t i = random(4); i > 0; --i) {
      const Code a = code(), b = code();
      if (CodeSet::SameShape(a, b)) set.AddRange(std::min(a, b), std::max(a, b));
    }
    if (random(3) == 0) set.AddPrefix(Code::FromBits(code().bits() & ~0ull << 48));
    set.Seal();
    return set;
  };
  std::vector<Code> all;
  for (const char a : std::string("012AB")) {
    for (const char b : std::string("012")) {
      for (const char c : std::string("012AB")) all.push_back(*Code::Parse(std::string{a, b, c}));
    }
  }
  int proofs = 0;
  for (int i = 0; i < 20'000; ++i) {
    const CodeSet a = make(), b = make(), c = make();
    const CodeSet* in[] = {&a, &b};
    const CodeSet* out[] = {&c};
    if (!IsNowhere(in, out)) continue;
    ++proofs;
    for (const Code x : all) {
      ASSERT_FALSE(a.Contains(x) && b.Contains(x) && !c.Contains(x))
          << x.ToString() << " is in " << a.ToString() << " and " << b.ToString() << ", not in "
          << c.ToString();
    }
  }
  EXPECT_GT(proofs, 1000);
}

}  // namespace
}  // namespace scrubline
