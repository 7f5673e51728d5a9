// Turns a refusal into bytes: language, format, page, header fields.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "answers/headers.h"
#include "answers/rendered_page.h"
#include "base/time.h"
#include "gate/decision.h"
#include "gate/doors.h"
#include "gate/inquiry.h"
#include "gate/loaded_image.h"
#include "os/random.h"

namespace bulkhead::gate {

/// One answer, ready to send.
struct Answer {
  std::uint16_t status = 503;
  std::string_view content_type;
  answers::FieldSet fields;
  std::string body;
  std::string location;  ///< Of a redirect; else empty.
  bool close_connection = false;
};

/// Renders answers and keeps the pages: what a page says is the same for everybody until an order or an image changes,
/// so a flood at a closed door costs a copy each, not a rendering.
///
/// Threads    One thread.
/// Memory     At most kPagesMax pages; when full, all are forgotten.
class AnswerDesk {
 public:
  static constexpr std::size_t kPagesMax = 128;

  /// `image` may be null: then the answer is in English and names nobody. Valid until the next call.
  const Answer& answer(const Decision& decision, const Inquiry& inquiry, const LoadedImage* image,
                       const Doors& doors, BootTime now, RealTime real_now, os::Random& random);

  /// Call when an order, an image, or a door by itself has changed.
  void forget() { pages_.clear(); }

 private:
  // Kind, service, language, format, submission, secure, port: everything a page depends on besides orders and image.
  using Key = std::tuple<answers::RefusalKind, program::ServiceIndex, std::size_t, answers::Format, bool,
                         bool, std::string>;

  struct Page {
    answers::RenderedPage rendered;
    std::optional<RealTime> expected_end;
  };

  const Page& page(const Key& key, const Decision& decision, const LoadedImage* image, const Doors& doors,
                   BootTime now);

  std::map<Key, Page> pages_;
  Answer answer_;
};

}  // namespace bulkhead::gate
