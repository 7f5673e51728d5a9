#include "http/content_disposition.h"

#include <cstddef>
#include <optional>

#include "http/ascii.h"

namespace bulkhead::http {
namespace {

constexpr std::string_view kType = "form-data";
// RFC 5987 §3.2.1, as far as libmodsecurity goes along.
constexpr std::string_view kCharsetBesides = "!#$%&+-^_`{}~";
constexpr std::string_view kAttributeBesides = "!#$&+-.^_`~";
constexpr std::string_view kNotInTokens = "()<>@,;:\\\"/[]?=";

bool is_one_of(char c, std::string_view besides) {
  return is_digit(c) || is_letter(c) || besides.find(c) != std::string_view::npos;
}

bool is_token_byte(char c) { return c > ' ' && c < '\x7f' && kNotInTokens.find(c) == std::string_view::npos; }

class Reader {
 public:
  Reader(std::string_view field, Arena& arena, MultipartSink& sink)
      : rest_(field), arena_(arena), sink_(sink) {}

  ContentDisposition read() {
    found_.outcome = read_all();
    return found_;
  }

 private:
  using Outcome = ContentDisposition::Outcome;
  struct Parameter {
    std::string_view value;
    char quote = '\0';
  };

  Outcome read_all();
  Outcome parameter();
  Outcome extended_value(std::string_view& value);
  Outcome quoted_value(std::string_view& value, char quote);
  Outcome unescaped(std::string_view raw, char quote, std::string_view& value);
  Outcome keep(std::string_view name, Parameter parameter);
  Outcome keep_once(Parameter parameter, std::string_view& kept, bool wanted);
  Outcome behind_value();

  void skip_blanks() {
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
  }
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  template <typename Belongs>
  std::string_view take_while(Belongs belongs) {
    std::size_t bytes = 0;
    while (bytes < rest_.size() && belongs(rest_[bytes])) ++bytes;
    const std::string_view taken = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return taken;
  }

  std::string_view rest_;
  // What stands before rest_, for a look back by one byte.
  char before_ = '\0';
  Arena& arena_;
  MultipartSink& sink_;
  ContentDisposition found_;
  std::string_view extended_filename_;
};

ContentDisposition::Outcome Reader::read_all() {
  if (!rest_.starts_with(kType)) return Outcome::kInvalid;
  rest_.remove_prefix(kType.size());
  skip_blanks();
  if (rest_.empty()) return Outcome::kValid;
  if (!take(';')) return Outcome::kInvalid;
  while (!rest_.empty())
    if (const Outcome outcome = parameter(); outcome != Outcome::kValid) return outcome;
  const bool only_extended = !extended_filename_.empty() && found_.filename.empty();
  return only_extended ? Outcome::kInvalid : Outcome::kValid;
}

ContentDisposition::Outcome Reader::parameter() {
  before_ = '\0';
  skip_blanks();
  const std::string_view name = take_while([](char c) { return c != '=' && !is_blank(c); });
  skip_blanks();
  if (!take('=')) return Outcome::kInvalid;
  skip_blanks();
  if (rest_.empty()) return Outcome::kInvalid;
  Parameter parameter;
  Outcome outcome = Outcome::kValid;
  if (name == "filename*") {
    outcome = extended_value(parameter.value);
  } else if (rest_.front() == '"' || rest_.front() == '\'') {
    parameter.quote = rest_.front();
    outcome = quoted_value(parameter.value, parameter.quote);
  } else {
    parameter.value = take_while(is_token_byte);
    if (!parameter.value.empty()) before_ = parameter.value.back();
  }
  if (outcome != Outcome::kValid) return outcome;
  outcome = keep(name, parameter);
  return outcome == Outcome::kValid ? behind_value() : outcome;
}

/// charset'language'percent-encoded. What it says is not decoded: it is only compared to nothing.
ContentDisposition::Outcome Reader::extended_value(std::string_view& value) {
  const auto charset = take_while([](char c) { return is_one_of(c, kCharsetBesides); });
  if (charset.empty() || !take('\'')) return Outcome::kInvalid;
  take_while([](char c) { return c != '\''; });
  if (!take('\'')) return Outcome::kInvalid;
  value = take_while([](char c) { return c != ';'; });
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '%') {
      if (value.size() - i < 3 || !is_hex_digit(value[i + 1]) || !is_hex_digit(value[i + 2]))
        return Outcome::kInvalid;
      i += 2;
    } else if (!is_one_of(value[i], kAttributeBesides)) {
      return Outcome::kInvalid;
    }
  }
  if (!value.empty()) before_ = value.back();
  return Outcome::kValid;
}

ContentDisposition::Outcome Reader::quoted_value(std::string_view& value, char quote) {
  found_.invalid_quoting |= quote == '\'';
  rest_.remove_prefix(1);
  std::size_t bytes = 0;
  bool escaped = false;
  while (bytes < rest_.size() && rest_[bytes] != quote) {
    if (rest_[bytes] == '\\' && bytes + 1 < rest_.size() &&
        (rest_[bytes + 1] == quote || rest_[bytes + 1] == '\\')) {
      escaped = true;
      ++bytes;
    }
    ++bytes;
  }
  found_.unterminated = bytes == rest_.size();
  const std::string_view raw = rest_.substr(0, bytes);
  rest_.remove_prefix(bytes + (found_.unterminated ? 0 : 1));
  before_ = quote;
  value = raw;
  return escaped ? unescaped(raw, quote, value) : Outcome::kValid;
}

ContentDisposition::Outcome Reader::unescaped(std::string_view raw, char quote, std::string_view& value) {
  char* const out = static_cast<char*>(arena_.take(raw.size(), 1));
  if (out == nullptr) return Outcome::kMemory;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '\\' && i + 1 < raw.size() && (raw[i + 1] == quote || raw[i + 1] == '\\')) ++i;
    out[bytes++] = raw[i];
  }
  arena_.shrink_last(raw.size(), bytes);
  value = {out, bytes};
  return Outcome::kValid;
}

ContentDisposition::Outcome Reader::keep(std::string_view name, Parameter parameter) {
  if (name == "name") return keep_once(parameter, found_.name, sink_.disposition_name(parameter.value));
  if (name == "filename")
    return keep_once(parameter, found_.filename, sink_.disposition_filename(parameter.value));
  if (name != "filename*" || !extended_filename_.empty()) return Outcome::kInvalid;
  extended_filename_ = parameter.value;
  return Outcome::kValid;
}

ContentDisposition::Outcome Reader::keep_once(Parameter parameter, std::string_view& kept, bool wanted) {
  if (!wanted) return Outcome::kSink;
  if (parameter.quote != '"' && parameter.value.find('\'') != std::string_view::npos)
    found_.invalid_quoting = true;
  if (!kept.empty()) return Outcome::kInvalid;
  kept = parameter.value;
  return Outcome::kValid;
}

/// The end, or a ';'. A quote between value and ';' is not only invalid: another reader could see another name.
ContentDisposition::Outcome Reader::behind_value() {
  if (!rest_.empty() && is_blank(rest_.front())) {
    before_ = ' ';
    skip_blanks();
  }
  if (rest_.empty() || take(';')) return Outcome::kValid;
  found_.invalid_quoting |= before_ == '\'' || before_ == '"';
  return Outcome::kInvalid;
}

}  // namespace

ContentDisposition read_content_disposition(std::string_view field, Arena& arena, MultipartSink& sink) {
  return Reader(field, arena, sink).read();
}

}  // namespace bulkhead::http
