#include "drill/load/response_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace bulkhead::load {
namespace {

constexpr std::string_view kBlank = " \t";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool same(std::string_view text, std::string_view lower_case) {
  return text.size() == lower_case.size() &&
         std::ranges::equal(text, lower_case, [](char a, char b) { return lower(a) == b; });
}

/// All of `text` as a number, without sign or blanks.
std::optional<std::uint64_t> number(std::string_view text, int base) {
  std::uint64_t value = 0;
  const char* begin = text.data();
  const char* end = begin + text.size();
  const auto [rest, error] = std::from_chars(begin, end, value, base);
  if (text.empty() || error != std::errc{} || rest != end) return std::nullopt;
  return value;
}

/// Whether a comma-separated list holds the word.
bool lists(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (same(trimmed(list.substr(0, comma)), word)) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

}  // namespace

void ResponseReader::reset() {
  part_ = Part::kStatusLine;
  begun_ = chunked_ = by_proxy_ = by_service_ = has_length_ = false;
  keep_alive_ = true;
  status_ = 0;
  length_ = remaining_ = 0;
  head_bytes_ = 0;
  kept_.clear();
}

ResponseReader::State ResponseReader::state() const {
  if (part_ == Part::kDone) return State::kDone;
  return part_ == Part::kMalformed ? State::kMalformed : State::kMore;
}

ResponseReader::State ResponseReader::feed(std::string_view bytes) {
  begun_ = begun_ || !bytes.empty();
  while (!bytes.empty() && part_ != Part::kMalformed) {
    switch (part_) {
      case Part::kBody:
      case Part::kChunk: {
        const std::size_t taken = std::min<std::uint64_t>(remaining_, bytes.size());
        bytes.remove_prefix(taken);
        remaining_ -= taken;
        if (remaining_ == 0) part_ = part_ == Part::kBody ? Part::kDone : Part::kChunkEnd;
        break;
      }
      case Part::kUntilClose: bytes = {}; break;
      case Part::kDone: part_ = Part::kMalformed; break;
      default: {
        std::string_view line;
        if (take_line(bytes, line)) part_ = after_line(line);
      }
    }
  }
  return state();
}

ResponseReader::State ResponseReader::end() {
  part_ = part_ == Part::kUntilClose ? Part::kDone : Part::kMalformed;
  return state();
}

bool ResponseReader::take_line(std::string_view& bytes, std::string_view& line) {
  const std::size_t newline = bytes.find('\n');
  const std::size_t taken = newline == std::string_view::npos ? bytes.size() : newline + 1;
  head_bytes_ += part_ == Part::kChunkSize || part_ == Part::kChunkEnd ? 0 : taken;
  if (kept_.size() + taken > kLineBytesMax || head_bytes_ > kHeadBytesMax) {
    part_ = Part::kMalformed;
    return false;
  }
  line = bytes.substr(0, taken);
  bytes.remove_prefix(taken);
  if (newline == std::string_view::npos) {
    kept_ += line;
    return false;
  }
  if (!kept_.empty()) {
    whole_ = std::exchange(kept_, {}).append(line);
    line = whole_;
  }
  line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return true;
}

ResponseReader::Part ResponseReader::after_line(std::string_view line) {
  switch (part_) {
    case Part::kStatusLine: return after_status_line(line);
    case Part::kFields: return line.empty() ? after_fields() : after_field(line);
    case Part::kChunkSize: return after_chunk_size(line);
    case Part::kChunkEnd: return line.empty() ? Part::kChunkSize : Part::kMalformed;
    case Part::kTrailers: return line.empty() ? Part::kDone : Part::kTrailers;
    default: return Part::kMalformed;
  }
}

ResponseReader::Part ResponseReader::after_status_line(std::string_view line) {
  // "HTTP/1.1 200 OK"; the reason may be missing.
  const std::string_view version = line.substr(0, 9);
  if (version != "HTTP/1.1 " && version != "HTTP/1.0 ") return Part::kMalformed;
  const std::string_view code = line.substr(9, 3);
  const auto status = number(code, 10);
  if (code.size() != 3 || !status || *status < 100 || *status > 599) return Part::kMalformed;
  if (line.size() > 12 && line[12] != ' ') return Part::kMalformed;
  status_ = static_cast<int>(*status);
  keep_alive_ = version == "HTTP/1.1 ";
  return Part::kFields;
}

ResponseReader::Part ResponseReader::after_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return Part::kMalformed;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (same(name, "content-length")) {
    const auto length = number(value, 10);
    if (!length || (has_length_ && *length != length_)) return Part::kMalformed;
    has_length_ = true;
    length_ = *length;
  } else if (same(name, "transfer-encoding")) {
    // Nothing else was asked for (no TE), and only the last coding may be chunked.
    if (!same(value, "chunked") || chunked_) return Part::kMalformed;
    chunked_ = true;
  } else if (same(name, "proxy-status")) {
    by_proxy_ = true;
  } else if (same(name, "demo-service")) {
    by_service_ = true;
  } else if (same(name, "connection")) {
    if (lists(value, "close")) keep_alive_ = false;
  }
  return Part::kFields;
}

ResponseReader::Part ResponseReader::after_fields() {
  if (status_ == 101 || (chunked_ && has_length_)) return Part::kMalformed;
  if (status_ < 200) {
    const std::size_t head_bytes = head_bytes_;
    reset();
    begun_ = true;
    head_bytes_ = head_bytes;
    return Part::kStatusLine;
  }
  if (status_ == 204 || status_ == 304) return Part::kDone;
  if (chunked_) return Part::kChunkSize;
  if (!has_length_) {
    keep_alive_ = false;
    return Part::kUntilClose;
  }
  remaining_ = length_;
  return remaining_ == 0 ? Part::kDone : Part::kBody;
}

ResponseReader::Part ResponseReader::after_chunk_size(std::string_view line) {
  const auto size = number(trimmed(line.substr(0, line.find(';'))), 16);
  if (!size) return Part::kMalformed;
  remaining_ = *size;
  return remaining_ == 0 ? Part::kTrailers : Part::kChunk;
}

}  // namespace bulkhead::load
