#include "cli/drill/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "drill/play/arm_play.h"

namespace bulkhead::cli {

namespace {

constexpr std::size_t kBarColumns = 24;

std::string bar(Milliseconds at, Milliseconds lasts) {
  const auto done = static_cast<std::size_t>(std::clamp<std::int64_t>(
      at.count() * static_cast<std::int64_t>(kBarColumns) / std::max<std::int64_t>(lasts.count(), 1), 0,
      kBarColumns));
  return std::string(done, '#') + std::string(kBarColumns - done, '.');
}

}  // namespace

void Progress::draw(std::string line) {
  if (!terminal_.err_is_terminal) return;
  line.resize(std::min(line.size(), static_cast<std::size_t>(terminal_.columns - 1)));
  const std::size_t wide = line.size();
  out_ << '\r' << line << std::string(drawn_ > wide ? drawn_ - wide : 0, ' ') << std::flush;
  drawn_ = wide;
}

void Progress::preparing(std::string_view what) {
  if (terminal_.err_is_terminal)
    draw(std::string(what) + " ...");
  else
    out_ << what << std::endl;
}

void Progress::began(std::span<const std::unique_ptr<drill::ArmPlay>> plays) {
  phase_ = 0;
  if (terminal_.err_is_terminal) return;
  for (const auto& play : plays) out_ << "playing: " << drill::title(play->arm().kind) << std::endl;
}

void Progress::tick(std::span<const std::unique_ptr<drill::ArmPlay>> plays, Milliseconds at) {
  const Milliseconds now = std::max(at, Milliseconds(0));
  const std::size_t phase = scenario_.phase_at(now);
  std::string line = fmt::format("[{}] {} of {} s  {}", bar(now, scenario_.lasts()), now.count() / 1'000,
                                 scenario_.lasts().count() / 1'000, scenario_.phases[phase].name);
  for (const auto& play : plays) {
    const drill::Ends ends = play->tally_now().all().ends;
    line += fmt::format("  {}: {} of {} tasks", drill::name(play->arm().kind), ends.finished, ends.begun());
  }
  if (terminal_.err_is_terminal)
    draw(std::move(line));
  else if (phase + 1 != phase_)
    out_ << line << std::endl;
  phase_ = phase + 1;
}

void Progress::over() {
  draw("");
  if (terminal_.err_is_terminal) out_ << '\r' << std::flush;
}

}  // namespace bulkhead::cli
