// A whole service without the network: who is let in, what is refused, and that nobody's text becomes
// markup or SQL. tests/demo walks every task over HTTP.

#include "demo/desk/application.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "demo/desk/folder_for_test.h"
#include "demo/services/all.h"

namespace bulkhead::demo {
namespace {

constexpr std::size_t kPersons = 50;

class ApplicationTest : public testing::TestWithParam<const Service*> {
 protected:
  void SetUp() override {
    auto opened = Application::open(
        {.service = GetParam(), .folder = folder_.path(), .seed = 3, .persons = kPersons}, random_);
    ASSERT_TRUE(opened) << opened.error().message;
    application_ = std::move(*opened);
    person_ = make_country(3, kPersons).persons[0];
  }

  Response ask(std::string method, const std::string& target, Pairs form = {}) {
    Request request;
    request.method = std::move(method);
    EXPECT_TRUE(parse_target(target, request)) << target;
    request.form = std::move(form);
    if (!cookie_.empty()) request.cookies = {{"session", cookie_}};
    request.mono_now = MonoTime{std::chrono::hours{1}};
    Response response = application_->handle(request);
    for (const auto& [name, value] : response.fields) {
      if (name == "Set-Cookie" && value.starts_with("session="))
        cookie_ = value.substr(8, value.find(';') - 8);
    }
    return response;
  }

  static std::string token_in(const Response& response) {
    const std::string_view mark = "name=\"csrf\" value=\"";
    const std::size_t at = response.body.find(mark);
    return at == std::string::npos ? "" : response.body.substr(at + mark.size(), 32);
  }

  static std::string field_of(const Response& response, std::string_view wanted) {
    for (const auto& [name, value] : response.fields) {
      if (name == wanted) return value;
    }
    return {};
  }

  Response log_in_clerk() {
    const std::string token = token_in(ask("GET", "/clerk/login"));
    return ask("POST", "/clerk/login",
               {{"csrf", token}, {"clerk", "clerk-07"}, {"password", "demo-clerk-07"}});
  }

  Response log_in_citizen(std::string password) {
    const std::string token = token_in(ask("GET", "/login"));
    return ask(
        "POST", "/login",
        {{"csrf", token}, {"national_number", person_.national_number}, {"password", std::move(password)}});
  }

