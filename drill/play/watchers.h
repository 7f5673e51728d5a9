// Several who look on at the same drill.

#pragma once

#include <utility>
#include <vector>

#include "drill/play/watcher.h"

namespace bulkhead::drill {

/// Tells each what happens, in the order in which they were given. They outlive it.
class Watchers final : public Watcher {
 public:
  explicit Watchers(std::vector<Watcher*> all) : all_(std::move(all)) {}

  void preparing(std::string_view what) override {
    for (Watcher* one : all_) one->preparing(what);
  }
  void began(std::span<const std::unique_ptr<ArmPlay>> plays) override {
    for (Watcher* one : all_) one->began(plays);
  }
  void tick(std::span<const std::unique_ptr<ArmPlay>> plays, Milliseconds at) override {
    for (Watcher* one : all_) one->tick(plays, at);
  }
  void over() override {
    for (Watcher* one : all_) one->over();
  }

 private:
  std::vector<Watcher*> all_;
};

}  // namespace bulkhead::drill
