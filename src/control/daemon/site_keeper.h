// Writes the public site on a thread of its own, so that no order ever waits for its disk.

#pragma once

#include <memory>
#include <string>

#include "control/publish_site/site_content.h"

namespace bulkhead::control {

/// Threads    One thread calls. The writing thread has the content to itself.
class SiteKeeper {
 public:
  explicit SiteKeeper(std::string folder);
  /// Waits for a writing under way.
  ~SiteKeeper();
  SiteKeeper(const SiteKeeper&) = delete;
  SiteKeeper& operator=(const SiteKeeper&) = delete;

  /// False while a writing is under way: ask again.
  bool ready() const;

  /// Requires: ready(). `image_bytes` is what the content's phrases point into.
  void write(SiteContent content, std::shared_ptr<const std::string> image_bytes);

  /// Why the last writing failed; empty when it did not.
  std::string error() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bulkhead::control
