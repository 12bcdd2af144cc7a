// rules_engine/parse/parsed_ruleset.h — stage 1: a ruleset's files as trees with positions, sorted
// by what they define.
//
//   DiskFileSource disk;
//   Diagnostics diagnostics;
//   ParsedRuleset ruleset = ParseRuleset("rulesets/acme", disk, diagnostics);
//   // then ResolveRulesets(rulesets, diagnostics): resolve/resolver.h
//
// A ruleset is a folder with a `ruleset.yaml` that names it. Every other `.yaml` file in it, at any
// depth, holds one or more of `rules:`, `lists:`, `conditions:`, `overrides:` and
// `example_tables:`, or, when its name ends in `_test.yaml`, claims with the findings expected of
// them. Files are read in the order of their paths; other files are the author's own. Parsing goes
// on after an error and reports all; what could not be read is absent from the result, which is
// then good for no more than finding further errors. Threads: values; share const. Tested by
// parsed_ruleset_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_PARSE_PARSED_RULESET_H_
#define SCRUBLINE_RULES_ENGINE_PARSE_PARSED_RULESET_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/file_source.h"
#include "rules_engine/parse/node.h"

namespace scrubline {

struct ParsedRuleset {
  struct Named {
    NodePtr name;
    NodePtr value;
  };
  struct File {
    std::shared_ptr<const SourceFile> source;
    NodePtr root;
  };

  std::string directory;
  NodePtr header;  // of ruleset.yaml; null when there is none that can be read
  std::vector<NodePtr> rules;
  std::vector<Named> lists;
  std::vector<Named> conditions;
  std::vector<NodePtr> overrides;
  std::vector<Named> example_tables;
  std::vector<File> tests;  // the *_test.yaml files
  std::vector<File> files;  // all, tests too, in path order; `root` is null where YAML failed
};

ParsedRuleset ParseRuleset(const std::string& directory, const FileSource& files,
                           Diagnostics& diagnostics);

// The *_test.yaml files under `directory`, or the one file it names: for tests that stand outside
// of rulesets.
std::vector<ParsedRuleset::File> ParseClaimTests(const std::string& directory,
                                                 const FileSource& files, Diagnostics& diagnostics);

// One line a value, with its position; the golden form of this stage.
std::string Dump(const ParsedRuleset& ruleset);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_PARSE_PARSED_RULESET_H_
