// What a self-test must find, by the same image and the same code as a worker's.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "gate/inspector.h"
#include "gate/loaded_image.h"
#include "gate/self_test_mark.h"

namespace bulkhead::control {

/// Where a self-test of a service goes.
struct SelfTestPlace {
  std::string host;
  std::string target;
};

/// One image, opened as a worker opens it.
///
/// Ownership  Holds the image mapped.
/// Threads    One thread.
/// Cost       open(): as a worker's, some milliseconds for each program of rules. of(): a request's way through the rules.
class SelfTestExpectations {
 public:
  static Result<std::unique_ptr<SelfTestExpectations>> open(const std::string& image_path);

  const program::Image& image() const { return image_->image; }
  /// True when rules look at the service.
  bool is_inspected(program::ServiceIndex service) const;
  /// Rules of the service's program, and its digest in hex.
  std::size_t rules(program::ServiceIndex service) const;
  std::string rules_sha256(program::ServiceIndex service) const;

  /// Where people go; a name below it where the service has wildcards only. Nothing for a service that has no host.
  static std::optional<SelfTestPlace> place(std::span<const std::string> hosts,
                                            std::span<const std::string> paths);

  struct Expected {
    gate::SelfTestVerdict verdict = gate::SelfTestVerdict::kNotInspected;
    std::uint32_t rule = 0;
  };
  Expected of(program::ServiceIndex service, bool guarded, const SelfTestPlace& place, RealTime now);

 private:
  explicit SelfTestExpectations(std::shared_ptr<const gate::LoadedImage> image) : image_(std::move(image)) {}

  std::shared_ptr<const gate::LoadedImage> image_;
  gate::Inspector inspector_;
};

}  // namespace bulkhead::control
