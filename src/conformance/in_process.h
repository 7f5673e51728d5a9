// The rules in this process, with a server before them and a service behind.

#pragma once

#include <cstdint>
#include <memory>

#include "conformance/rule_files.h"
#include "conformance/target.h"
#include "conformance/upstream.h"
#include "inspect/engine.h"
#include "inspect/local_collections.h"

namespace bulkhead::conformance {

/// Each request goes the way it goes in the gateway: split_request(), the phases of an Inspection, upstream_answer() in between.
///
/// Ownership  Owns rules, engine and persistent collections; those last from one request to the next.
/// Threads    One thread.
class InProcess final : public Target {
 public:
  /// `now_s`: the time that rules see.
  InProcess(LoadedRules rules, std::int64_t now_s, Service service = Service::kAlbedo);

  Result<Observed> send(std::string_view bytes) override;

 private:
  LoadedRules rules_;
  std::unique_ptr<inspect::LocalCollections> collections_;  // The engine refers to it.
  std::unique_ptr<inspect::Engine> engine_;
  std::int64_t now_s_;
  Service service_;
  std::uint64_t sent_ = 0;
};

}  // namespace bulkhead::conformance