  FolderForTest folder_;
  os::SystemRandom random_;
  std::unique_ptr<Application> application_;
  Person person_;
  std::string cookie_;
};

TEST_P(ApplicationTest, ClerksPagesAreForClerks) {
  for (const char* path :
       {"/clerk/queue", "/clerk/records", "/clerk/records/1", "/clerk/records.csv", "/clerk/records.xlsx"}) {
    EXPECT_EQ(ask("GET", path).status, 303u) << path;
  }
  ASSERT_EQ(log_in_citizen(password_of_citizen(person_.national_number)).status, 303u);
  for (const char* path : {"/clerk/queue", "/clerk/records.csv"})
    EXPECT_EQ(ask("GET", path).status, 303u) << path;
  EXPECT_EQ(ask("GET", "/api/v1/queue").status, 401u);
  ASSERT_EQ(log_in_clerk().status, 303u);
  for (const char* path :
       {"/clerk/queue", "/clerk/records", "/clerk/records/1", "/clerk/queue/1", "/api/v1/queue"}) {
    EXPECT_EQ(ask("GET", path).status, 200u) << path;
  }
}

TEST_P(ApplicationTest, WrongPasswordsAreRefused) {
  EXPECT_EQ(log_in_citizen("demo-wrong").status, 401u);
  EXPECT_EQ(log_in_citizen("").status, 401u);
  EXPECT_EQ(ask("GET", "/me").status, 303u);
}

TEST_P(ApplicationTest, FormsNeedTheirToken) {
  EXPECT_EQ(ask("POST", "/login", {{"national_number", person_.national_number}}).status, 403u);
  ASSERT_EQ(log_in_clerk().status, 303u);
  EXPECT_EQ(ask("POST", "/clerk/queue/1", {{"csrf", std::string(32, '0')}, {"decision", "approve"}}).status,
            403u);
  const std::string token = token_in(ask("GET", "/clerk/queue/1"));
  EXPECT_EQ(ask("POST", "/clerk/queue/1", {{"csrf", token}, {"decision", "approve"}}).status, 303u);
  EXPECT_EQ(ask("POST", "/clerk/queue/1", {{"csrf", token}, {"decision", "refuse"}}).status, 409u);
}

TEST_P(ApplicationTest, LogInGoesNowhereElse) {
  for (const char* next : {"//elsewhere.example/", "/\\elsewhere.example", "https://elsewhere.example/",
                           "/a\r\nSet-Cookie: x=y"}) {
    cookie_.clear();
    const std::string token = token_in(ask("GET", "/clerk/login"));
    const Response entered =
        ask("POST", "/clerk/login",
            {{"csrf", token}, {"clerk", "clerk-01"}, {"password", "demo-clerk-01"}, {"next", next}});
    EXPECT_EQ(field_of(entered, "Location"), "/clerk/queue") << next;
  }
}

TEST_P(ApplicationTest, NoTextBecomesMarkupOrSql) {
  ASSERT_EQ(log_in_clerk().status, 303u);
  for (const char* text : {"%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "'%20OR%20'1'='1", "%25", "_", "%5C",
                           "'%3B%20DROP%20TABLE%20persons%3B--"}) {
    const Response list = ask("GET", std::string("/clerk/records?q=") + text);
    EXPECT_EQ(list.status, 200u) << text;
    EXPECT_EQ(list.body.find("<script"), std::string::npos);
    EXPECT_NE(list.body.find("<tbody></tbody>"), std::string::npos)
        << text;  // nothing begins with any of these
    EXPECT_EQ(ask("GET", std::string("/receipts?number=") + text).body.find("<script"), std::string::npos);
  }
  EXPECT_EQ(ask("GET", "/clerk/records").status, 200u);
}

TEST_P(ApplicationTest, SearchFindsByTheBeginning) {
  ASSERT_EQ(log_in_clerk().status, 303u);
  EXPECT_NE(ask("GET", "/api/v1/" + std::string(GetParam()->records.name) + "?per_page=100000")
                .body.find("\"per_page\":1000,"),
            std::string::npos);
  if (GetParam()->kind == "business-licences") return;  // its rows are companies
  const Response found = ask("GET", "/clerk/records?q=" + person_.national_number);
  EXPECT_NE(found.body.find(person_.national_number + "</"), std::string::npos);
}

TEST_P(ApplicationTest, UnknownPathsAndMethods) {
  EXPECT_EQ(ask("GET", "/nothing").status, 404u);
  EXPECT_EQ(ask("GET", "/api/v1/nothing").content_type, "application/problem+json");
  const Response wrong = ask("PUT", "/");
  EXPECT_EQ(wrong.status, 405u);
  EXPECT_EQ(field_of(wrong, "Allow"), "GET, HEAD");
  EXPECT_EQ(ask("POST", "/healthz").status, 405u);
  EXPECT_EQ(ask("OPTIONS", "/login").status, 204u);
  EXPECT_EQ(ask("GET", "/healthz").body, "ok " + std::string(GetParam()->kind) + "\n");
}

TEST_P(ApplicationTest, NotesHaveALengthMax) {
  ASSERT_EQ(log_in_clerk().status, 303u);
  const std::string token = token_in(ask("GET", "/clerk/queue/3"));
  const auto decide = [&](std::size_t bytes) {
    return ask("POST", "/clerk/queue/3",
               {{"csrf", token}, {"decision", "approve"}, {"note", std::string(bytes, 'a')}})
        .status;
  };
  EXPECT_EQ(decide(kNoteBytesMax + 1), 400u);
  EXPECT_EQ(decide(kNoteBytesMax), 303u);
}

TEST_P(ApplicationTest, KeepsItsFileOverARestart) {
  ASSERT_EQ(log_in_clerk().status, 303u);
  const std::string token = token_in(ask("GET", "/clerk/queue/2"));
  ASSERT_EQ(
      ask("POST", "/clerk/queue/2", {{"csrf", token}, {"decision", "approve"}, {"note", "fine"}}).status,
      303u);
  application_.reset();
  const auto reopen = [this](std::uint64_t seed) {
    auto opened = Application::open(
        {.service = GetParam(), .folder = folder_.path(), .seed = seed, .persons = kPersons}, random_);
    ASSERT_TRUE(opened);
    application_ = std::move(*opened);
    cookie_.clear();
    ASSERT_EQ(log_in_clerk().status, 303u);
  };
  reopen(3);
  EXPECT_NE(ask("GET", "/clerk/queue/2").body.find("task-finished:queue-item"), std::string::npos);
  application_.reset();
  reopen(4);  // another country: made again
  EXPECT_EQ(ask("GET", "/clerk/queue/2").body.find("task-finished:queue-item"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Kinds, ApplicationTest,
                         testing::ValuesIn(all_services().begin(), all_services().end()),
                         [](const auto& kind) {
                           std::string name(kind.param->kind);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Application, RefusesTooFewAndTooManyPersons) {
  const FolderForTest folder;
  os::SystemRandom random;
  for (const std::size_t persons : {std::size_t{0}, kPersonsMax + 1}) {
    EXPECT_FALSE(
        Application::open({.service = &portal(), .folder = folder.path(), .persons = persons}, random))
        << persons;
  }
}

}  // namespace
}  // namespace bulkhead::demo
