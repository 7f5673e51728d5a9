// What workers count, sampled once a second, and turned into rates.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "control/daemon/snapshot.h"
#include "control/metrics/rates.h"
#include "program/image.h"
#include "segment/shared_reader.h"

namespace bulkhead::control {

/// Reads shared.seg, which is there only once an nginx was started on this state folder. Where an nginx of another layout has put
/// a file of its own in its place, that one is read from the next sample on.
///
/// Threads    One thread.
/// Cost       sample(): 256 bytes a service and slot ever used; a few milliseconds for 1,400 services and 16 slots.
class Observatory {
 public:
  explicit Observatory(std::string shared_segment) : path_(std::move(shared_segment)) {}

  /// The services to read, by name, and the slots they have.
  void follow(const program::Image& image);

  void sample(MonoTime now);

  /// Workers as they are at this moment.
  std::vector<WorkerNow> workers(BootTime now);

  /// Fills in counts and rates of the last sample.
  void describe(ServiceNow& service) const;

 private:
  struct Followed {
    program::ServiceSlot slot = 0;
    segment::ServiceCounts counts;
    metrics::Rate requests;
    metrics::Rate refused;
  };
  bool open();
  /// Keeps the file that is open when there is no other to be read.
  void reopen();

  std::string path_;
  std::optional<segment::SharedReader> reader_;
  std::map<std::string, Followed, std::less<>> services_;
  std::size_t slots_ = 0;
};

}  // namespace bulkhead::control
