// One running service: its file, its sessions, its pages.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "demo/desk/desk.h"
#include "demo/http/router.h"
#include "demo/http/server.h"

namespace bulkhead::demo {

/// Answers the requests of one service.
///
/// Threads    Thread-safe: pages are made one at a time under the desk's lock, since they share a
///            database and the sessions; assets and the health answer need no lock.
class Application final : public Handler {
 public:
  struct Options {
    const Service* service = nullptr;
    std::string folder;  ///< For the service's file.
    std::uint64_t seed = 1;
    std::size_t persons = 20'000;
    std::size_t sessions_max = kSessionsMax;
    std::vector<Link> links = {};  ///< Where the other services are; else where the demo's gateway has them.
  };

  /// Opens the service's file, making it first when needed. `random` needs to outlive the application.
  static Result<std::unique_ptr<Application>> open(Options options, os::Random& random);

  Response handle(const Request& request) override;
  bool is_work(const Request& request) const override;

 private:
  Application(const Options& options, Database database, os::Random& random);

  Response handle_page(const Request& request);
  Response answer(Call& call);
  Response refuse(const Call& call, unsigned status) const;
  SessionPtr session_of(const Request& request);
  void set_cookies(const Call& call, const SessionPtr& before, Response& response) const;

  Desk desk_;
  Router open_;  // needs no lock
  Router pages_;
};

}  // namespace bulkhead::demo
