// How a policy comes into force in a running daemon: the Applier's work on a thread of its own, what persons may do and what is
// on record on the book's.
//
//     plan (thread) → may they? (book: preview, proposal, or go on) → commit (thread) → adopt, history (book)

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>

#include "control/apply/applier.h"
#include "control/daemon/active_policy.h"
#include "control/daemon/daemon.h"
#include "control/daemon/paths.h"
#include "control/daemon/policy_desk.h"
#include "control/daemon/policy_intent.h"
#include "control/daemon/proposed_policies.h"
#include "control/orders/order_book.h"
#include "control/publish/segment_publisher.h"

namespace bulkhead::control {

/// One policy at a time: a second one meanwhile is refused with kConflict.
///
/// Threads    One thread, the io_context's. What it starts finishes, also when whoever asked has gone.
class PolicyApply final : public PolicyDesk {
 public:
  struct Parts {
    boost::asio::io_context& context;
    ImageStore& images;
    OrderBook& book;
    SegmentPublisher& publisher;
    os::Clock& clock;
    const DaemonOptions& options;
    const StatePaths& paths;
    std::function<const ActivePolicy*()> active;
    std::function<Status(ActivePolicy)> adopt;
  };

  explicit PolicyApply(Parts parts);
  ~PolicyApply() override;

  PolicyJob apply(const posture::Person& person, PolicyRequest request) override;
  PolicyJob rollback(const posture::Person& person, RollbackRequest request) override;
  PolicyJob agreed(const posture::Person& approver, const Proposal& proposal) override;
  bool busy() const override { return running_ != nullptr; }
  Result<std::vector<KeptImage>> images() override;

  /// The policy of a gateway that has none, at start, before the loop turns.
  Status apply_first(const std::string& path);

  /// At start: what an earlier daemon began and could not say the end of goes into history.
  Status finish_interrupted();

  /// Takes a running apply further. Called by whoever waits for it, and once a second.
  void advance();

 private:
  struct Errand;
  struct Work;

  PolicyJob start(Errand errand);
  void planned(Work& work);
  void propose(Work& work);
  void commit(Work& work);
  void committed(Work& work);
  PolicyAnswer answer_of(const Work& work) const;
  static PolicyIntent intent_of(const Work& work);
  void note(const PolicyIntent& intent, std::string outcome);
  Status put_in_force(std::uint64_t version);
  Status with_doors(const std::function<Status()>& then);
  std::unique_ptr<Work> make_work(bool loop_turns);

  Parts parts_;
  ProposedTexts texts_;
  IntentFile intent_file_;
  std::shared_ptr<Work> running_;
};

}  // namespace bulkhead::control
