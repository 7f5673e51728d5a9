// How a report says counts, shares, times and arms: the same in a page and in a terminal.

#pragma once

#include <cstdint>
#include <string>

#include "base/time.h"
#include "drill/report/result.h"

namespace bulkhead::drill {

/// "1,840"
std::string count_text(std::uint64_t count);

/// "96.7 %". "100 %" is all of them and "0 %" is none: what only comes near is "> 99.9 %" or "< 0.1 %". "–" of nothing.
std::string share_text(std::uint64_t part, std::uint64_t whole);

/// How long that share of pages took at most: "0.4 ms", "12 ms", "1.4 s"; "–" when none came.
std::string latency_text(const load::Histogram& pages, double share);

/// Of the scenario's clock: "1:20".
std::string clock_text(Milliseconds at);

/// "2026-07-17 08:00 UTC"
std::string moment_text(RealTime at);

/// From the first attack on: "4.2 s", or `nobody` where no part does it yet.
std::string delay_text(const std::optional<Milliseconds>& delay, std::string_view nobody);

/// "stopped before its end" and what else has to be known before an arm is compared with another; empty when nothing.
std::string caveat(const ArmResult& arm);

/// The result in one sentence: "Through Bulkhead 1,840 of 1,902 tasks were finished (96.7 %); with nothing in front …"
std::string head_sentence(const DrillResult& result);

/// Whose records got out, in one sentence; empty when no attack was after any.
std::string records_sentence(const DrillResult& result);

}  // namespace bulkhead::drill
