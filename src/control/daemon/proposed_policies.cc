#include "control/daemon/proposed_policies.h"

#include <set>
#include <sstream>

#include <fmt/format.h>

#include "control/orders/order_book.h"
#include "os/file.h"
#include "policy/policy.h"

namespace bulkhead::control {
namespace {

constexpr mode_t kFolderMode = 0700;
constexpr mode_t kTextMode = 0600;
/// Every waiting proposal has at most one text; a crash may have left one more, half written.
constexpr std::size_t kEntriesMax = 2 * OrderBook::kProposalsMax;

}  // namespace

std::string ProposedPolicy::payload() const {
  return fmt::format("{} {} {} {} {}", action, digest, base, rollback_to.value_or(0), file_name);
}

std::optional<ProposedPolicy> ProposedPolicy::of(const Proposal& proposal) {
  if (proposal.kind != ProposalKind::kPolicy) return std::nullopt;
  std::istringstream payload(proposal.payload);
  ProposedPolicy proposed;
  std::uint64_t rollback_to = 0;
  payload >> proposed.action >> proposed.digest >> proposed.base >> rollback_to;
  payload.get();
  std::getline(payload, proposed.file_name);
  if (rollback_to != 0) proposed.rollback_to = rollback_to;
  return proposed;
}

Status ProposedTexts::keep(const std::string& digest, const std::string& text,
                           std::span<const Proposal> waiting) {
  if (Status made = os::make_folder(folder_, kFolderMode); !made) return made;
  std::set<std::string> wanted;
  for (const Proposal& proposal : waiting)
    if (const auto proposed = ProposedPolicy::of(proposal)) wanted.insert(proposed->digest);
  const auto kept = os::list_folder(folder_, kEntriesMax);
  if (!kept) return fail_as(kept);
  for (const std::string& name : *kept)
    if (!wanted.contains(name.substr(0, name.find('.'))))
      if (Status removed = os::remove_file(folder_ + "/" + name); !removed) return removed;
  return os::write_file_atomically(path(digest), text, kTextMode);
}

Result<std::string> ProposedTexts::read(const std::string& digest) const {
  return os::read_file(path(digest), policy::Limits::kFileBytesMax);
}

void ProposedTexts::drop(const std::string& digest) { static_cast<void>(os::remove_file(path(digest))); }

}  // namespace bulkhead::control
