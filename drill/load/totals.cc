#include "drill/load/totals.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "os/descriptor.h"
#include "os/failure.h"

namespace bulkhead::load {

namespace {

std::uint64_t microseconds(MonoTime from, MonoTime to) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>((to - from).count(), 0)) / 1'000;
}

}  // namespace

void Totals::add_sent(MonoTime due, MonoTime at) {
  ++counts.sent;
  lags.add(microseconds(due, at));
}

void Totals::add_answer(int status, MonoTime due, MonoTime at, bool refused) {
  if (refused)
    ++counts.refused;
  else if (status < 500)
    ++counts.served;
  latencies.add(microseconds(due, at));
  per_second.add(at);
  switch (status / 100) {
    case 2: ++counts.answered_2xx; break;
    case 3: ++counts.answered_3xx; break;
    case 4: ++counts.answered_4xx; break;
    default: ++counts.answered_5xx; break;
  }
}

std::string json(const Totals& totals) {
  const Counts& c = totals.counts;
  return fmt::format(
      R"({{"rps_wanted":{},"rps":{:.1f},"rps_second_min":{},"seconds":{:.3f},"sent":{},"answered":{},)"
      R"("answered_2xx":{},"answered_3xx":{},"answered_4xx":{},"answered_5xx":{},"refused":{},)"
      R"("lost":{},"timeouts":{},"malformed":{},"unfinished":{},"retried":{},"late":{},"unsent":{},)"
      R"("closed_idle":{},"connect_failed":{},"p50_us":{},"p90_us":{},"p99_us":{},"max_us":{},"lag_p50_us":{},"lag_p99_us":{}}})",
      totals.rps_wanted, totals.rps(), totals.per_second.minimum(), totals.seconds, c.sent, c.answered(),
      c.answered_2xx, c.answered_3xx, c.answered_4xx, c.answered_5xx, c.refused, c.lost, c.timeouts,
      c.malformed, c.unfinished, c.retried, c.late, c.unsent, c.closed_idle, c.connect_failed,
      totals.latencies.quantile(0.5), totals.latencies.quantile(0.9), totals.latencies.quantile(0.99),
      totals.latencies.max(), totals.lags.quantile(0.5), totals.lags.quantile(0.99));
}

std::string words(const Totals& totals) {
  const Counts& c = totals.counts;
  return fmt::format(
      "{:.1f} requests/s over {:.1f} s (wanted: {}; slowest second: {})\n"
      "{} sent; answered {}: {} 2xx, {} 3xx, {} 4xx, {} 5xx, of these {} refused; {} lost, {} timeouts, {} "
      "malformed, {} "
      "unfinished\n"
      "{} retried, {} late, {} unsent; {} idle connections closed by the server, {} attempts to connect "
      "failed\n"
      "latency from the schedule: p50 {} us, p90 {} us, p99 {} us, longest {} us; sent after its time: p50 "
      "{} us, "
      "p99 {} us\n",
      totals.rps(), totals.seconds,
      totals.rps_wanted == 0 ? "as fast as it goes" : fmt::to_string(totals.rps_wanted),
      totals.per_second.minimum(), c.sent, c.answered(), c.answered_2xx, c.answered_3xx, c.answered_4xx,
      c.answered_5xx, c.refused, c.lost, c.timeouts, c.malformed, c.unfinished, c.retried, c.late, c.unsent,
      c.closed_idle, c.connect_failed, totals.latencies.quantile(0.5), totals.latencies.quantile(0.9),
      totals.latencies.quantile(0.99), totals.latencies.max(), totals.lags.quantile(0.5),
      totals.lags.quantile(0.99));
}

Status write_progress(const std::string& path, const Totals& totals) {
  const std::string beside = path + ".new";
  const std::string text = json(totals) + "\n";
  {
    const os::Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!file.is_open()) return os::fail_errno("open", beside, errno);
    const ssize_t written = ::write(file.fd(), text.data(), text.size());
    if (written != static_cast<ssize_t>(text.size()))
      return os::fail_errno("write", beside, written < 0 ? errno : ENOSPC);
  }
  if (std::rename(beside.c_str(), path.c_str()) != 0) return os::fail_errno("rename", beside, errno);
  return {};
}

}  // namespace bulkhead::load
