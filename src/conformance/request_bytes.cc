#include "conformance/request_bytes.h"

#include <algorithm>
#include <cctype>

namespace bulkhead::conformance {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, {}, lower, lower);
}

const Field* find(const std::vector<Field>& fields, std::string_view name) {
  const auto at = std::ranges::find_if(fields, [&](const Field& field) { return same(field.name, name); });
  return at == fields.end() ? nullptr : &*at;
}

// True when decoding it as a form's value changes nothing: then nothing in it is encoded yet. What cannot be decoded counts as
// encoded.
bool is_plain(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '+' || text[i] == '%') return false;
  return true;
}

void append_encoded(std::string_view text, std::string& out) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || std::string_view("-_.~").contains(c)) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      out += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
}

std::string encode_form(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view pair = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    const std::size_t equals = pair.find('=');
    append_encoded(pair.substr(0, equals), out);
    if (equals != std::string_view::npos) {
      out += '=';
      append_encoded(pair.substr(equals + 1), out);
    }
    out += '&';
  }
  if (!out.empty()) out.pop_back();
  return out;
}

std::string with_crlf(std::string_view text, bool older_form) {
  std::string out;
  for (const char c : text) {
    if (c == '\n' && !(older_form && out.ends_with('\r'))) out += '\r';
    out += c;
  }
  return out;
}

// go-ftw asks `^POST|PUT|PATCH|DELETE$`, whose anchors hold at the outer words only.
bool may_have_body(std::string_view method) {
  return method.starts_with("POST") || method.contains("PUT") || method.contains("PATCH") ||
         method.ends_with("DELETE");
}

bool is_form(const std::vector<Field>& fields) {
  return std::ranges::any_of(fields, [](const Field& field) {
    return same(field.name, "Content-Type") && same(field.value, "application/x-www-form-urlencoded");
  });
}

bool is_multipart(const std::vector<Field>& fields) {
  return std::ranges::any_of(fields, [](const Field& field) {
    std::string value = field.value;
    std::ranges::transform(value, value.begin(), lower);
    return same(field.name, "Content-Type") && value.contains("multipart/form-data;");
  });
}

// The runner that tests of the older form were written for told no length of a body that is not there.
void complete(const Input& input, const std::string& body, std::vector<Field>& fields) {
  if (find(fields, "Connection") == nullptr) fields.push_back({"Connection", "close"});
  if (find(fields, "Content-Length") != nullptr) return;
  if (!body.empty() || (may_have_body(input.method) && !input.older_form))
    fields.push_back({"Content-Length", std::to_string(body.size())});
}

}  // namespace

std::string request_bytes(const Input& input) {
  if (input.raw) return *input.raw;
  std::vector<Field> fields = input.fields;
  std::string body = input.body.value_or("");
  if (!body.empty() && input.complete_fields) {
    if (find(fields, "Content-Type") == nullptr)
      fields.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    if (is_form(fields) && is_plain(body)) body = encode_form(body);
  }
  if (is_multipart(fields)) body = with_crlf(body, input.older_form);
  if (input.complete_fields) complete(input, body, fields);
  std::string bytes = input.method + " " + input.target + " " + input.version + "\r\n";
  for (const Field& field : fields) bytes += field.name + ": " + field.value + "\r\n";
  return bytes + "\r\n" + body;
}

}  // namespace bulkhead::conformance
