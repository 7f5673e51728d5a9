// Who somebody is. The passwords are derived, so that a load generator can be anybody; see README.md.

#include "demo/desk/desk.h"
#include "demo/http/call.h"
#include "os/sha256.h"

namespace bulkhead::demo {
namespace {

constexpr int kClerksMax = 40;
constexpr std::string_view kClerkPrefix = "clerk-";

SessionPtr replace_session(Desk& desk, Call& call, Session change) {
  if (!call.session) call.session = desk.sessions.open(call.request.mono_now);
  call.session = desk.sessions.log_in(call.session, std::move(change), call.request.mono_now);
  return call.session;
}

}  // namespace

bool same_secret(std::string_view one, std::string_view other) {
  return os::same_digest(os::sha256(one), os::sha256(other));
}

std::string password_of_citizen(std::string_view national_number) {
  return "demo-" +
         std::string(national_number.substr(national_number.size() < 4 ? 0 : national_number.size() - 4));
}

std::string password_of_clerk(std::string_view clerk) { return "demo-" + std::string(clerk); }

bool is_clerk(std::string_view clerk) {
  if (!clerk.starts_with(kClerkPrefix) || clerk.size() != kClerkPrefix.size() + 2) return false;
  const char tens = clerk[kClerkPrefix.size()];
  const char ones = clerk[kClerkPrefix.size() + 1];
  if (tens < '0' || tens > '9' || ones < '0' || ones > '9') return false;
  const int number = (tens - '0') * 10 + (ones - '0');
  return number >= 1 && number <= kClerksMax;
}

SessionPtr log_in_citizen(Desk& desk, Call& call, std::string_view national_number,
                          std::string_view password) {
  const auto citizen = find_citizen(desk.database, national_number);
  if (!same_secret(password, password_of_citizen(national_number)) || !citizen) return nullptr;
  return replace_session(desk, call, {.who = Session::Who::kCitizen, .person_id = citizen->id});
}

SessionPtr log_in_clerk(Desk& desk, Call& call, std::string_view clerk, std::string_view password) {
  if (!same_secret(password, password_of_clerk(clerk)) || !is_clerk(clerk)) return nullptr;
  return replace_session(desk, call, {.who = Session::Who::kClerk, .clerk = std::string(clerk)});
}

Session& session_for(Desk& desk, Call& call) {
  if (!call.session) call.session = desk.sessions.open(call.request.mono_now);
  return *call.session;
}

}  // namespace bulkhead::demo
