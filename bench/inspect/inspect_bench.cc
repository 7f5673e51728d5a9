// How much cheaper is a request than with libmodsecurity, on the same rules, on one core?
//
//     inspect_bench --rules FILE … [--pairs N]
//     inspect_bench --rules FILE … --only REQUEST --runs N     our side alone, for a profiler
//
// Both engines must find the same rules before anything is timed. Then A B B A, `pairs` times; printed is the median of each side
// and the median ratio with the range of its middle half. The last line is for machines.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string_view>

#include "bench/inspect/engines.h"

namespace bulkhead::bench {

namespace {

using Clock = std::chrono::steady_clock;

// CPU microseconds a request, over as many as take about `wanted` of time, each variant in its turn.
double measure(RuleEngine& engine, const BenchCase& one, std::chrono::milliseconds wanted) {
  std::size_t runs = 0;
  const auto begin = Clock::now();
  auto end = begin;
  do {
    engine.run(one.variants[runs % one.variants.size()]);
    ++runs;
    end = Clock::now();
  } while (end - begin < wanted);
  return std::chrono::duration<double, std::micro>(end - begin).count() / static_cast<double>(runs);
}

double quantile(std::vector<double> values, double at) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(at * static_cast<double>(values.size() - 1) + 0.5)];
}

bool agree(RuleEngine& ours, RuleEngine& theirs, const BenchCase& one) {
  std::size_t different = 0;
  for (const BenchRequest& request : one.variants) {
    const auto a = ours.rules(request);
    const auto b = theirs.rules(request);
    if (a == b || different++ > 0) continue;
    fmt::print("{}: {} finds [{}], {} finds [{}]\n", one.name, ours.name(), fmt::join(a, " "), theirs.name(),
               fmt::join(b, " "));
  }
  if (different > 0) fmt::print("{}: {} of {} differ\n", one.name, different, one.variants.size());
  return different == 0;
}

int run(const std::vector<std::string>& files, int pairs) {
  const auto ours = make_bulkhead(files);
  const auto theirs = make_libmodsecurity(files);
  const auto cases = bench_cases();
  bool same = true;
  for (const BenchCase& one : cases) same &= agree(*ours, *theirs, one);
  nlohmann::json result;
  fmt::print("{:<28} {:>14} {:>16} {:>8}\n", "request", "bulkhead, µs", "libmodsecurity", "ratio");
  for (const BenchCase& request : cases) {
    std::vector<double> a;
    std::vector<double> b;
    std::vector<double> ratios;
    constexpr std::chrono::milliseconds kSlice{60};
    measure(*ours, request, kSlice);
    for (int i = 0; i < pairs; ++i) {
      const double a1 = measure(*ours, request, kSlice);
      const double b1 = measure(*theirs, request, kSlice);
      const double b2 = measure(*theirs, request, kSlice);
      const double a2 = measure(*ours, request, kSlice);
      a.push_back((a1 + a2) / 2);
      b.push_back((b1 + b2) / 2);
      ratios.push_back(b.back() / a.back());
    }
    fmt::print("{:<28} {:>14.1f} {:>16.1f} {:>8.0f}   ({:.0f} to {:.0f})\n", request.name, quantile(a, 0.5),
               quantile(b, 0.5), quantile(ratios, 0.5), quantile(ratios, 0.25), quantile(ratios, 0.75));
    result[request.name] = {{"bulkhead_us", quantile(a, 0.5)},
                            {"libmodsecurity_us", quantile(b, 0.5)},
                            {"ratio", quantile(ratios, 0.5)}};
  }
  fmt::print("RESULT {}\n", nlohmann::json{{"agree", same}, {"requests", result}}.dump());
  return same ? 0 : 1;
}

int run_alone(const std::vector<std::string>& files, std::string_view only, int runs) {
  const auto ours = make_bulkhead(files);
  for (const BenchCase& one : bench_cases()) {
    if (one.name != only) continue;
    for (int i = 0; i < runs; ++i) ours->run(one.variants[static_cast<std::size_t>(i) % one.variants.size()]);
    return 0;
  }
  std::fputs("inspect_bench: no request has that name\n", stderr);
  return 2;
}

}  // namespace

}  // namespace bulkhead::bench

int main(int count, char** words) {
  std::vector<std::string> files;
  std::string only;
  int pairs = 10;
  int runs = 1'000;
  for (int i = 1; i + 1 < count; i += 2) {
    if (std::strcmp(words[i], "--rules") == 0) files.emplace_back(words[i + 1]);
    if (std::strcmp(words[i], "--pairs") == 0) pairs = std::atoi(words[i + 1]);
    if (std::strcmp(words[i], "--only") == 0) only = words[i + 1];
    if (std::strcmp(words[i], "--runs") == 0) runs = std::atoi(words[i + 1]);
  }
  if (files.empty()) {
    std::fputs("usage: inspect_bench --rules FILE … [--pairs N | --only REQUEST --runs N]\n", stderr);
    return 2;
  }
  if (!only.empty()) return bulkhead::bench::run_alone(files, only, runs);
  return bulkhead::bench::run(files, pairs);
}
