#include <string_view>

#include "drill/web/page.h"

namespace bulkhead::drill {
namespace {

void append_encoded(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '*';
    if (plain)
      out += c;
    else if (c == ' ')
      out += '+';
    else
      (out += '%', out += kHex[byte >> 4], out += kHex[byte & 15]);
  }
}

bool is_sent(const FormField& field) {
  if (field.name.empty() || field.type == "submit" || field.type == "button" || field.type == "file")
    return false;
  if (field.type == "checkbox") return field.checked;
  return field.type != "radio" || !field.value.empty();
}

}  // namespace

std::string form_body(const Form& form) {
  std::string body;
  for (const FormField& field : form.fields) {
    if (!is_sent(field)) continue;
    if (!body.empty()) body += '&';
    append_encoded(body, field.name);
    body += '=';
    // A box without a value says "on".
    append_encoded(body,
                   field.type == "checkbox" && field.value.empty() ? std::string_view("on") : field.value);
  }
  return body;
}

}  // namespace bulkhead::drill
