// A flood: the load generator with requests of an attack, on a thread of its own.

#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "drill/load/generator.h"
#include "drill/scenario/scenario.h"
#include "drill/web/browser.h"

namespace bulkhead::drill {

/// Begins when it is made. Requests are written out beforehand, kRequestsMax of them, with sources, hosts and paths in turn.
///
/// Bounds     The attack's rate; kConnectionsMax.
/// Threads    Its own; the functions from one other. Destruction stops and waits, at most Generator::kDrainMax.
class Flood {
 public:
  static constexpr std::size_t kRequestsMax = 20'000;
  static constexpr std::uint32_t kConnectionsMax = 2'000;

  Flood(const Attack& attack, const std::vector<std::string>& hosts, const Target& target);
  ~Flood();
  Flood(const Flood&) = delete;
  Flood& operator=(const Flood&) = delete;

  void stop() { stop_ = true; }
  bool has_ended() const { return ended_; }
  /// Requires: has_ended().
  const load::Counts& counts() const { return counts_; }
  /// Why it could not begin or go on; empty when it did. Requires: has_ended().
  const std::string& trouble() const { return trouble_; }

 private:
  load::Options options_;
  std::atomic<bool> stop_{false};
  std::atomic<bool> ended_{false};
  load::Counts counts_;
  std::string trouble_;
  std::thread thread_;
};

}  // namespace bulkhead::drill
