// What of a Snapshot the public is told. answers/status_site.h turns it into files.

#pragma once

#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "answers/status_site.h"
#include "control/daemon/snapshot.h"
#include "control/orders/history.h"
#include "program/image.h"

namespace bulkhead::control {

/// How long the site is to be believed without the daemon writing it anew.
inline constexpr Milliseconds kSiteValidFor = std::chrono::minutes(2);

struct SiteInput {
  const Snapshot& now;
  /// For the phrases in the agency's languages. Empty: English.
  const program::Image& image;
  std::span<const posture::Order> in_force;
  std::span<const EndedOrder> ended;  ///< Newest first.
  /// While a drill plays here, the services that were down before it began: a fault of any other is taken for the drill's, and not
  /// told. Null: no drill plays.
  const std::set<std::string>* down_before_drill = nullptr;
};

/// Names of the services whose servers are down.
std::set<std::string> services_down(const Snapshot& now);

/// The snapshot that the site is rendered from, and what it points to. May be handed to another thread; the bytes of the image
/// must live as long.
struct SiteContent {
  answers::StatusSnapshot snapshot;
  std::vector<std::unique_ptr<answers::PhraseSource>> phrases;
};

/// Pure: the same input gives the same content. Persons, reasons and levels other than closed are not in it, and nothing of an
/// order of a rehearsal: a door is told of as it would stand without.
SiteContent site_content(const SiteInput& input);

}  // namespace bulkhead::control
