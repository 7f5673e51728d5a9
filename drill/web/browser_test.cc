// What must hold: a browser asks for what a person's browser asks for, keeps what it keeps when it is closed, and sends nothing
// that may not be sent.

#include "drill/web/browser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "os/clock.h"

namespace bulkhead::drill {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Answers 200 with two cookies, one connection after another, and remembers what was asked: "/path" or "/path with a=b".
class Server {
 public:
  Server() : acceptor_(context_, {asio::ip::address_v4::loopback(), 0}) {
    thread_ = std::thread([this] { serve(); });
  }
  ~Server() {
    stop_ = true;
    boost::system::error_code ignored;
    tcp::socket(context_).connect(acceptor_.local_endpoint(), ignored);
    thread_.join();
  }
  Target target() const { return {acceptor_.local_endpoint(), asio::ip::address_v4::loopback(), {}}; }
  /// Requires: no request is under way.
  std::vector<std::string> take_asked() { return std::exchange(asked_, {}); }

 private:
  void serve() {
    while (!stop_) {
      tcp::socket socket(context_);
      boost::system::error_code error;
      acceptor_.accept(socket, error);
      boost::beast::flat_buffer buffer;
      while (!error && !stop_) {
        http::request<http::string_body> request;
        http::read(socket, buffer, request, error);
        if (error) break;
        const std::string cookies(request[http::field::cookie]);
        asked_.push_back(std::string(request.target()) + (cookies.empty() ? "" : " with " + cookies));
        http::response<http::string_body> answer(http::status::ok, 11);
        answer.insert(http::field::set_cookie, "session=s");
        answer.insert(http::field::set_cookie, "known=yes; Max-Age=3600");
        answer.prepare_payload();
        http::write(socket, answer, error);
      }
    }
  }

  asio::io_context context_;
  tcp::acceptor acceptor_;
  std::atomic<bool> stop_{false};
  std::vector<std::string> asked_;
  std::thread thread_;
};

Identity somebody(bool javascript) { return {"192.0.2.1", "en", "test", javascript}; }

Page page_with_files() {
  Page page;
  page.files = {"/style.css", "//elsewhere.test/x.css", "http://elsewhere.test/y.css"};
  page.scripts = {"/form.js"};
  return page;
}

/// Loads the page's files and closes the browser.
Profile visit(const Target& target, bool javascript, Profile profile) {
  asio::io_context context;
  Browser browser(context, target, somebody(javascript), std::move(profile));
  const Page page = page_with_files();
  asio::co_spawn(context, browser.load_files("a.test", page),
                 [](const std::exception_ptr& broken) { EXPECT_FALSE(broken); });
  context.run();
  return browser.close();
}

TEST(Browser, AsksForAPagesFilesOnceAndForScriptsWhereThereIsJavaScript) {
  Server server;
  Profile profile = visit(server.target(), true, {});
  EXPECT_THAT(server.take_asked(), ElementsAre("/style.css", "/form.js with known=yes; session=s"));
  static_cast<void>(visit(server.target(), true, profile));
  EXPECT_THAT(server.take_asked(), IsEmpty()) << "whoever comes again has them";
  static_cast<void>(visit(server.target(), false, {}));
  EXPECT_THAT(server.take_asked(), ElementsAre("/style.css"));
}

TEST(Browser, KeepsLastingCookiesWhenItIsClosed) {
  Server server;
  const Profile profile = visit(server.target(), true, {});
  EXPECT_EQ(profile.cookies.cookies_for("a.test"), "known=yes");
}

TEST(Browser, SendsNothingOnceTheLeaveHasEnded) {
  Server server;
  Target target = server.target();
  target.pace = std::make_shared<load::Pace>(100, os::SystemClock().mono_now());
  asio::io_context context;
  Browser browser(context, target, somebody(true));
  Fetched fetched;
  asio::co_spawn(context, browser.get("a.test", "/"),
                 [&](const std::exception_ptr&, Fetched came) { fetched = std::move(came); });
  context.run();
  EXPECT_EQ(fetched.end, Fetched::End::kNoConnection);
  EXPECT_THAT(server.take_asked(), IsEmpty());
}

TEST(Browser, WaitsItsTurn) {
  Server server;
  Target target = server.target();
  target.pace = std::make_shared<load::Pace>(10, MonoTime::max());
  asio::io_context context;
  Browser browser(context, target, somebody(true));
  int answered = 0;
  const auto three = [&]() -> asio::awaitable<void> {
    for (int i = 0; i < 3; ++i) answered += (co_await browser.get("a.test", "/")).ok() ? 1 : 0;
  };
  const auto begun = std::chrono::steady_clock::now();
  asio::co_spawn(context, three(), [](const std::exception_ptr& broken) { EXPECT_FALSE(broken); });
  context.run();
  EXPECT_EQ(answered, 3);
  EXPECT_GE(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds(200)) << "ten a second";
}

}  // namespace
}  // namespace bulkhead::drill
