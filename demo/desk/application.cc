#include "demo/desk/application.h"

#include <algorithm>
#include <cstdio>
#include <exception>

#include <fmt/format.h>

#include "base/escape.h"
#include "demo/desk/page.h"
#include "demo/desk/problem.h"
#include "demo/desk/seed.h"
#include "demo/http/cookie.h"
#include "demo/services/all.h"

namespace bulkhead::demo {
namespace {

constexpr std::string_view kSessionCookie = "session";
constexpr std::string_view kLanguageCookie = "lang";
constexpr int kGatewayPort = 8080;  // as demo/bulkhead.yaml has it

std::vector<Link> all_links(std::vector<Link> links) {
  for (const Service* service : all_services()) {
    const bool known =
        std::any_of(links.begin(), links.end(), [&](const Link& link) { return link.kind == service->kind; });
    if (!known)
      links.push_back(
          {std::string(service->kind), fmt::format("http://{}:{}/", service->host, kGatewayPort)});
  }
  return links;
}

Language language_of(const Request& request) {
  for (const Pairs* pairs : {&request.query, &request.cookies}) {
    if (const auto language = parse_language(text_of(*pairs, kLanguageCookie))) return *language;
  }
  return preferred_language(request.accept_language);
}

bool is_api(const Request& request) { return request.path.starts_with("/api/"); }

// Everything that changes something proves that it comes from a page or a client of this session.
bool is_forged(const Call& call) {
  const Request& request = call.request;
  if (request.method == "GET" || request.method == "HEAD") return false;
  if (request.path == "/api/v1/session" && request.method == "POST")
    return false;  // takes no session into account
  if (!call.session) return true;
  const std::string_view token =
      is_api(request) ? std::string_view(request.csrf_token) : text_of(request.form, "csrf");
  return !same_secret(token, call.session->csrf_token);
}

void set_guards(Response& response) {
  response.with("X-Content-Type-Options", "nosniff");
  response.with("X-Frame-Options", "DENY");
  response.with("Referrer-Policy", "same-origin");
  response.with("Content-Security-Policy",
                "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
                "frame-ancestors 'none'");
}

}  // namespace

Result<std::unique_ptr<Application>> Application::open(Options options, os::Random& random) {
  auto database = open_seeded(*options.service, options.folder, options.seed, options.persons);
  if (!database) return fail_as(database);
  options.links = all_links(std::move(options.links));
  return std::unique_ptr<Application>(new Application(options, std::move(*database), random));
}

Application::Application(const Options& options, Database database, os::Random& random)
    : desk_(*options.service, std::move(database), random, options.sessions_max) {
  desk_.links = options.links;
  add_assets(open_);
  add_health(open_, desk_);
  add_public_pages(pages_, desk_);
  add_log_in_pages(pages_, desk_);
  add_task_pages(pages_, desk_);
  add_clerk_pages(pages_, desk_);
  add_exports(pages_, desk_);
  add_api(pages_, desk_);
}

bool Application::is_work(const Request& request) const {
  return open_.match("GET", request.path).answerer == nullptr;
}

Response Application::handle(const Request& request) {
  if (const RouteMatch found = open_.match(request.method, request.path); found.answerer != nullptr) {
    Call call{.request = request, .parameters = {}, .session = nullptr};
    Response response = (*found.answerer)(call);
    response.with("X-Content-Type-Options", "nosniff");
    return response;
  }
  try {
    Response response = handle_page(request);
    set_guards(response);
    return response;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}: {}: {}\n", desk_.service.kind, escape_log(request.path),
               escape_log(error.what()));
    return plain_answer(500, "The service has an internal problem.\n");
  }
}

Response Application::handle_page(const Request& request) {
  const std::lock_guard lock(desk_.mutex);
  Call call{
      .request = request, .parameters = {}, .language = language_of(request), .session = session_of(request)};
  const SessionPtr before = call.session;
  Response response = answer(call);
  set_cookies(call, before, response);
  return response;
}

Response Application::answer(Call& call) {
  const Request& request = call.request;
  RouteMatch found = pages_.match(request.method, request.path);
  if (found.answerer == nullptr) {
    const std::string& allowed =
        found.allowed.empty() ? open_.match(request.method, request.path).allowed : found.allowed;
    if (allowed.empty()) return refuse(call, 404);
    if (request.method == "OPTIONS") return Response{.status = 204}.with("Allow", allowed);
    return refuse(call, 405).with("Allow", allowed);
  }
  if (is_forged(call)) return refuse(call, 403);
  call.parameters = std::move(found.parameters);
  return (*found.answerer)(call);
}

// To people as a page, to programs as a problem.
Response Application::refuse(const Call& call, unsigned status) const {
  if (!is_api(call.request)) return error_page(desk_, call, status);
  switch (status) {
    case 403:
      return problem(403, "Not from this session", "X-CSRF-Token has to be the token of the session.");
    case 405: return problem(405, "Method not allowed", "Allow says which methods there are.");
    default: return problem(404, "Not found", "There is nothing under this path.");
  }
}

SessionPtr Application::session_of(const Request& request) {
  const std::string_view id = text_of(request.cookies, kSessionCookie);
  return id.empty() ? nullptr : desk_.sessions.find(id, request.mono_now);
}

void Application::set_cookies(const Call& call, const SessionPtr& before, Response& response) const {
  const bool secure = call.request.forwarded_proto == "https";
  if (call.session && call.session != before) {
    response.with("Set-Cookie", cookie_text(kSessionCookie, call.session->id, secure));
  } else if (!call.session && !text_of(call.request.cookies, kSessionCookie).empty()) {
    response.with("Set-Cookie", cookie_removal_text(kSessionCookie));
  }
  if (const auto language = parse_language(text_of(call.request.query, kLanguageCookie))) {
    response.with("Set-Cookie", cookie_text(kLanguageCookie, language_code(*language), secure));
  }
}

}  // namespace bulkhead::demo
