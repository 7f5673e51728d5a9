// What waits for a second person.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace bulkhead::control {

enum class ProposalKind : std::uint8_t { kOrder = 0, kUndo = 1, kPolicy = 2, kDrill = 3 };
/// True for what the book only keeps until it is agreed to; another part carries it out.
bool is_of_another_part(ProposalKind kind);
std::string_view name(ProposalKind kind);

/// One change of a policy that waits, in the words of its preview.
struct ProposedChange {
  std::string service{};  ///< Empty: the whole gateway.
  std::string what{};
  std::string kind{};  ///< "loosens", "tightens", "neutral".
  bool needs_reload = false;
  bool operator==(const ProposedChange&) const = default;
};

/// An act that somebody wants and one other person must agree to.
struct Proposal {
  static constexpr std::size_t kPayloadBytesMax = 64u << 10;
  static constexpr std::size_t kTextBytesMax = 16u << 10;

  /// Changes kept with a proposal; what loosens before what does not. As many as a person might read.
  static constexpr std::size_t kChangesMax = 500;
  static constexpr std::size_t kChangeBytesMax = 1'000;

  Id id{};
  ProposalKind kind = ProposalKind::kOrder;
  /// Operator id of the author.
  std::string author{};
  std::string reason{};
  /// One sentence: what would be done.
  std::string what{};
  /// Why one person is not enough.
  std::string why{};
  /// The canonical text of what is agreed to: one `key: value` a line, every field, in fixed order.
  std::string text{};
  /// SHA-256 of `text`, 64 hex digits. An approval names it.
  std::string digest{};
  /// Of another part's: opaque to the book. For the others the request.
  std::string payload{};
  /// Of kPolicy: what it changes, and how many changes are not kept.
  std::vector<ProposedChange> changes{};
  std::size_t changes_left_out = 0;
  RealTime proposed_real{};
  RealTime expires_real{};
  /// Runs on the boot clock; a reboot ends every proposal.
  BootTime expires{};
  bool drill = false;
  bool operator==(const Proposal&) const = default;
};

}  // namespace bulkhead::control
