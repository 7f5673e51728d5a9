// Any bytes as bulkhead.yaml. The reader must end, never throw, and give a policy exactly when it reports no error.
// What it reports points into the text, in the order of the file, and is safe on a terminal. What it accepts keeps the
// promises that the rest of the daemon builds on. The same text saved by another editor (byte order mark, CR LF) gets
// the same answer.

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "base/check.h"
#include "base/utf8.h"
#include "policy/reader.h"

namespace {

using bulkhead::policy::Diagnostic;
using bulkhead::policy::Limits;
using bulkhead::policy::Policy;
using bulkhead::policy::read_policy;
using bulkhead::policy::Reading;
using bulkhead::policy::Service;
using bulkhead::policy::Translated;

void check_diagnostic(const Diagnostic& one, std::string_view source) {
  BULKHEAD_ASSERT(!one.message.empty() && !one.hint.empty());
  BULKHEAD_ASSERT((one.line == 0) == (one.column == 0));
  const auto lines = static_cast<std::uint32_t>(std::ranges::count(source, '\n')) + 1;
  BULKHEAD_ASSERT(one.line <= lines);
  const std::string shown = text(one, source);
  BULKHEAD_ASSERT(bulkhead::is_utf8(shown));
  BULKHEAD_ASSERT(
      std::ranges::none_of(shown, [](char c) { return (c >= 0 && c < 0x20 && c != '\n') || c == 0x7F; }));
}

void check_diagnostics(const Reading& reading, std::string_view source) {
  BULKHEAD_ASSERT(reading.diagnostics.size() <= Limits::kDiagnosticsMax);
  bool any_error = false;
  std::tuple<std::uint32_t, std::uint32_t> last;
  for (const Diagnostic& one : reading.diagnostics) {
    any_error = any_error || one.severity == Diagnostic::Severity::kError;
    check_diagnostic(one, source);
    const std::tuple at(one.line, one.column);
    BULKHEAD_ASSERT(one.line == 0 || at >= last);
    last = at;
  }
  BULKHEAD_ASSERT(reading.policy.has_value() == !any_error);
}

/// A text that is there is there in every language, and in no other.
void check_text(const Translated& text, const Policy& policy) {
  if (text.empty()) return;
  BULKHEAD_ASSERT(text.size() == policy.agency.languages.size());
  for (const std::string& language : policy.agency.languages) BULKHEAD_ASSERT(text.contains(language));
}

void check_service(const Service& service, const Policy& policy) {
  BULKHEAD_ASSERT(policy.find_service(service.name) == &service);
  BULKHEAD_ASSERT(!service.title.empty() && !service.compartment.empty());
  BULKHEAD_ASSERT(!service.hosts.empty() && !service.paths.empty() && !service.upstream.empty());
  BULKHEAD_ASSERT(service.limits.client_body_bytes_max >= Limits::kClientBodyBytesMin);
  BULKHEAD_ASSERT(service.health.timeout <= service.health.interval);
  check_text(service.title, policy);
  check_text(service.elsewhere, policy);
  for (const std::string& needed : service.depends_on)
    BULKHEAD_ASSERT(policy.find_service(needed) != nullptr);
  for (const auto& lane : service.lanes) BULKHEAD_ASSERT(!lane.networks.empty());
}

void check_policy(const Policy& policy) {
  BULKHEAD_ASSERT(policy.agency.timezone.is_utc() == policy.agency.timezone.changes.empty());
  BULKHEAD_ASSERT(!policy.services.empty() && !policy.agency.languages.empty() && policy.sha256.size() == 64);
  check_text(policy.agency.name, policy);
  check_text(policy.agency.contact, policy);
  std::set<std::pair<std::string, std::string>> routes;
  std::set<std::tuple<std::string, std::uint16_t, std::string>> users;  // server and compartment
  std::set<std::pair<std::string, std::uint16_t>> servers;
  for (const Service& service : policy.services) {
    check_service(service, policy);
    for (const auto& host : service.hosts) {
      for (const auto& path : service.paths) BULKHEAD_ASSERT(routes.emplace(host, path).second);
    }
    for (const auto& upstream : service.upstream) {
      users.emplace(upstream.host, upstream.port, service.compartment);
      servers.emplace(upstream.host, upstream.port);
    }
  }
  BULKHEAD_ASSERT(users.size() == servers.size());  // each server belongs to one compartment
  for (const auto& person : policy.operators) BULKHEAD_ASSERT(policy.find_operator(person.id) == &person);
}

std::string with_crlf(std::string_view source) {
  std::string result;
  for (const char c : source) result += c == '\n' ? "\r\n" : std::string(1, c);
  return result;
}

/// All that is said, without where it stands in bytes.
std::string said(const Reading& reading) {
  std::string all;
  for (const Diagnostic& one : reading.diagnostics) {
    all += std::to_string(one.line) + ":" + std::to_string(one.column) + " " + one.key + " " + one.message +
           "\n";
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(bytes), size);
  const Reading reading = read_policy(source, "fuzz.yaml");
  check_diagnostics(reading, source);
  if (reading.policy) check_policy(*reading.policy);
  const std::string expected = said(reading);
  BULKHEAD_ASSERT(said(read_policy(source, "fuzz.yaml")) == expected);
  if (!source.starts_with("\xEF\xBB\xBF")) {
    BULKHEAD_ASSERT(said(read_policy("\xEF\xBB\xBF" + std::string(source), "fuzz.yaml")) == expected);
  }
  if (source.find('\r') == std::string_view::npos) {
    BULKHEAD_ASSERT(read_policy(with_crlf(source), "fuzz.yaml").policy.has_value() ==
                    reading.policy.has_value());
  }
  return 0;
}
