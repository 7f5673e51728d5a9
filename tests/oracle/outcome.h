// What an engine says of an exchange, in a form that two engines can be compared in.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace bulkhead::oracle {

struct LoggedRule {
  std::uint64_t id = 0;
  int phase = 0;
  std::string target;
  std::string message;
  std::string log_data;

  bool operator==(const LoggedRule&) const = default;
};

struct Stopped {
  std::string how;  ///< "deny", "drop", "redirect"; empty: it was not.
  std::uint64_t rule = 0;
  std::uint16_t status = 0;
  std::string url;

  bool operator==(const Stopped&) const = default;
};

struct Outcome {
  std::vector<LoggedRule> logged;  ///< In the order of logging.
  Stopped stopped;
  std::map<std::string, std::string> tx;  ///< By name in lower case; variables that are empty are left out.
  std::string trouble;  ///< Why the outcome says nothing: a maximum was reached. Empty: it says all.

  bool operator==(const Outcome&) const = default;
};

/// One line a fact; bytes that are not printable escaped.
std::string text(const Outcome& outcome);

/// Lines that only one of them has; empty when they are equal.
std::string difference(const Outcome& truth, const Outcome& fast);

}  // namespace bulkhead::oracle
