// The counter: what every page of one running service works with.

#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "demo/desk/cases.h"
#include "demo/desk/records.h"
#include "demo/desk/service.h"
#include "demo/http/router.h"
#include "demo/http/session.h"
#include "os/random.h"

namespace bulkhead::demo {

/// Where another service of the agency is reached.
struct Link {
  std::string kind;
  std::string url;
};

struct Desk {
  Desk(const Service& its_service, Database its_database, os::Random& random, std::size_t sessions_max)
      : service(its_service),
        database(std::move(its_database)),
        records(service.records, database),
        cases(service, database, random),
        sessions(random, sessions_max) {}
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  const Service& service;
  Database database;
  Records records;
  Cases cases;
  Sessions sessions;
  std::vector<Link> links;

  /// Held by Application::handle() around every page, and by what an answer does later on.
  std::mutex mutex;
};

/// One group of pages each; see the source file of the same name.
void add_public_pages(Router& router, Desk& desk);
void add_log_in_pages(Router& router, Desk& desk);
void add_task_pages(Router& router, Desk& desk);
void add_clerk_pages(Router& router, Desk& desk);
void add_exports(Router& router, Desk& desk);
void add_api(Router& router, Desk& desk);
void add_assets(Router& router);
void add_health(Router& router, const Desk& desk);

/// What a citizen or clerk has to type; documented in README.md.
std::string password_of_citizen(std::string_view national_number);
std::string password_of_clerk(std::string_view clerk);
bool is_clerk(std::string_view clerk);

/// Compares without telling by its duration where two secrets differ.
bool same_secret(std::string_view one, std::string_view other);

/// Opens the session of whoever this is, under a new id; null when the password is wrong or nobody has
/// that name. Leaves `call.session` as it is in that case.
SessionPtr log_in_citizen(Desk& desk, Call& call, std::string_view national_number,
                          std::string_view password);
SessionPtr log_in_clerk(Desk& desk, Call& call, std::string_view clerk, std::string_view password);

/// The session of this visitor, opened now if there was none.
Session& session_for(Desk& desk, Call& call);

}  // namespace bulkhead::demo
