#include "policy/values/path_prefix.h"

#include <algorithm>

#include "policy/policy.h"

namespace bulkhead::policy {

namespace {

bool is_path_byte(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  const bool digit = c >= '0' && c <= '9';
  return letter || digit || std::string_view("-._~@:+,=").find(c) != std::string_view::npos;
}

Parsed<void> check_segment(std::string_view segment) {
  if (segment.empty())
    return refuse("the path has an empty segment", "one slash between segments: /forms/tax");
  if (segment == "." || segment == "..")
    return refuse("the path has a dot segment", "the path that it leads to");
  if (segment.find('%') != std::string_view::npos) {
    return refuse("the path has an encoded byte", "the decoded path, in characters that need no encoding");
  }
  if (!std::ranges::all_of(segment, is_path_byte)) {
    return refuse("the path has a character that is not taken in paths",
                  "letters, digits and - . _ ~ @ : + , =");
  }
  return {};
}

}  // namespace

Parsed<std::string> parse_path_prefix(std::string_view text) {
  if (!text.starts_with('/'))
    return refuse("the path does not begin with a slash", "/" + std::string(text.substr(0, 64)));
  if (text == "/") return std::string(text);
  if (text.size() > Limits::kPathBytesMax) {
    return refuse("the path has " + std::to_string(text.size()) + " bytes",
                  "at most " + std::to_string(Limits::kPathBytesMax));
  }
  if (text.ends_with('/')) {
    return refuse("the path ends with a slash",
                  std::string(text.substr(0, text.size() - 1)) + ", which matches whole segments");
  }
  std::size_t segments = 0;
  for (std::string_view rest = text; !rest.empty(); ++segments) {
    rest.remove_prefix(1);  // the slash
    const std::size_t end = std::min(rest.find('/'), rest.size());
    if (const Parsed<void> good = check_segment(rest.substr(0, end)); !good)
      return std::unexpected<Refusal>(good.error());
    rest.remove_prefix(end);
  }
  if (segments > Limits::kPathSegmentsMax) {
    return refuse("the path has " + std::to_string(segments) + " segments",
                  "at most " + std::to_string(Limits::kPathSegmentsMax));
  }
  return std::string(text);
}

Parsed<std::string> parse_probe_path(std::string_view text) {
  const bool visible = std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F && c != '#'; });
  if (!text.starts_with('/') || !visible || text.size() > Limits::kPathBytesMax) {
    return refuse("this is not a path to ask for",
                  "it begins with a slash and has no blanks, at most 255 bytes: /healthz");
  }
  return std::string(text);
}

bool path_is_under(std::string_view path, std::string_view prefix) {
  if (prefix == "/") return true;
  return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

}  // namespace bulkhead::policy
