// One request through all protections, on the worker's side.
//
// bind (which service) → door (is it open for this client) → enter → leave → account. What later protections add goes
// between bind and enter, each in a folder of its own; this class only says in which order they are asked.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "gate/answer_desk.h"
#include "gate/decision.h"
#include "gate/doors.h"
#include "gate/image_in_use.h"
#include "gate/inquiry.h"
#include "gate/inspector.h"
#include "gate/loaded_image.h"
#include "gate/request.h"
#include "gate/self_test_mark.h"
#include "os/clock.h"
#include "os/file_watch.h"
#include "os/random.h"
#include "segment/worker_slot.h"

namespace bulkhead::gate {

/// The gate of one worker.
///
/// Threads    One thread, but for the image loader inside.
/// Cost       admit() of an open door: O(1) in the number of services, allocates nothing.
/// Errors     A part that is missing (image, segment) makes requests a failure of the gateway's own: each service's
///            on_gateway_failure decides, and it is counted. tick() looks for the part again.
class Gate {
 public:
  struct Options {
    std::string state_folder;
    std::string image_path;
    std::uint64_t pid = 0;
  };

  /// `clock` and `random` outlive the gate.
  Gate(const Options& options, const os::Clock& clock, os::Random& random);
  ~Gate();

  /// What is missing, in one line; empty when all is there.
  std::string missing() const;

  /// Readable when doors were published: then tick() is due. -1 when the system gave no watch.
  int wake_fd() const { return watch_ ? watch_->fd() : -1; }

  /// Adopts images, notices new epochs, shows life. Returns true when requests under way need a review().
  bool tick();

  Decision admit(Request& request, const Inquiry& inquiry);
  Decision revisit(Request& request, const Inquiry& inquiry);
  /// True when the request has to be cut.
  bool review(Request& request) noexcept;

  /// The rules on an admitted request, part by part as it comes and its answer goes; a part that is not asked about is not looked at.
  /// A failure of our own lets the service's on_gateway_failure decide.
  Decision inspect_head(Request& request, const Inquiry& inquiry, const inspect::RequestHead& head);
  Decision inspect_body(Request& request, std::string_view body, bool cut);
  Decision inspect_response_head(Request& request, const inspect::ResponseHead& head);
  Decision inspect_response_body(Request& request, std::string_view body, bool cut);
  /// Nothing of the request is left to inspect: runs the logging rules and gives back what was held.
  void end_inspection(Request& request) noexcept;

  void leave(Request& request) noexcept;

  struct Account {
    unsigned status = 0;
    std::uint64_t bytes_received = 0;
    std::uint64_t bytes_sent = 0;
    bool upstream_failed = false;
  };
  void account(Request& request, const Account& account) noexcept;
  /// For a request that the host answered before it asked.
  void account_unasked(const Inquiry& inquiry, const Account& account) noexcept;

  /// The answer to a refused request; valid until the next call.
  const Answer& answer(const Decision& decision, const Inquiry& inquiry);

  /// The companion for a Set-Cookie field of the response, or nothing to send (empty); valid until the next call.
  const std::string& companion(const Request& request, std::string_view set_cookie);

 private:
  Decision decide(Request& request, const Inquiry& inquiry, bool first);
  bool is_ambiguous(const Inquiry& inquiry, program::ServiceIndex routed) const;
  Decision ask_without_image(Request& request, const Inquiry& inquiry, bool first);
  Decision ask_door(Request& request, const Inquiry& inquiry, program::ServiceIndex service, bool first);
  Decision pass(Request& request, program::ServiceIndex service, bool by_lane);
  bool must_cut(const Request::Door& door) const;
  Decision fail_by_policy(Request& request, program::ServiceIndex service, bool open_on_failure);
  program::ServiceIndex service_of(const Inquiry& inquiry) const;
  bool is_session_inside(const Inquiry& inquiry, program::ServiceIndex service,
                         const segment::DoorStep& step) const;
  void count(program::ServiceSlot slot, const Account& account);
  // Nothing of a self-test is counted.
  void add(const Request& request, program::ServiceSlot slot, segment::ServiceCounter counter) noexcept;
  void add(const Request& request, segment::WorkerCounter counter) noexcept;
  Decision begin_self_test(Request& request, const Inquiry& inquiry, const Decision& decision);
  Decision end_self_test(Request& request, const Decision& decision);
  Decision note_inspection(Request& request, Decision decision);
  void bind(Request& request, program::ServiceIndex service) const;
  void enter(Request& request);
  void obey(std::uint64_t epoch);

  void look_for_doors();
  void look_for_image();
  void note_image(ImageInUse::News news);
  const program::Image& image() const { return images_.get()->image; }
  const LoadedImage::Service& known(program::ServiceIndex service) const {
    return images_.get()->services[service];
  }
  program::ServiceIndex named_service(std::string_view name, program::ServiceIndex routed) const;
  std::optional<BootTime> next_change(BootTime now) const;

  const Options options_;
  const os::Clock& clock_;
  os::Random& random_;

  Doors doors_;
  Status doors_status_;
  std::optional<os::FileWatch> watch_;
  segment::WorkerSlot counts_;
  ImageInUse images_;

  std::uint64_t epoch_ = 0;  // Newest epoch obeyed.
  std::uint64_t epoch_reviewed_ = 0;
  std::optional<BootTime> next_change_;  // Of any door, by itself.
  std::uint32_t ticks_ = 0;

  Inspector inspector_;
  Inspector self_test_inspector_;  // What rules note for later requests, they do not note of self-tests.
  Answer self_test_answer_;
  AnswerDesk desk_;
  std::string companion_;
};

}  // namespace bulkhead::gate
