#include "http/json.h"

#include <algorithm>

#include "http/ascii.h"
#include "http/json_path.h"
#include "http/json_string.h"

namespace bulkhead::http {
namespace {

/// The length of the number at the start of `text`; 0: it is none.
std::size_t number_bytes(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at > begin;
  };
  if (at < text.size() && text[at] == '-') ++at;
  if (at < text.size() && text[at] == '0') {
    ++at;  // No digit may follow; what does is the next token, and out of place.
  } else if (!digits()) {
    return 0;
  }
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (!digits()) return 0;
  }
  if (at < text.size() && lower(text[at]) == 'e') {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (!digits()) return 0;
  }
  return at;
}

/// One pass over a body: what may come next is a state, containers around it are a path.
class Reader {
 public:
  Reader(std::string_view json, std::uint32_t depth_max, Arena& arena, ArgumentSink& sink)
      : json_(json),
        depth_max_(std::min(depth_max, kJsonDepthMax)),
        arena_(arena),
        sink_(sink),
        path_(arena) {}

  JsonOutcome read();

 private:
  enum class Expected : std::uint8_t {
    kValue,
    kValueOrEnd,  // Behind '['.
    kKey,
    kKeyOrEnd,  // Behind '{'.
    kColon,
    kCommaOrEnd,
    kNothing,
  };

  // Each of these is false when reading ends there.
  bool step();
  bool value(char first);
  bool string_value();
  bool key(char first);
  bool comma_or_end(char first);
  bool enter(bool is_array);
  bool leave();
  bool give(std::string_view value, std::size_t bytes);
  bool literal(std::string_view word, std::string_view value);
  bool read_string(std::string_view& decoded);

  bool fail(JsonError error) {
    outcome_.error = error;
    outcome_.error_byte = at_;
    return false;
  }
  bool stop(ReadStop stop) {
    outcome_.stop = stop;
    return false;
  }
  void value_ends() {
    path_.next();
    expected_ = path_.depth() == 0 ? Expected::kNothing : Expected::kCommaOrEnd;
  }

  std::string_view json_;
  std::uint32_t depth_max_;
  Arena& arena_;
  ArgumentSink& sink_;
  JsonPath path_;
  std::size_t at_ = 0;
  Expected expected_ = Expected::kValue;
  std::string_view key_;
  JsonOutcome outcome_;
};

JsonOutcome Reader::read() {
  if (json_.empty()) return outcome_;
  while (step()) {
  }
  return outcome_;
}

bool Reader::step() {
  while (at_ < json_.size() && is_space(json_[at_])) ++at_;
  if (at_ == json_.size()) return expected_ == Expected::kNothing ? false : fail(JsonError::kEnd);
  const char first = json_[at_];
  switch (expected_) {
    case Expected::kValueOrEnd:
      if (first == ']') return leave();
      return value(first);
    case Expected::kValue: return value(first);
    case Expected::kKeyOrEnd:
      if (first == '}') return leave();
      return key(first);
    case Expected::kKey: return key(first);
    case Expected::kColon:
      if (first != ':') return fail(JsonError::kToken);
      ++at_;
      expected_ = Expected::kValue;
      return true;
    case Expected::kCommaOrEnd: return comma_or_end(first);
    case Expected::kNothing: return fail(JsonError::kTrailing);
  }
  return false;
}

bool Reader::value(char first) {
  switch (first) {
    case '"': return string_value();
    case '{': return enter(false);
    case '[': return enter(true);
    case 't': return literal("true", "true");
    case 'f': return literal("false", "false");
    case 'n': return literal("null", "");
    default: break;
  }
  if (first != '-' && !is_digit(first)) return fail(JsonError::kToken);
  const std::string_view rest = json_.substr(at_);
  const std::size_t bytes = number_bytes(rest);
  if (bytes == 0) return fail(JsonError::kToken);
  return give(rest.substr(0, bytes), bytes);
}

bool Reader::literal(std::string_view word, std::string_view value) {
  if (!json_.substr(at_).starts_with(word)) return fail(JsonError::kToken);
  return give(value, word.size());
}

bool Reader::string_value() {
  std::string_view decoded;
  return read_string(decoded) && give(decoded, 0);
}

bool Reader::read_string(std::string_view& decoded) {
  const JsonString string = scan_json_string(json_, at_ + 1);
  at_ = string.end;
  switch (string.error) {
    case JsonStringError::kNone: break;
    case JsonStringError::kUnterminated: return fail(JsonError::kEnd);
    case JsonStringError::kUtf8: return fail(JsonError::kUtf8);
    case JsonStringError::kControlCharacter:
    case JsonStringError::kEscape: return fail(JsonError::kString);
  }
  const auto text = decode_json_string(string, arena_);
  if (!text) return stop(ReadStop::kMemory);
  outcome_.lone_surrogate |= text->lone_surrogate;
  decoded = text->text;
  return true;
}

bool Reader::key(char first) {
  if (first != '"') return fail(JsonError::kToken);
  expected_ = Expected::kColon;
  return read_string(key_);
}

bool Reader::comma_or_end(char first) {
  const bool in_array = path_.in_array();
  if (first == (in_array ? ']' : '}')) return leave();
  if (first != ',') return fail(JsonError::kToken);
  ++at_;
  expected_ = in_array ? Expected::kValue : Expected::kKey;
  return true;
}

bool Reader::enter(bool is_array) {
  if (path_.depth() >= depth_max_) return fail(JsonError::kDepth);
  if (!path_.enter(is_array, key_)) return stop(ReadStop::kMemory);
  ++at_;
  expected_ = is_array ? Expected::kValueOrEnd : Expected::kKeyOrEnd;
  return true;
}

bool Reader::leave() {
  ++at_;
  path_.leave();
  value_ends();
  return true;
}

/// Gives a value that takes the next `bytes` bytes.
bool Reader::give(std::string_view value, std::size_t bytes) {
  const std::string_view name = path_.name(key_);
  if (name.data() == nullptr) return stop(ReadStop::kMemory);
  if (!sink_.argument(name, value)) return stop(ReadStop::kSink);
  ++outcome_.arguments_count;
  at_ += bytes;
  value_ends();
  return true;
}

}  // namespace

std::string_view message(JsonError error) {
  switch (error) {
    case JsonError::kNone: return "";
    case JsonError::kEnd: return "JSON parsing error: the body ends too early";
    case JsonError::kToken: return "JSON parsing error: what stands there is not allowed there";
    case JsonError::kTrailing: return "JSON parsing error: more than one value";
    case JsonError::kString:
      return "JSON parsing error: a string with a control character or an unknown escape";
    case JsonError::kUtf8: return "JSON parsing error: a string that is not UTF-8";
    case JsonError::kDepth: return "JSON parsing error: deeper than the maximum allows";
  }
  return "";
}

JsonOutcome read_json(std::string_view json, std::uint32_t depth_max, Arena& arena, ArgumentSink& sink) {
  return Reader(json, depth_max, arena, sink).read();
}

}  // namespace bulkhead::http
