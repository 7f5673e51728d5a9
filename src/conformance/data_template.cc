#include "conformance/data_template.h"

#include <charconv>

namespace bulkhead::conformance {

namespace {

void skip_spaces(std::string_view& text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
}

bool take(std::string_view& text, std::string_view word) {
  skip_spaces(text);
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// Appends what the inside of one `{{ … }}` stands for.
Status append_repeated(std::string_view inside, std::string& out) {
  std::string_view rest = inside;
  const auto broken = [&] {
    return fail(ErrorCode::kInvalid, "only {{ \"text\" | repeat N }} is understood of templates, not {{" +
                                         std::string(inside) + "}}");
  };
  if (!take(rest, "\"")) return broken();
  const std::size_t end = rest.find('"');
  if (end == std::string_view::npos) return broken();
  const std::string_view piece = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  if (piece.contains('\\') || !take(rest, "|") || !take(rest, "repeat")) return broken();
  skip_spaces(rest);
  std::size_t times = 0;
  const auto [after, wrong] = std::from_chars(rest.data(), rest.data() + rest.size(), times);
  if (wrong != std::errc()) return broken();
  rest.remove_prefix(static_cast<std::size_t>(after - rest.data()));
  skip_spaces(rest);
  if (!rest.empty()) return broken();
  if (!piece.empty() && times > (kBodyBytesMax - out.size()) / piece.size())
    return fail(ErrorCode::kLimit, "a body has at most " + std::to_string(kBodyBytesMax) + " bytes");
  for (std::size_t i = 0; i < times && !piece.empty(); ++i) out += piece;
  return {};
}

}  // namespace

Result<std::string> expand_template(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t begin = text.find("{{");
    out += text.substr(0, begin);
    if (begin == std::string_view::npos) break;
    const std::size_t end = text.find("}}", begin);
    if (end == std::string_view::npos) return fail(ErrorCode::kInvalid, "a template without }}");
    if (const Status done = append_repeated(text.substr(begin + 2, end - begin - 2), out); !done)
      return fail_as(done);
    text.remove_prefix(end + 2);
  }
  if (out.size() > kBodyBytesMax)
    return fail(ErrorCode::kLimit, "a body has at most " + std::to_string(kBodyBytesMax) + " bytes");
  return out;
}

}  // namespace bulkhead::conformance
