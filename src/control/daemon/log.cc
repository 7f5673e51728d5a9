#include "control/daemon/log.h"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "base/escape.h"
#include "base/timestamp.h"

namespace bulkhead::control {
namespace {

constexpr std::size_t kValueBytesMax = 2'000;

const char* word(Severity severity) {
  switch (severity) {
    case Severity::kInfo: return "info";
    case Severity::kWarning: return "warning";
    case Severity::kError: break;
  }
  return "error";
}

/// spdlog reports a file that cannot be opened by an exception; it ends here.
Result<spdlog::sink_ptr> make_sink(const std::string& path) {
  if (path.empty()) return std::make_shared<spdlog::sinks::stderr_sink_mt>();
  try {
    return std::make_shared<spdlog::sinks::basic_file_sink_mt>(path);
  } catch (const spdlog::spdlog_ex& failed) {
    return fail(ErrorCode::kSystem, fmt::format("cannot open the log: {}", failed.what()));
  }
}

}  // namespace

std::string log_line(Severity severity, RealTime at, std::string_view event, const LogFields& fields) {
  std::string line = fmt::format(R"({{"at":"{}","level":"{}","event":"{}")", rfc3339_ms(at), word(severity),
                                 escape_json(event));
  for (const auto& [key, value] : fields)
    line +=
        fmt::format(R"(,"{}":"{}")", escape_json(key), escape_json(escape_log(cut(value, kValueBytesMax))));
  return line + "}";
}

struct Log::State {
  std::string path;
  std::shared_ptr<spdlog::logger> logger;
};

Log::Log(std::unique_ptr<State> state) : state_(std::move(state)) {}
Log::~Log() = default;

Result<std::unique_ptr<Log>> Log::open(const std::string& path) {
  const auto sink = make_sink(path);
  if (!sink) return fail_as(sink);
  auto state = std::make_unique<State>();
  state->path = path;
  state->logger = std::make_shared<spdlog::logger>("bulkheadd", *sink);
  state->logger->set_pattern("%v");
  state->logger->flush_on(spdlog::level::trace);
  state->logger->set_error_handler(
      [](const std::string&) {});  // A full disk must not become a flood on stderr.
  return std::unique_ptr<Log>(new Log(std::move(state)));
}

void Log::write(Severity severity, RealTime at, std::string_view event, const LogFields& fields) {
  state_->logger->info(fmt::runtime("{}"), log_line(severity, at, event, fields));
}

Status Log::reopen() {
  const auto sink = make_sink(state_->path);
  if (!sink) return fail_as(sink);
  (*sink)->set_formatter(std::make_unique<spdlog::pattern_formatter>("%v"));
  state_->logger->sinks() = {*sink};
  return {};
}

}  // namespace bulkhead::control
