#include "rules_engine/parse/parsed_ruleset.h"

#include <algorithm>
#include <string_view>

#include "rules_engine/parse/yaml_reader.h"

namespace scrubline {
namespace {

void ReportFile(Diagnostics& diagnostics, const std::string& path, std::string message,
                std::string hint, Diagnostic::Level level = Diagnostic::Level::kError) {
  diagnostics.push_back({level, {path, 0, 0}, std::move(message), std::move(hint), ""});
}

bool IsTest(std::string_view path) { return path.ends_with("_test.yaml"); }

// Of a file that may hold rules, lists, conditions or overrides.
bool IsOfRules(std::string_view path) {
  return path.ends_with(".yaml") && !path.ends_with("/ruleset.yaml") && !IsTest(path);
}

// Files that were given the other ending of YAML files. One among others may be something else; in
// a ruleset without any other it is all there is, and to go on without it would look like success.
void ReportOtherEndings(const std::vector<std::string>& paths, Diagnostics& diagnostics) {
  const bool has_rules = std::any_of(paths.begin(), paths.end(), IsOfRules);
  for (const std::string& path : paths) {
    if (!path.ends_with(".yml")) continue;
    if (has_rules || path.ends_with("_test.yml")) {
      ReportFile(diagnostics, path, "this file is not read", "name it `.yaml`",
                 Diagnostic::Level::kWarning);
    } else {
      ReportFile(diagnostics, path, "this file is not read, and the ruleset has no other",
                 "rename it: files of a ruleset end in `.yaml`");
    }
  }
}

ParsedRuleset::File ReadFile(const std::string& path, const FileSource& files,
                             Diagnostics& diagnostics) {
  auto text = files.Read(path, kMaxFileBytes);
  if (!text.ok()) {
    ReportFile(diagnostics, path, std::string(text.status().message()), "");
    text = std::string();
    return {std::make_shared<SourceFile>(path, ""), nullptr};
  }
  auto source = std::make_shared<SourceFile>(path, DropByteOrderMark(*std::move(text)));
  NodePtr root = ReadYaml(source, diagnostics);
  return {std::move(source), std::move(root)};
}

void AddNamed(const Node* node, std::string_view what, std::vector<ParsedRuleset::Named>& into,
              Diagnostics& diagnostics) {
  if (node == nullptr) return;
  if (node->kind != Node::Kind::kMap) {
    Report(diagnostics, *node,
           "expected " + std::string(what) + " as a map from their names, found " +
               std::string(KindName(*node)));
    return;
  }
  for (const Node::Entry& entry : node->entries) into.push_back({entry.key, entry.value});
}

void AddItems(const Node* node, std::string_view what, std::vector<NodePtr>& into,
              Diagnostics& diagnostics) {
  if (node == nullptr) return;
  if (node->kind != Node::Kind::kSequence) {
    Report(diagnostics, *node,
           "expected a list of " + std::string(what) + ", found " + std::string(KindName(*node)),
           "begin each with `- `");
    return;
  }
  into.insert(into.end(), node->items.begin(), node->items.end());
}

void DumpNode(const Node& node, std::string_view label, int indent, std::string& out) {
  out += std::to_string(node.line) + ":" + std::to_string(node.column) + " ";
  out.append(static_cast<size_t>(indent) * 2, ' ');
  out += label;
  switch (node.kind) {
    case Node::Kind::kNull:
      out += "null\n";
      break;
    case Node::Kind::kScalar:
      out += node.quoted ? "\"" + node.text + "\"\n" : node.text + "\n";
      break;
    case Node::Kind::kSequence:
      out += "list\n";
      for (const NodePtr& item : node.items) DumpNode(*item, "- ", indent + 1, out);
      break;
    case Node::Kind::kMap:
      out += "map\n";
      for (const Node::Entry& entry : node.entries) {
        DumpNode(*entry.value, entry.key->text + ": ", indent + 1, out);
      }
      break;
  }
}

}  // namespace

ParsedRuleset ParseRuleset(const std::string& directory, const FileSource& files,
                           Diagnostics& diagnostics) {
  ParsedRuleset ruleset;
  ruleset.directory = directory;
  const auto paths = files.List(directory);
  if (!paths.ok()) {
    ReportFile(diagnostics, directory, std::string(paths.status().message()), "");
    return ruleset;
  }
  const std::string header_path = directory + "/ruleset.yaml";
  bool has_header = false;
  ReportOtherEndings(*paths, diagnostics);
  for (const std::string& path : *paths) {
    if (!path.ends_with(".yaml")) continue;
    if (path != header_path && path.ends_with("/ruleset.yaml")) {
      ReportFile(diagnostics, path, "a ruleset inside another",
                 "put its folder beside that of " + directory);
      continue;
    }
    ruleset.files.push_back(ReadFile(path, files, diagnostics));
    const ParsedRuleset::File& file = ruleset.files.back();
    has_header = has_header || path == header_path;
    if (file.root == nullptr) continue;
    if (IsTest(path)) {
      ruleset.tests.push_back(file);
      continue;
    }
    if (path == header_path) {
      ruleset.header = file.root;
      AddNamed(file.root->Find("conditions"), "conditions", ruleset.conditions, diagnostics);
      continue;
    }
    MapReader reader(*file.root, "a file of a ruleset", diagnostics);
    AddItems(reader.Find("rules"), "rules", ruleset.rules, diagnostics);
    AddNamed(reader.Find("lists"), "lists", ruleset.lists, diagnostics);
    AddNamed(reader.Find("conditions"), "conditions", ruleset.conditions, diagnostics);
    AddItems(reader.Find("overrides"), "overrides", ruleset.overrides, diagnostics);
    AddNamed(reader.Find("example_tables"), "example tables", ruleset.example_tables, diagnostics);
    reader.Finish();
  }
  if (!has_header) {
    ReportFile(diagnostics, header_path, "there is no such file",
               "a ruleset's `ruleset.yaml` gives its id, version, language and layer");
  }
  return ruleset;
}

std::vector<ParsedRuleset::File> ParseClaimTests(const std::string& directory,
                                                 const FileSource& files,
                                                 Diagnostics& diagnostics) {
  std::vector<std::string> paths = {directory};
  if (!IsTest(directory)) {
    auto listed = files.List(directory);
    if (!listed.ok()) {
      ReportFile(diagnostics, directory, std::string(listed.status().message()), "");
      return {};
    }
    paths = *std::move(listed);
  }
  std::vector<ParsedRuleset::File> tests;
  for (const std::string& path : paths) {
    if (!IsTest(path)) continue;
    tests.push_back(ReadFile(path, files, diagnostics));
    if (tests.back().root == nullptr) tests.pop_back();
  }
  return tests;
}

std::string Dump(const ParsedRuleset& ruleset) {
  std::string out;
  for (const ParsedRuleset::File& file : ruleset.files) {
    out += "file " + file.source->path() + "\n";
    if (file.root) DumpNode(*file.root, "", 0, out);
  }
  return out;
}

}  // namespace scrubline
