#include "base/escape.h"

#include "base/utf8.h"

namespace bulkhead {
namespace {

constexpr char kHexDigits[] = "0123456789abcdef";
constexpr std::string_view kEllipsis = "…";

bool is_c0_or_delete(char32_t point) { return point < 0x20 || point == 0x7F; }
bool is_c1(char32_t point) { return point >= 0x80 && point < 0xA0; }
bool is_control(char32_t point) { return is_c0_or_delete(point) || is_c1(point); }
bool is_line_separator(char32_t point) { return point == 0x2028 || point == 0x2029; }
bool is_noncharacter_of_xml(char32_t point) { return point == 0xFFFE || point == 0xFFFF; }

// Characters that change the order or hide the presence of others: on a terminal they make a line read
// as another one.
bool is_deceptive(char32_t point) {
  return point == 0x061C || point == 0x200E || point == 0x200F || (point >= 0x202A && point <= 0x202E) ||
         (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF || (point >= 0xE0000 && point <= 0xE007F);
}

// Calls `append(out, point)` for each code point; ill-formed bytes arrive as U+FFFD.
template <typename Append>
std::string transform(std::string_view text, Append append) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    append(out, point.value);
    text.remove_prefix(point.bytes);
  }
  return out;
}

void append_hex(std::string& out, char32_t value, unsigned digits) {
  while (digits-- > 0) out.push_back(kHexDigits[value >> (4 * digits) & 0xF]);
}

// "\n", "\t", "\r", "\x1b" below U+0080, "\u202e" above, "\U000e0001" beyond four digits.
void append_backslash_escape(std::string& out, char32_t point) {
  out.push_back('\\');
  if (point == '\n') {
    out.push_back('n');
  } else if (point == '\r') {
    out.push_back('r');
  } else if (point == '\t') {
    out.push_back('t');
  } else if (point < 0x80) {
    out.push_back('x');
    append_hex(out, point, 2);
  } else if (point < 0x10000) {
    out.push_back('u');
    append_hex(out, point, 4);
  } else {
    out.push_back('U');
    append_hex(out, point, 8);
  }
}

void append_html(std::string& out, char32_t point) {
  switch (point) {
    case '&': out += "&amp;"; return;
    case '<': out += "&lt;"; return;
    case '>': out += "&gt;"; return;
    case '"': out += "&quot;"; return;
    case '\'': out += "&#39;"; return;
    case '\t':
    case '\n':
    case '\r': out.push_back(static_cast<char>(point)); return;
    default: break;
  }
  // XML has no spelling at all for most of these, not even a numeric one.
  const bool unspeakable = is_control(point) || is_noncharacter_of_xml(point);
  append_utf8(out, unspeakable ? kReplacement : point);
}

void append_json(std::string& out, char32_t point) {
  switch (point) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  const bool opens_markup = point == '<' || point == '>' || point == '&';
  if (is_control(point) || is_line_separator(point) || opens_markup) {
    out += "\\u";
    append_hex(out, point, 4);
  } else {
    append_utf8(out, point);
  }
}

bool is_visible_ascii_or_space(char32_t point) { return point >= 0x20 && point < 0x7F; }

}  // namespace

std::string escape_html(std::string_view text) { return transform(text, append_html); }

std::string escape_json(std::string_view text) { return transform(text, append_json); }

std::string escape_log(std::string_view text) {
  return transform(text, [](std::string& out, char32_t point) {
    if (point == '\\' || point == '"') {
      out.push_back('\\');
      out.push_back(static_cast<char>(point));
    } else if (is_control(point) || is_line_separator(point)) {
      append_backslash_escape(out, point);
    } else {
      append_utf8(out, point);
    }
  });
}

std::string escape_terminal(std::string_view text) {
  return transform(text, [](std::string& out, char32_t point) {
    if (point == '\\') {
      out += "\\\\";
    } else if (is_control(point) || is_line_separator(point) || is_deceptive(point)) {
      append_backslash_escape(out, point);
    } else {
      append_utf8(out, point);
    }
  });
}

std::string escape_header(std::string_view text) {
  return transform(text, [](std::string& out, char32_t point) {
    out.push_back(is_visible_ascii_or_space(point) ? static_cast<char>(point) : '?');
  });
}

std::string escape_structured(std::string_view text) {
  return transform(text, [](std::string& out, char32_t point) {
    if (point == '\\' || point == '"') out.push_back('\\');
    out.push_back(is_visible_ascii_or_space(point) ? static_cast<char>(point) : '?');
  });
}

bool is_nginx_safe(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (!point.well_formed || is_control(point.value)) return false;
    if (point.value == '$' || point.value == '\\' || point.value == '"' || point.value == '\'') return false;
    text.remove_prefix(point.bytes);
  }
  return true;
}

std::string cut(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return std::string(text);
  const bool has_room_for_mark = bytes_max >= kEllipsis.size();
  const std::size_t kept_max = has_room_for_mark ? bytes_max - kEllipsis.size() : bytes_max;
  std::size_t kept = 0;
  while (true) {
    const std::size_t next = kept + first_code_point(text.substr(kept)).bytes;
    if (next > kept_max) break;
    kept = next;
  }
  std::string out(text.substr(0, kept));
  if (has_room_for_mark) out += kEllipsis;
  return out;
}

}  // namespace bulkhead
