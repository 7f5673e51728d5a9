// Everything a running daemon is made of, in the order in which it is put together and the reverse of which it is taken apart.
// Internal to daemon*.cc.

#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "control/consent/desk.h"
#include "control/consent/front.h"
#include "control/daemon/active_policy.h"
#include "control/daemon/daemon.h"
#include "control/daemon/front.h"
#include "control/daemon/log.h"
#include "control/daemon/observatory.h"
#include "control/daemon/paths.h"
#include "control/daemon/policy_apply.h"
#include "control/daemon/recollection.h"
#include "control/daemon/segment_postures.h"
#include "control/daemon/site_keeper.h"
#include "control/daemon/tighten_only.h"
#include "control/daemon/warnings.h"
#include "control/daemon/worker_obedience.h"
#include "control/health/prober.h"
#include "control/orders/journal.h"
#include "control/orders/order_book.h"
#include "control/orders/store.h"
#include "control/peers.h"
#include "control/publish/key_ring.h"
#include "control/publish/segment_publisher.h"
#include "control/selftest/self_tester.h"
#include "os/clock.h"
#include "os/file_lock.h"
#include "os/random.h"

namespace bulkhead::control {

struct Daemon::State {
  State(const Parts& parts, DaemonOptions wanted)
      : context(parts.context),
        clock(parts.clock),
        random(parts.random),
        log(parts.log),
        options(std::move(wanted)),
        paths{options.state_folder},
        started(parts.clock.real_now()),
        started_boot(parts.clock.boot_now()),
        tick_timer(parts.context),
        site_timer(parts.context),
        observatory(paths.shared_segment()) {}

  // daemon_start.cc: in this order.
  Status take_folder();
  void open_store();
  Status open_images();
  Status open_publisher();
  void open_book();
  void open_desk();
  void open_consent();
  void open_self_tests();
  Status open_servers();
  Status may_come_into_force_by_itself();
  void apply_first_policy();

  // daemon.cc
  void tick();
  void tick_again();
  void recover_store();
  void look_for_drill();
  void keep_site();
  void keep_site_soon();
  /// What history says that status and site tell, if it has grown.
  void recollect();
  void acted(const posture::Person& person, const Outcome& outcome);
  void say(Severity severity, std::string_view event, const LogFields& fields = {}) {
    log.write(severity, clock.real_now(), event, fields);
  }
  /// A warning that stays until the daemon starts again.
  void trouble_at_start(std::string_view event, const std::string& why);
  /// Publishes the doors of all kept images from now on.
  void follow_doors();
  /// Another policy is in force: everybody who works from the policy is told.
  Status adopt(ActivePolicy next);

  // daemon_snapshot.cc
  Snapshot observe();
  Snapshot observe_without_warnings();
  ServiceNow observe_service(const policy::Service& service, const DoorState* door) const;
  void describe_by_segment(ServiceNow& now) const;
  posture::Level level_of(std::string_view service) const;
  StoreState store_state() const;

  boost::asio::io_context& context;
  os::Clock& clock;
  os::Random& random;
  Log& log;
  DaemonOptions options;
  StatePaths paths;
  RealTime started;
  BootTime started_boot;
  Troubles troubles;
  Alone peers;

  std::optional<os::FileLock> lock;
  std::unique_ptr<Store> store;      ///< Null when it could not be opened: then `book` is, too.
  std::unique_ptr<Journal> journal;  ///< Null when it could not be opened.
  std::optional<ImageStore> images;
  std::optional<ActivePolicy> active;
  std::optional<KeyRing> keys;
  std::optional<SegmentPublisher> publisher;
  std::unique_ptr<OrderBook> book;
  std::optional<TightenOnly> tighten_only;
  std::optional<SegmentPostures> segment_postures;

  boost::asio::steady_timer tick_timer;
  boost::asio::steady_timer site_timer;
  Observatory observatory;
  Recollection recollection;
  std::optional<RealTime> recollected_at;
  bool recollection_due = true;
  std::unique_ptr<health::Prober> prober;
  std::unique_ptr<SelfTester> self_tester;
  std::unique_ptr<SiteKeeper> site;
  bool site_changed = true;
  BootTime site_written_at;
  std::uint64_t site_epoch = 0;
  std::optional<std::set<std::string>> down_before_drill;  ///< While one plays here.

  std::optional<WorkerObedience> obedience;
  std::unique_ptr<PolicyApply> desk;
  std::optional<rest::Api> api;
  std::unique_ptr<DaemonFront> front;
  std::unique_ptr<rest::Server> server;
  std::optional<ConsentDesk> drills;
  std::unique_ptr<ConsentFront> consent_front;
  std::unique_ptr<rest::Server> consent_server;
  BootTime store_tried_at;
  bool heap_has_holes = false;
  bool finishing = false;
};

}  // namespace bulkhead::control
