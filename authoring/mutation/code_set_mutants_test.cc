#include "authoring/mutation/code_set_mutants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

// `-99202 ["99203-99215"]`, a line a mutant.
std::string Mutants(const CodeSet& codes, size_t most = 10) {
  std::string text;
  for (const CodeSetMutant& mutant : MutateCodeSet(codes, most).mutants) {
    text += (mutant.gained ? "+" : "-") + mutant.code + " " + mutant.codes.ToString() + "\n";
  }
  return text;
}

TEST(CodeSetMutantsTest, EntriesAreLostAndOneIsGained) {
  CodeSet codes;
  codes.Add(Code::Of("25"));
  codes.Add(Code::Of("59"));
  codes.Seal();
  EXPECT_EQ(Mutants(codes),
            "-25 [\"59\"]\n"
            "-59 [\"25\"]\n"
            "+60 [\"25\", \"59\", \"60\"]\n");
}

TEST(CodeSetMutantsTest, RangesLoseTheirEnds) {
  CodeSet codes;
  codes.AddRange(Code::Of("99202"), Code::Of("99215"));
  codes.AddRange(Code::Of("J1000"), Code::Of("J1000"));
  codes.AddPrefix(Code::Of("G9"));
  codes.Seal();
  EXPECT_EQ(Mutants(codes),
            "-99202 [\"99203-99215\", \"G9*\", \"J1000-J1000\"]\n"
            "-99215 [\"99202-99214\", \"G9*\", \"J1000-J1000\"]\n"
            "-G9* [\"99202-99215\", \"J1000-J1000\"]\n"
            "-J1000 [\"99202-99215\", \"G9*\"]\n"
            "-J1000 [\"99202-99215\", \"G9*\"]\n"
            "+J1001 [\"J1001\", \"99202-99215\", \"G9*\", \"J1000-J1000\"]\n");
}

TEST(CodeSetMutantsTest, WhatIsInTwiceIsNotLost) {
  CodeSet codes;
  codes.Add(Code::Of("99213"));
  codes.AddRange(Code::Of("99213"), Code::Of("99299"));
  codes.Seal();
  // Neither the single code nor the range's first; past 99299 comes 99300.
  EXPECT_EQ(Mutants(codes),
            "-99299 [\"99213\", \"99213-99298\"]\n"
            "+99300 [\"99213\", \"99300\", \"99213-99299\"]\n");
}

TEST(CodeSetMutantsTest, LongListsAreSampledTheSameWayEachTime) {
  EXPECT_THAT(SampleEntries(3, 4), ElementsAre(0, 1, 2));
  const std::vector<size_t> sample = SampleEntries(1000, 8);
  EXPECT_THAT(sample, SizeIs(8));
  EXPECT_EQ(sample.front(), 0u);
  EXPECT_EQ(sample.back(), 999u);
  EXPECT_EQ(std::adjacent_find(sample.begin(), sample.end()), sample.end());
  EXPECT_EQ(SampleEntries(1000, 8), sample);
}

}  // namespace
}  // namespace scrubline
