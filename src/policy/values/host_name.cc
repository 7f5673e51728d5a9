#include "policy/values/host_name.h"

#include <algorithm>

namespace bulkhead::policy {

namespace {

constexpr std::size_t kHostBytesMax = 253;  // RFC 1035 §2.3.4, without the trailing dot
constexpr std::size_t kLabelBytesMax = 63;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_label_byte(char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-'; }

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= kLabelBytesMax && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, is_label_byte);
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

bool are_labels(std::string_view text) {
  for (std::size_t dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.')) {
    if (!is_label(text.substr(0, dot))) return false;
    text.remove_prefix(dot + 1);
  }
  return is_label(text);
}

/// What the writer most likely meant, said in the hint.
std::unexpected<Refusal> refuse_host(std::string_view text) {
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    return refuse("a host name in another script", "write it in its xn-- form, as in the DNS");
  }
  if (const std::string small = lower(text); small != text && are_labels(small)) {
    return refuse("host names are written in small letters", small);
  }
  if (text.find("://") != std::string_view::npos)
    return refuse("this is a URL, not a host name", "the host alone: tax.example");
  if (text.find('/') != std::string_view::npos)
    return refuse("this has a path in it", "the host alone; paths go to `paths`");
  if (const auto colon = text.find(':');
      colon != std::string_view::npos && are_labels(text.substr(0, colon))) {
    return refuse("this has a port in it",
                  std::string(text.substr(0, colon)) + ": ports belong to gateway.listen");
  }
  if (text.ends_with('.') && are_labels(text.substr(0, text.size() - 1))) {
    return refuse("the name ends with a dot", std::string(text.substr(0, text.size() - 1)));
  }
  return refuse("this is not a host name", "small letters, digits and hyphens between dots: tax.example");
}

}  // namespace

Parsed<std::string> parse_host_name(std::string_view text) {
  if (text.size() > kHostBytesMax) {
    return refuse(
        "the name has " + std::to_string(text.size()) + " bytes, more than " + std::to_string(kHostBytesMax),
        "a DNS name has at most 253");
  }
  if (!are_labels(text)) return refuse_host(text);
  const std::string_view top = text.substr(text.rfind('.') + 1);  // npos + 1 is the whole name
  if (std::ranges::all_of(top, is_digit)) {
    return refuse("this is an address, not a host name",
                  "a name: requests for a bare address are for no service");
  }
  return std::string(text);
}

Parsed<std::string> parse_host_pattern(std::string_view text) {
  if (text.find('*') == std::string_view::npos) return parse_host_name(text);
  if (!text.starts_with("*.") || text.find('*', 1) != std::string_view::npos) {
    return refuse("a wildcard stands for the first labels only",
                  "*.example, which matches every name below example");
  }
  const Parsed<std::string> below = parse_host_name(text.substr(2));
  if (!below) return std::unexpected<Refusal>(below.error());
  return "*." + *below;
}

}  // namespace bulkhead::policy
