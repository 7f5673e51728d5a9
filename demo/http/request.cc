#include "demo/http/request.h"

#include <fmt/format.h>

#include "base/utf8.h"
#include "demo/http/limits.h"

namespace bulkhead::demo {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    if (segment == "." || segment == "..") return true;
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  return false;
}

bool is_plain_path(std::string_view path) {
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f || c == '\\') return false;
  }
  return is_utf8(path) && !has_dot_segment(path);
}

}  // namespace

std::optional<std::string_view> value_of(const Pairs& pairs, std::string_view name) {
  for (const Pair& pair : pairs) {
    if (pair.name == name) return pair.value;
  }
  return std::nullopt;
}

std::string_view text_of(const Pairs& pairs, std::string_view name) {
  return value_of(pairs, name).value_or("");
}

Result<std::string> percent_decode(std::string_view text, PlusMeans plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus == PlusMeans::kBlank) {
      out.push_back(' ');
    } else if (text[i] != '%') {
      out.push_back(text[i]);
    } else {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) return fail(ErrorCode::kInvalid, "percent escape is broken");
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    }
  }
  return out;
}

Result<Pairs> parse_pairs(std::string_view text) {
  Pairs pairs;
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view piece = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (piece.empty()) continue;
    if (pairs.size() >= kFieldsMax)
      return fail(ErrorCode::kLimit, fmt::format("more than {} fields", kFieldsMax));
    const std::size_t equals = piece.find('=');
    auto name = percent_decode(piece.substr(0, equals), PlusMeans::kBlank);
    auto value =
        percent_decode(equals == std::string_view::npos ? "" : piece.substr(equals + 1), PlusMeans::kBlank);
    if (!name) return fail_as(name);
    if (!value) return fail_as(value);
    if (!is_utf8(*name) || !is_utf8(*value)) return fail(ErrorCode::kInvalid, "a field is not UTF-8");
    pairs.push_back({std::move(*name), std::move(*value)});
  }
  return pairs;
}

Status parse_target(std::string_view target, Request& request) {
  if (target.size() > kTargetBytesMax) {
    return fail(ErrorCode::kLimit,
                fmt::format("target of {} bytes, at most {}", target.size(), kTargetBytesMax));
  }
  if (target.empty() || target.front() != '/') return fail(ErrorCode::kInvalid, "target is not a path");
  const std::size_t mark = target.find('?');
  auto path = percent_decode(target.substr(0, mark), PlusMeans::kPlus);
  if (!path) return fail_as(path);
  if (!is_plain_path(*path)) return fail(ErrorCode::kInvalid, "path is not plain");
  request.path = std::move(*path);
  request.query.clear();
  if (mark == std::string_view::npos) return {};
  auto query = parse_pairs(target.substr(mark + 1));
  if (!query) return fail_as(query);
  request.query = std::move(*query);
  return {};
}

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out.push_back(c);
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace bulkhead::demo
