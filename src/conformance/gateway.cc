#include "conformance/gateway.h"

#include <unistd.h>

#include <charconv>
#include <chrono>
#include <thread>

#include "conformance/server_line.h"

namespace bulkhead::conformance {

namespace {

// How often the marker is sent, and how long its line is waited for each time.
constexpr int kMarkersMax = 20;
constexpr int kLooksMax = 200;
constexpr std::chrono::milliseconds kBetweenLooks{1};

}  // namespace

Observed read_answer(std::string bytes) {
  Observed observed;
  observed.answered = false;
  std::string_view rest = bytes;
  const auto status_line = take_line(rest);
  if (status_line && status_line->starts_with("HTTP/1.") && status_line->size() >= 12) {
    const std::string_view digits = status_line->substr(9, 3);
    observed.answered =
        std::from_chars(digits.data(), digits.data() + digits.size(), observed.status).ec == std::errc();
  }
  for (auto line = take_line(rest); line && !line->empty(); line = take_line(rest)) {
    const std::size_t colon = line->find(':');
    if (colon == std::string_view::npos || !same_name(line->substr(0, colon), "location")) continue;
    observed.location = line->substr(std::min(line->find_first_not_of(' ', colon + 1), line->size()));
  }
  observed.response = std::move(bytes);
  return observed;
}

Gateway::Gateway(Endpoint endpoint, LogFollower log)
    : endpoint_(std::move(endpoint)), log_(std::move(log)), run_("bulkhead-" + std::to_string(::getpid())) {}

Status Gateway::mark(std::vector<std::string>& lines) {
  const std::string id = run_ + "-" + std::to_string(++marks_) + "-";
  const std::string request =
      std::string("GET /status/200 HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bulkhead\r\n") +
      "Accept: */*\r\n" + kMarkerField + ": " + id + "\r\nConnection: close\r\n\r\n";
  for (int sent = 0; sent < kMarkersMax; ++sent) {
    if (const Result<std::string> answer = send_and_read(endpoint_, request); !answer) return fail_as(answer);
    for (int looks = 0; looks < kLooksMax; ++looks) {
      if (log_.lines_before(id, lines)) return {};
      std::this_thread::sleep_for(kBetweenLooks);
    }
  }
  return fail(ErrorCode::kUnavailable,
              std::string("the log shows no request with ") + kMarkerField +
                  ": is it the gateway's own, and do its rules have the one that logs that field?");
}

Result<Observed> Gateway::send(std::string_view bytes) {
  if (marks_ == 0) {  // What the log holds so far, or still gets from before, is not ours.
    std::vector<std::string> before;
    if (const Status marked = mark(before); !marked) return fail_as(marked);
  }
  Result<std::string> answer = send_and_read(endpoint_, bytes);
  if (!answer) return fail_as(answer);
  Observed observed = read_answer(std::move(*answer));
  if (const Status marked = mark(observed.log_lines); !marked) return fail_as(marked);
  // A marker that was sent more than once leaves lines behind.
  std::erase_if(observed.log_lines, [&](const std::string& line) { return line.contains(run_); });
  for (const std::string& line : observed.log_lines) append_rule_ids(line, observed.rule_ids);
  sort_ids(observed.rule_ids);
  return observed;
}

}  // namespace bulkhead::conformance
