// One regression test of a rule set: requests, and what each must lead to.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bulkhead::conformance {

/// Bytes of one file of tests, overrides or deviations: large for people, small for machines.
inline constexpr std::size_t kYamlBytesMax = std::size_t{16} << 20;

struct Field {
  std::string name;
  std::string value;
  bool operator==(const Field&) const = default;
};

/// What is sent, with the defaults of the format.
struct Input {
  std::string method = "GET";
  std::string target = "/";
  std::string version = "HTTP/1.1";
  std::vector<Field> fields;  ///< In the order in which they are sent.
  std::optional<std::string> body;
  /// The request as it is: when it is given, nothing else counts.
  std::optional<std::string> raw;
  /// Adds Content-Type, Content-Length and Connection where they are missing.
  bool complete_fields = true;
  /// The older form: line ends of multipart bodies may already be CRLF.
  bool older_form = false;
  /// The target is the Location of the answer to the stage before.
  bool follow_redirect = false;
};

// NOLINTBEGIN(readability-redundant-member-init): with initializers, g++ lets a designated initializer leave members out.
/// What must be seen. What is empty is not asked for.
struct Expectation {
  std::vector<std::uint16_t> statuses{};  ///< One of them.
  std::vector<std::uint32_t> ids{};       ///< All of them.
  std::vector<std::uint32_t> no_ids{};    ///< None of them.
  std::string log_match{};                ///< A regex that some line of the log matches.
  std::string log_no_match{};             ///< A regex that none does.
  std::string response_match{};           ///< A regex that the whole answer matches.
  bool isolated = false;                  ///< One rule and no other.
  bool no_answer = false;                 ///< The client must see no valid answer; then nothing else counts.
};
// NOLINTEND(readability-redundant-member-init)

struct Stage {
  Input input;
  Expectation expected;
};

struct TestCase {
  std::string name;  ///< "942100-3"
  std::uint32_t rule_id = 0;
  std::uint32_t number = 0;
  std::string file;
  std::vector<Stage> stages;
};

}  // namespace bulkhead::conformance
