#include "policy/scalars.h"

#include <algorithm>

#include "base/escape.h"
#include "base/timestamp.h"
#include "base/utf8.h"
#include "policy/plain_scalar.h"
#include "policy/values/byte_size.h"
#include "policy/values/name.h"

namespace bulkhead::policy {

namespace {

/// The type of the scalar; quoted scalars are always text.
PlainType type_of(const Node& node) { return node.plain ? plain_type(node.text) : PlainType::kText; }

template <typename T>
bool expect_range(const Spot& spot, T value, T min, T max, const std::string& range, Findings& findings) {
  if (value >= min && value <= max) return true;
  findings.error(spot.place(), spot.node->text + " is outside " + range, "from " + range);
  return false;
}

/// Letters that would break a line, a page or the reading direction around the text.
bool is_refused_in_line(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  const bool line_end = c == 0x2028 || c == 0x2029;
  const bool direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  return control || line_end || direction;
}

bool has_refused_in_line(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (!point.well_formed || is_refused_in_line(point.value)) return true;
    text.remove_prefix(point.bytes);
  }
  return false;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

bool expect_scalar(const Spot& spot, std::string_view wanted, Findings& findings) {
  if (spot.node->is_scalar()) return true;
  if (spot.node->is_refused()) return false;
  const bool null = spot.node->kind == Node::Kind::kNull;
  findings.error(null ? spot.key_place() : spot.place(), null ? "has no value" : "is no single value",
                 std::string(wanted));
  return false;
}

std::optional<std::string> read_string(const Spot& spot, Findings& findings) {
  if (!expect_scalar(spot, "a text", findings)) return std::nullopt;
  const PlainType type = type_of(*spot.node);
  if (type == PlainType::kText) return spot.node->text;
  findings.error(spot.place(), "is " + std::string(name(type)) + ", not text",
                 "in quotes when it is meant: \"" + cut(spot.node->text, 64) + "\"");
  return std::nullopt;
}

std::optional<bool> read_boolean(const Spot& spot, Findings& findings) {
  if (!expect_scalar(spot, "true or false", findings)) return std::nullopt;
  if (type_of(*spot.node) == PlainType::kBoolean) return plain_boolean(spot.node->text);
  findings.error(spot.place(), "is not true or false", "true or false, without quotes");
  return std::nullopt;
}

std::optional<std::int64_t> read_integer(const Spot& spot, std::int64_t min, std::int64_t max,
                                         Findings& findings) {
  const std::string range = std::to_string(min) + " to " + std::to_string(max);
  if (!expect_scalar(spot, "a whole number from " + range, findings)) return std::nullopt;
  if (type_of(*spot.node) != PlainType::kInteger) {
    findings.error(spot.place(), "is not a whole number",
                   "a whole number from " + range + ", without quotes");
    return std::nullopt;
  }
  const std::optional<std::int64_t> value = plain_integer(spot.node->text);
  if (!value) {
    findings.error(spot.place(), cut(spot.node->text, 32) + " is outside " + range, "from " + range);
    return std::nullopt;
  }
  return expect_range(spot, *value, min, max, range, findings) ? value : std::nullopt;
}

std::string duration_as_written(Milliseconds duration) {
  const std::int64_t ms = duration.count();
  if (ms == 0) return "0s";
  if (ms % 3'600'000 == 0) return std::to_string(ms / 3'600'000) + "h";
  if (ms % 60'000 == 0) return std::to_string(ms / 60'000) + "m";
  if (ms % 1'000 == 0) return std::to_string(ms / 1'000) + "s";
  return std::to_string(ms) + "ms";
}

std::optional<Milliseconds> read_duration(const Spot& spot, Milliseconds min, Milliseconds max,
                                          Findings& findings) {
  const std::string range = duration_as_written(min) + " to " + duration_as_written(max);
  if (!expect_scalar(spot, "a duration from " + range, findings)) return std::nullopt;
  const Result<Milliseconds> value = parse_duration(spot.node->text);
  if (!value && value.error().code == ErrorCode::kLimit) {
    findings.error(spot.place(), cut(spot.node->text, 32) + " is outside " + range, "from " + range);
    return std::nullopt;
  }
  if (!value || type_of(*spot.node) != PlainType::kText) {
    findings.error(spot.place(), "is not a duration",
                   "a number and its unit, from " + range + ": 90s, 10m, 1h30m");
    return std::nullopt;
  }
  return expect_range(spot, *value, min, max, range, findings) ? std::optional(*value) : std::nullopt;
}

std::optional<std::uint64_t> read_byte_size(const Spot& spot, std::uint64_t min, std::uint64_t max,
                                            Findings& findings) {
  const std::string range = byte_size_text(min) + " to " + byte_size_text(max);
  if (!expect_scalar(spot, "a size from " + range, findings)) return std::nullopt;
  const PlainType type = type_of(*spot.node);
  if (type == PlainType::kInteger) {
    const auto bytes =
        read_integer(spot, static_cast<std::int64_t>(min), static_cast<std::int64_t>(max), findings);
    return bytes ? std::optional(static_cast<std::uint64_t>(*bytes)) : std::nullopt;
  }
  const Parsed<std::uint64_t> size = parse_byte_size(spot.node->text);
  if (!size || type != PlainType::kText) {
    findings.error(spot.place(), "is not a size", "bytes, or a whole number of KiB, MiB or GiB: 16MiB");
    return std::nullopt;
  }
  return expect_range(spot, *size, min, max, range, findings) ? std::optional(*size) : std::nullopt;
}

std::optional<std::string> read_line(const Spot& spot, std::size_t bytes_max, Findings& findings) {
  std::optional<std::string> text = read_string(spot, findings);
  if (!text) return std::nullopt;
  if (is_blank(*text)) {
    findings.error(spot.place(), "is blank", "a text that people can read");
  } else if (text->size() > bytes_max) {
    findings.error(spot.place(),
                   "has " + std::to_string(text->size()) + " bytes, more than " + std::to_string(bytes_max),
                   "at most " + std::to_string(bytes_max) + " bytes");
  } else if (has_refused_in_line(*text)) {
    findings.error(spot.place(), "has a line break, a control or a direction-changing character",
                   "one line of plain text");
  } else {
    return text;
  }
  return std::nullopt;
}

std::optional<std::string> read_file_path(const Spot& spot, Findings& findings) {
  std::optional<std::string> path = read_string(spot, findings);
  if (!path) return std::nullopt;
  const bool printable = std::ranges::all_of(*path, [](char c) { return c >= 0x20 && c < 0x7F; });
  const bool plain = path->find_first_of("\"'$\\{};#`*?") == std::string::npos;
  if (path->starts_with('/') && printable && plain && path->size() <= Limits::kFilePathBytesMax) return path;
  findings.error(
      spot.place(), "is not the absolute path of a file or folder",
      "it begins with a slash, in plain ASCII without quotes, $ or ;: /etc/bulkhead/tls/portal.pem");
  return std::nullopt;
}

Translated read_translated(const Spot& spot, std::size_t bytes_max, Findings& findings) {
  Translated texts;
  if (!spot.node->is_mapping() && !spot.node->is_refused()) {
    findings.error(spot.place(), "is not text by language",
                   "{ en: …, sq: … }: one text for each language of the agency");
    return texts;
  }
  const std::size_t count = spot.node->children.size();
  if (count > Limits::kLanguagesMax) {
    findings.error(
        spot.place(),
        "has " + std::to_string(count) + " languages, more than " + std::to_string(Limits::kLanguagesMax),
        "at most " + std::to_string(Limits::kLanguagesMax));
    return texts;
  }
  for (const Node& child : spot.node->children) {
    if (child.is_refused()) continue;
    const Spot member = spot.member(child);
    const Parsed<std::string> language = parse_language(child.key);
    if (!language) findings.error(member.key_place(), language.error().message, language.error().hint);
    std::optional<std::string> text = read_line(member, bytes_max, findings);
    if (language && text) texts.emplace(*language, std::move(*text));
  }
  if (spot.node->is_mapping() && spot.node->children.empty()) {
    findings.error(spot.place(), "has no text", "{ en: …, sq: … }: one text for each language of the agency");
  }
  return texts;
}

std::optional<Network> read_network(const Spot& spot, Findings& findings) {
  const std::optional<std::string> text = read_string(spot, findings);
  if (!text) return std::nullopt;
  const Result<Network> network = Network::parse(*text);
  if (!network) {
    findings.error(spot.place(), network.error().message,
                   "an address or a network: 10.20.0.0/16, 2001:db8::/32");
    return std::nullopt;
  }
  const unsigned skipped = network->address.is_v4() ? 96 : 0;
  if (network->prefix_bits < skipped + Limits::kNetworkPrefixBitsMin) {
    findings.error(spot.place(), "the network is nearly everybody", "a /8 or narrower");
    return std::nullopt;
  }
  return *network;
}

}  // namespace bulkhead::policy
