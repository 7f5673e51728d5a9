// One of a few places on this machine that programs of one kind share out among themselves: a range of ports each, for instance.

#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "os/descriptor.h"

namespace bulkhead::launch {

/// Held while it lives; a process that dies gives it back. A name in Linux' abstract socket namespace is what is held, so it is
/// known in one network namespace, as ports are.
class Place {
 public:
  /// The first free one of 0 to `count` - 1, tried from `from` on and around. Fails with kConflict when all are held.
  static Result<Place> take(std::string_view kind, std::uint32_t count, std::uint32_t from);

  std::uint32_t number() const { return number_; }

 private:
  Place(std::uint32_t number, os::Descriptor held) : number_(number), held_(std::move(held)) {}

  std::uint32_t number_;
  os::Descriptor held_;
};

}  // namespace bulkhead::launch
