#include "gate/error_log_line.h"

#include <fmt/format.h>

#include <iterator>

#include "base/escape.h"

namespace bulkhead::gate {

namespace {

constexpr std::size_t kTextBytesMax = 512;

// A field of the line: quotes would end it early for those who read it.
void put(std::string& out, std::string_view name, std::string_view text) {
  std::string escaped = escape_log(cut(text, kTextBytesMax));
  for (char& c : escaped) {
    if (c == '"') c = '\'';
  }
  fmt::format_to(std::back_inserter(out), " [{} \"{}\"]", name, escaped);
}

}  // namespace

void write_error_log_line(const ErrorLogLine& line, std::string& out) {
  const inspect::Finding& finding = line.finding;
  const auto& link = line.program.link(finding.link);
  const auto& metadata = line.program.metadata(link);
  out.clear();
  if (finding.disruptive) {
    fmt::format_to(std::back_inserter(out), "ModSecurity: Access denied with code {} (phase {}).",
                   link.status, finding.phase);
  } else {
    fmt::format_to(std::back_inserter(out), "ModSecurity: Warning. Matched at {}.",
                   escape_log(cut(finding.target, kTextBytesMax)));
  }
  put(out, "file", line.program.string(metadata.file));
  put(out, "line", std::to_string(metadata.line));
  put(out, "id", std::to_string(finding.rule_id));
  put(out, "rev", line.program.string(metadata.revision));
  put(out, "msg", finding.message);
  put(out, "data", finding.log_data);
  put(out, "severity", finding.severity == program::rules::kNone8 ? "" : std::to_string(finding.severity));
  put(out, "ver", line.program.string(metadata.version));
  put(out, "maturity", std::to_string(metadata.maturity));
  put(out, "accuracy", std::to_string(metadata.accuracy));
  for (const std::uint32_t tag : line.program.tags(metadata)) {
    const auto pieces = line.program.pieces(tag);
    if (pieces.size() == 1 && pieces[0].target == program::rules::kNone)
      put(out, "tag", line.program.string(pieces[0].literal));
  }
  put(out, "hostname", line.host);
  put(out, "uri", line.target.substr(0, line.target.find('?')));
  put(out, "unique_id", line.reference.text());
}

}  // namespace bulkhead::gate
