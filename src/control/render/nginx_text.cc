#include "control/render/nginx_text.h"

#include "base/check.h"
#include "base/escape.h"

namespace bulkhead::control {
namespace {
constexpr std::size_t kQuotedInErrorBytesMax = 80;
}  // namespace

void NginxText::comment(std::string_view why) { line("# {}", why); }

void NginxText::open(std::string_view block) {
  line("{} {{", block);
  ++depth_;
}

void NginxText::close() {
  BULKHEAD_ASSERT(depth_ > 0);
  --depth_;
  line("}}");
}

std::string NginxText::quoted(std::string_view what, std::string_view value) {
  if (value.empty()) refuse(fmt::format("render nginx: {} is empty", what));
  if (!is_nginx_safe(value))
    refuse(fmt::format(
        "render nginx: {} holds what cannot stand in a configuration ($, quotes, backslash or control): {}",
        what, escape_log(cut(value, kQuotedInErrorBytesMax))));
  return '"' + std::string(value) + '"';
}

void NginxText::refuse(std::string message) {
  if (status_) status_ = fail(ErrorCode::kInvalid, std::move(message));
}

std::string host_and_port(const std::string& host, std::uint16_t port) {
  const bool is_v6 = host.find(':') != std::string::npos && !host.starts_with('[');
  return is_v6 ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
}

Result<std::string> NginxText::finish() && {
  if (!status_) return fail_as(status_);
  BULKHEAD_ASSERT(depth_ == 0);
  return std::move(text_);
}

}  // namespace bulkhead::control
