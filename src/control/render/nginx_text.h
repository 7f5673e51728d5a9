// Text of an nginx configuration that is being written: indentation, and one place where operators' strings
// come in.

#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace bulkhead::control {

/// Grows line by line. A value that comes from the policy or the machine goes through quoted(); the first
/// that cannot stand in a configuration makes finish() fail.
class NginxText {
 public:
  template <typename... Values>
  void line(fmt::format_string<Values...> format, Values&&... values) {
    indent();
    fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
    text_ += '\n';
  }

  /// "# …": why the next lines are there.
  void comment(std::string_view why);
  void gap() { text_ += '\n'; }
  void open(std::string_view block);
  void close();

  /// `value` as one double-quoted argument; `what` names it in the error.
  std::string quoted(std::string_view what, std::string_view value);
  /// For failures of another kind than an unsafe string; the first one counts.
  void refuse(std::string message);

  Result<std::string> finish() &&;

 private:
  void indent() { text_.append(depth_ * 2, ' '); }

  std::string text_;
  std::size_t depth_ = 0;
  Status status_;
};

/// "192.0.2.1:80", "[2001:db8::1]:80", "name.example:80".
std::string host_and_port(const std::string& host, std::uint16_t port);

}  // namespace bulkhead::control
