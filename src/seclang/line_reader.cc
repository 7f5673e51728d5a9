#include "seclang/line_reader.h"

#include <algorithm>

namespace bulkhead::seclang {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

LineReader::LineReader(std::uint32_t file, Context& context)
    : file_(file), text_(context.findings.file(file).text) {
  if (text_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
}

LineReader::Physical LineReader::take(Context& context) {
  ++number_;
  context.findings.line_begins(file_, at_);
  const std::size_t end = std::min(text_.find('\n', at_), text_.size());
  Physical line{text_.substr(at_, end - at_), 0, false};
  at_ = std::min(end + 1, text_.size());
  if (line.text.ends_with('\r')) line.text.remove_suffix(1);
  if (line.text.ends_with('\\')) {
    line.text.remove_suffix(1);
    line.goes_on = true;
  }
  while (line.indent < line.text.size() && is_blank(line.text[line.indent])) ++line.indent;
  return line;
}

bool LineReader::next(Line& line, Context& context) {
  while (at_ < text_.size()) {
    Physical physical = take(context);
    const bool comment = physical.text.substr(physical.indent).starts_with('#');
    line.start(file_);
    line.append(physical.text, number_, 1);
    bool too_long = false;
    while (physical.goes_on && at_ < text_.size()) {
      physical = take(context);
      const std::string_view behind = physical.text.substr(physical.indent);
      if (comment && !behind.empty() && behind[0] != '#') {
        context.findings.warning({file_, number_, static_cast<std::uint32_t>(physical.indent + 1)},
                                 "this line belongs to the comment above, which ends in a backslash");
      }
      const std::size_t size = line.text().size() + physical.text.size();
      if (!too_long && !comment && size > context.limits.line_bytes_max) {
        too_long = true;
        context.over_limit(line.at(0), "line too long", "line_bytes_max", context.limits.line_bytes_max,
                           size);
      }
      if (!too_long && !comment) line.append(physical.text, number_, 1);
    }
    if (comment || too_long) continue;
    if (line.text().size() > context.limits.line_bytes_max) {
      context.over_limit(line.at(0), "line too long", "line_bytes_max", context.limits.line_bytes_max,
                         line.text().size());
      continue;
    }
    if (line.text().find_first_not_of(" \t") != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace bulkhead::seclang
