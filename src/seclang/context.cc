#include "seclang/context.h"

#include "seclang/nearest.h"

namespace bulkhead::seclang {

std::optional<Source> Context::read_file(std::string_view path, Position at) {
  if (path.starts_with("http://") || path.starts_with("https://")) {
    findings.error(at, "rules come from files, not from the network: " + quoted(path),
                   "fetch it once, look at it, and name the file");
    return std::nullopt;
  }
  if (!may_try_file(at)) return std::nullopt;
  Result<Source> source = files_.read(path, findings.file(at.file).name);
  if (!source) {
    findings.error(at, "cannot read " + quoted(path) + ": " + source.error().message);
    return std::nullopt;
  }
  if (!take_bytes(*source, at)) return std::nullopt;
  return std::move(*source);
}

std::optional<Source> Context::read_optional_file(std::string_view path, Position at) {
  if (!may_try_file(at)) return std::nullopt;
  Result<Source> source = files_.read(path, findings.file(at.file).name);
  if (!source || !take_bytes(*source, at)) return std::nullopt;
  return std::move(*source);
}

bool Context::take_file(const Source& source, Position at) {
  return may_try_file(at) && take_bytes(source, at);
}

bool Context::may_try_file(Position at) {
  if (++files_tried_ <= limits.files_max) return true;
  over_limit(at, "too many files", "files_max", limits.files_max, files_tried_);
  return false;
}

bool Context::take_bytes(const Source& source, Position at) {
  if (source.text.size() > limits.file_bytes_max) {
    over_limit(at, "file too large", "file_bytes_max", limits.file_bytes_max, source.text.size());
    return false;
  }
  if (source.text.size() > limits.bytes_max - bytes_read_) {
    over_limit(at, "files too large together", "bytes_max", limits.bytes_max,
               bytes_read_ + source.text.size());
    return false;
  }
  bytes_read_ += source.text.size();
  return true;
}

void Context::over_limit(Position at, std::string_view what, std::string_view limit, std::size_t max,
                         std::size_t found) {
  findings.error(at, std::string(what) + ": " + std::string(limit) + " is " + std::to_string(max) +
                         ", here are " + std::to_string(found));
}

void Context::unknown(Position at, std::string_view what, std::string_view word,
                      std::span<const std::string_view> known) {
  std::string hint;
  if (findings.suggestions_help()) {
    if (const auto near = nearest(word, known)) hint = "did you mean " + std::string(*near) + "?";
  }
  findings.error(at, "no such " + std::string(what) + ": " + quoted(word), std::move(hint));
}

}  // namespace bulkhead::seclang
