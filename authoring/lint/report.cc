#include "authoring/lint/report.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace scrubline {
namespace {

using Json = nlohmann::ordered_json;
using Level = Diagnostic::Level;

std::string Plural(int count, const std::string& word) {
  const bool has_plural = word != "advice";
  return std::to_string(count) + " " + word + (count == 1 || !has_plural ? "" : "s");
}

// Bytes that are no UTF-8 become U+FFFD, so that no author's text can break the output.
std::string Written(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string_view SarifLevel(Level level) {
  return level == Level::kAdvice ? "note" : ToString(level);
}

// A path as a relative URI: what a URI cannot hold is escaped.
std::string UriOf(const std::string& path) {
  std::string uri;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '/' || c == '.' || c == '_' || c == '-' || c == '~';
    if (plain) {
      uri += c;
    } else {
      char escaped[4];
      std::snprintf(escaped, sizeof escaped, "%%%02X",
                    static_cast<unsigned>(static_cast<unsigned char>(c)));
      uri += escaped;
    }
  }
  return uri;
}

// The values of a workflow command hold no line breaks; those of a property no `:` and `,` either.
std::string Escaped(std::string_view text, bool property) {
  std::string escaped;
  for (const char c : text) {
    if (c == '%') {
      escaped += "%25";
    } else if (c == '\r') {
      escaped += "%0D";
    } else if (c == '\n') {
      escaped += "%0A";
    } else if (property && c == ':') {
      escaped += "%3A";
    } else if (property && c == ',') {
      escaped += "%2C";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string WithHint(const Diagnostic& text) {
  return text.hint.empty() ? text.message : text.message + "; " + text.hint;
}

}  // namespace

LintCounts Count(const LintReport& report) {
  LintCounts counts;
  for (const LintFinding& finding : report.findings) {
    switch (finding.text.level) {
      case Level::kError:
        ++counts.errors;
        break;
      case Level::kWarning:
        ++counts.warnings;
        break;
      case Level::kAdvice:
        ++counts.advice;
        break;
    }
  }
  return counts;
}

std::string Fingerprint(const LintFinding& finding) {
  uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  const auto add = [&hash](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    hash = (hash ^ 0xFF) * 0x100000001b3;  // what no text holds, so that parts stay apart
  };
  add(finding.lint->name);
  add(finding.text.position.file);
  add(finding.subject);
  // Places in a message move with the lines of other rules: digits after a colon are left out.
  std::string message;
  for (size_t i = 0; i < finding.text.message.size(); ++i) {
    const char c = finding.text.message[i];
    message += c;
    while (c == ':' && i + 1 < finding.text.message.size() && finding.text.message[i + 1] >= '0' &&
           finding.text.message[i + 1] <= '9') {
      ++i;
    }
  }
  add(message);
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

std::string ToText(const LintReport& report) {
  std::string out;
  for (const LintFinding& finding : report.findings) {
    Diagnostic named = finding.text;
    named.message += " [" + std::string(finding.lint->name) + "]";
    out += named.ToString();
  }
  const LintCounts counts = Count(report);
  out += Plural(report.rules, "rule") + ": " + Plural(counts.errors, "error") + ", " +
         Plural(counts.warnings, "warning") + ", " + Plural(counts.advice, "advice");
  if (report.suppressed > 0) out += ", " + std::to_string(report.suppressed) + " allowed";
  return out + "\n";
}

std::string ToJson(const LintReport& report) {
  Json findings = Json::array();
  for (const LintFinding& finding : report.findings) {
    const Diagnostic& text = finding.text;
    Json item = {{"lint", finding.lint->name},
                 {"level", ToString(text.level)},
                 {"file", text.position.file}};
    if (text.position.line > 0) item["line"] = text.position.line;
    if (text.position.column > 0) item["column"] = text.position.column;
    if (!finding.subject.empty()) item["subject"] = finding.subject;
    item["message"] = text.message;
    if (!text.hint.empty()) item["hint"] = text.hint;
    item["fingerprint"] = Fingerprint(finding);
    findings.push_back(std::move(item));
  }
  const LintCounts counts = Count(report);
  return Written({{"rules", report.rules},
                  {"errors", counts.errors},
                  {"warnings", counts.warnings},
                  {"advice", counts.advice},
                  {"allowed", report.suppressed},
                  {"findings", std::move(findings)}});
}

std::string ToSarif(const LintReport& report, std::string_view version) {
  Json rules = Json::array();
  for (const LintInfo& lint : AllLints()) {
    rules.push_back({{"id", lint.name},
                     {"shortDescription", {{"text", lint.doc}}},
                     {"defaultConfiguration", {{"level", SarifLevel(lint.level)}}}});
  }
  Json results = Json::array();
  for (const LintFinding& finding : report.findings) {
    const Diagnostic& text = finding.text;
    Json location = {{"artifactLocation", {{"uri", UriOf(text.position.file)}}}};
    if (text.position.line > 0) {
      Json region = {{"startLine", text.position.line}};
      if (text.position.column > 0) region["startColumn"] = text.position.column;
      location["region"] = std::move(region);
    }
    results.push_back({{"ruleId", finding.lint->name},
                       {"ruleIndex", static_cast<int>(finding.lint - AllLints().data())},
                       {"level", SarifLevel(text.level)},
                       {"message", {{"text", WithHint(text)}}},
                       {"locations", Json::array({{{"physicalLocation", std::move(location)}}})},
                       {"partialFingerprints", {{"scrubLint/v1", Fingerprint(finding)}}}});
  }
  return Written({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                  {"version", "2.1.0"},
                  {"runs", Json::array({{{"tool",
                                          {{"driver",
                                            {{"name", "scrub lint"},
                                             {"semanticVersion", version},
                                             {"rules", std::move(rules)}}}}},
                                         {"columnKind", "unicodeCodePoints"},
                                         {"results", std::move(results)}}})}});
}

std::string ToGithub(const LintReport& report) {
  std::string out;
  for (const LintFinding& finding : report.findings) {
    const Diagnostic& text = finding.text;
    out += text.level == Level::kAdvice ? "::notice" : "::" + std::string(ToString(text.level));
    out += " file=" + Escaped(text.position.file, true);
    if (text.position.line > 0) out += ",line=" + std::to_string(text.position.line);
    if (text.position.column > 0) out += ",col=" + std::to_string(text.position.column);
    out += ",title=" + Escaped(finding.lint->name, true) + "::" + Escaped(WithHint(text), false) +
           "\n";
  }
  return out;
}

std::string ListLints() {
  size_t width = 0;
  for (const LintInfo& lint : AllLints()) width = std::max(width, lint.name.size());
  std::string out;
  for (const LintInfo& lint : AllLints()) {
    out += std::string(lint.name) + std::string(width - lint.name.size() + 2, ' ');
    const std::string_view level = ToString(lint.level);
    out += std::string(level) + std::string(9 - level.size(), ' ') + std::string(lint.doc) + "\n";
  }
  return out;
}

}  // namespace scrubline
