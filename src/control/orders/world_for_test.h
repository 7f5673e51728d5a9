// A small gateway for tests of the order book: a folder of its own, clocks that stand still, workers that remember what
// they were told.

#pragma once

#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "control/orders/journal.h"
#include "control/orders/order_book.h"
#include "control/orders/publisher.h"
#include "control/orders/store.h"
#include "os/clock.h"
#include "os/mapped_file.h"
#include "os/random.h"
#include "posture/posture.h"

namespace bulkhead::control {

class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "bulkhead-orders-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// What workers obey: the last orders that were published.
class TestWorkers final : public Publisher {
 public:
  Status publish(std::span<const posture::Order> in_force, BootTime) override {
    if (deaf) return fail(ErrorCode::kUnavailable, "workers do not hear");
    orders.assign(in_force.begin(), in_force.end());
    ++published;
    return {};
  }
  Status tighten(const posture::Order& order, BootTime) override {
    tightened.push_back(order);
    return {};
  }

  std::vector<posture::Order> orders;
  std::vector<posture::Order> tightened;
  int published = 0;
  bool deaf = false;
};

class TestQuiet final : public posture::QuietSource {
 public:
  std::optional<Milliseconds> quiet_for(const posture::Order&, BootTime) const override { return quiet; }
  std::optional<Milliseconds> quiet;
};

inline posture::ServiceFacts test_service(std::string name, std::string compartment,
                                          posture::Criticality criticality) {
  return {{std::move(name), std::move(compartment)}, criticality, {}, {}, 0};
}

inline PolicyView test_policy() {
  using enum posture::Criticality;
  return {{test_service("court", "court", kDeferrable), test_service("portal", "portal", kImportant),
           test_service("registry", "identity", kEssential), test_service("sign-on", "identity", kImportant),
           test_service("tax-filing", "tax", kEssential)},
          {{"ana", posture::Role::kDuty, false},
           {"besa", posture::Role::kChief, false},
           {"arta", posture::Role::kAuditor, false}}};
}

inline const posture::Person kAna{"ana", posture::Role::kDuty, false};
inline const posture::Person kBesa{"besa", posture::Role::kChief, false};
inline const posture::Person kArta{"arta", posture::Role::kAuditor, false};
inline const posture::Person kRoot{"root", posture::Role::kAuditor, true};

/// A request in short: `request("tax-filing", kClosed, hours(1))`.
inline OrderRequest request(std::string_view scope, posture::Level level,
                            std::optional<Milliseconds> lasts = {},
                            posture::Cause cause = posture::Cause::kLoad) {
  OrderRequest one{
      .scope = posture::parse_scope(scope).value(), .level = level, .cause = cause, .reason = "a reason"};
  one.lasts = lasts;
  return one;
}

/// The daemon as far as orders go; may be ended and started again.
class World {
 public:
  explicit World(std::uint64_t seed = 1) : random(seed) { start(); }

  void start() {
    store = Store::open(folder.path() / "bulkhead.db").value();
    journal = Journal::open(folder.path() / "direct.journal").value();
    book = OrderBook::open({.store = *store,
                            .journal = *journal,
                            .publisher = workers,
                            .clock = clock,
                            .random = random,
                            .quiet = &quiet},
                           test_policy())
               .value();
  }
  /// As kill -9 would: nothing is said, nothing is written.
  void stop() {
    book.reset();
    journal.reset();
    store.reset();
  }
  /// As kill -9 would, with nothing closed in good order: what goes on is a copy of the files as they lie there, with
  /// up to `torn_bytes` of an append that was never acknowledged behind the journal's last record.
  template <typename Generator>
  void stop_hard(int torn_bytes, Generator& random_bytes) {
    const std::filesystem::path as_it_lay = folder.path() / "as-it-lay";
    std::filesystem::create_directory(as_it_lay);
    static constexpr const char* kNames[] = {"bulkhead.db", "bulkhead.db-wal", "direct.journal"};
    for (const char* name : kNames) {
      if (std::filesystem::exists(folder.path() / name))
        std::filesystem::copy(folder.path() / name, as_it_lay / name);
    }
    const std::size_t end = journal->bytes_used();
    stop();
    std::filesystem::remove(folder.path() / "bulkhead.db-shm");
    for (const char* name : kNames) {
      std::filesystem::remove(folder.path() / name);
      if (std::filesystem::exists(as_it_lay / name))
        std::filesystem::rename(as_it_lay / name, folder.path() / name);
    }
    std::filesystem::remove_all(as_it_lay);
    auto file = os::MappedFile::open_readwrite((folder.path() / "direct.journal").string()).value();
    for (std::size_t i = 0; i < static_cast<std::size_t>(torn_bytes) && end + i < Journal::kBytes; ++i) {
      file.writable_bytes()[end + i] = static_cast<std::byte>(random_bytes() & 0xff);
    }
  }
  void restart() { stop(), start(); }
  void reboot(Milliseconds off) { stop(), clock.reboot(off), start(); }
  void pass(Milliseconds by) { clock.advance(by), static_cast<void>(book->tick()); }

  posture::Posture door(std::string_view service) const { return book->door(service).value().posture; }
  posture::Level level(std::string_view service) const { return door(service).level; }
  /// What workers do, by what they were told.
  posture::Posture obeyed(const posture::ServicePlace& place) const {
    return posture::resolve(workers.orders, place, clock.boot_now());
  }

  TestFolder folder;
  os::SimulatedClock clock;
  os::SeededRandom random;
  TestWorkers workers;
  TestQuiet quiet;
  std::unique_ptr<Store> store;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<OrderBook> book;
};

}  // namespace bulkhead::control
