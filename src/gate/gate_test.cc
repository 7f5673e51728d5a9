// What must hold: each request meets the door of its own service and no other; a closed door lets in lanes, and while it
// drains those who were inside; a missing or damaged part is decided by what the service declares; nothing opens by a
// reboot or a damaged file; gauges return to zero.

#include "gate/gate.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <filesystem>
#include <fstream>

#include "base/timestamp.h"
#include "os/file.h"
#include "os/temporary_folder_for_test.h"
#include "program/writer.h"
#include "segment/control_writer.h"
#include "segment/shared_reader.h"

namespace bulkhead::gate {
namespace {

using answers::RefusalKind;
using posture::Cause;
using posture::Level;
using segment::ServiceCounter;
using segment::WorkerCounter;

constexpr program::ServiceSlot kTax = 3;
constexpr program::ServiceSlot kPortal = 0;
constexpr program::ServiceSlot kCourts = 5;

program::ImageContents::Service service(const char* name, program::ServiceSlot slot, const char* host,
                                        const char* path) {
  program::ImageContents::Service s;
  s.name = name;
  s.compartment = name;
  s.slot = slot;
  s.hosts = {host};
  s.paths = {path};
  s.title = {std::string("Title of ") + name, std::string("Titulli ") + name};
  s.elsewhere = {"At the counter", "Te sporteli"};
  return s;
}

class GateTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(state() + "/images");
    write_image("/images/000001.img", 1);
    ASSERT_TRUE(segment::prepare_shared(state() + "/shared.seg", 4, -1));
    auto writer = segment::ControlWriter::open(state() + "/control.seg");
    ASSERT_TRUE(writer) << writer.error().message;
    writer_.emplace(std::move(*writer));
    content_.boot_id = segment::boot_id_bytes(clock_.boot_id());
    content_.image_version = 1;
    content_.local_keys[0] = {1, 0, {42}};
    content_.anchor_boot = clock_.boot_now();
    content_.anchor_real = clock_.real_now();
    for (const auto& [slot, name] : {std::pair{kPortal, "portal"}, {kTax, "tax"}, {kCourts, "courts"}})
      content_.doors.push_back({slot, segment::hash_name(name), {segment::DoorStep{}}});
  }

  std::string state() const { return folder_.path(); }

  void write_image(const std::string& name, std::uint64_t version) {
    program::ImageContents contents;
    contents.version = version;
    contents.languages = {{"en", false}, {"sq", false}};
    contents.agency_name = {"Agency", "Agjencia"};
    contents.agency_contact = {"tel:+355000", "tel:+355000"};
    contents.zone = {"Europe/Tirane",
                     {{1'577'836'800, 3'600}, {1'774'746'000, 7'200}, {1'792'890'000, 3'600}}};
    auto tax = service("tax", kTax, "tax.example", "/");
    tax.lanes = {{"counters", {Network::parse("10.20.0.0/16").value()}}};
    tax.session_cookies = {"sid"};
    auto courts = service("courts", kCourts, "portal.example", "/courts");
    courts.open_on_gateway_failure = true;
    courts.hosts.emplace_back("courts.example");
    contents.services = {tax, service("portal", kPortal, "portal.example", "/"), courts};
    const auto image = program::write_image(contents);
    ASSERT_TRUE(image) << image.error().message;
    const std::string_view bytes(reinterpret_cast<const char*>(image->data()), image->size());
    ASSERT_TRUE(os::write_file_atomically(state() + name, bytes, 0644));
  }

  segment::Door& door(program::ServiceSlot slot) {
    for (auto& d : content_.doors)
      if (d.slot == slot) return d;
    std::abort();
  }
  void publish() { ASSERT_TRUE(writer_->publish(content_)); }
  void close(program::ServiceSlot slot, Cause cause = Cause::kLoad, bool lanes = true) {
    segment::DoorStep step;
    step.level = Level::kClosed;
    step.cause = cause;
    step.lanes_served = lanes;
    door(slot).steps = {step};
    publish();
  }

  Gate& gate() {
    if (!gate_) gate_.emplace(Gate::Options{state(), state() + "/images/000001.img", 77}, clock_, random_);
    return *gate_;
  }

  static Inquiry get(std::string_view host, std::string_view path) {
    Inquiry inquiry;
    inquiry.method = "GET";
    inquiry.host = host;
    inquiry.host_field = host;
    inquiry.path = path;
    inquiry.target = path;
    inquiry.accept = "text/html";
    inquiry.client = Address::parse("192.0.2.7").value();
    return inquiry;
  }

  std::uint64_t count(program::ServiceSlot slot, ServiceCounter counter) {
    return segment::SharedReader::open(state() + "/shared.seg")->services(16)[slot].count(counter);
  }

  os::TemporaryFolderForTest folder_;
  os::SimulatedClock clock_;
  os::SeededRandom random_{1};
  segment::ControlContent content_;
  std::optional<segment::ControlWriter> writer_;
  std::optional<Gate> gate_;
};

TEST_F(GateTest, EachRequestMeetsItsOwnDoor) {
  close(kTax);
  struct Case {
    const char* host;
    const char* path;
    bool allowed;
    RefusalKind refusal;
  };
  const Case cases[] = {
      {"portal.example", "/", true, {}},
      {"portal.example", "/courts", true, {}},
      {"portal.example", "/courts/7", true, {}},
      {"tax.example", "/", false, RefusalKind::kClosed},
      {"tax.example", "/courts", false, RefusalKind::kClosed},
      {"courts.example", "/elsewhere", false, RefusalKind::kNotFound},
      {"unknown.example", "/", false, RefusalKind::kMisdirected},
      {"", "/", false, RefusalKind::kMisdirected},
  };
  for (const Case& c : cases) {
    Request request;
    const Decision decision = gate().admit(request, get(c.host, c.path));
    EXPECT_EQ(decision.allowed, c.allowed) << c.host << c.path;
    if (!c.allowed) {
      EXPECT_EQ(decision.refusal, c.refusal) << c.host << c.path;
    }
    gate().account(request, {200, 1, 2, false});
  }
  EXPECT_EQ(count(kTax, ServiceCounter::kRefusedClosed), 2u);
  EXPECT_EQ(count(kCourts, ServiceCounter::kRequests), 2u);
}

TEST_F(GateTest, AnOrderHoldsFromTheNextRequestOn) {
  publish();
  Request before;
  EXPECT_TRUE(gate().admit(before, get("tax.example", "/")).allowed);
  close(kTax);
  Request after;
  EXPECT_FALSE(gate().admit(after, get("tax.example", "/")).allowed);
  const auto workers = segment::SharedReader::open(state() + "/shared.seg")->workers();
  ASSERT_EQ(workers.size(), 1u);
  EXPECT_EQ(workers[0].epoch_seen, writer_->epoch());
  EXPECT_EQ(workers[0].pid, 77u);
  EXPECT_TRUE(workers[0].alive);
}

TEST_F(GateTest, AnIdleWorkerIsWokenAndObeys) {
  publish();
  (void)gate();
  (void)gate().tick();
  pollfd wake{gate().wake_fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&wake, 1, 0), 0);
  close(kTax);
  EXPECT_EQ(::poll(&wake, 1, 0), 1);
  EXPECT_TRUE(gate().tick());
  EXPECT_EQ(::poll(&wake, 1, 0), 0) << "told once";
  EXPECT_EQ(segment::SharedReader::open(state() + "/shared.seg")->workers()[0].epoch_seen, writer_->epoch());
}

TEST_F(GateTest, NeitherHostNorPathConfusionOpensAClosedDoor) {
  close(kCourts);
  struct Case {
    const char* what;
    const char* host_field;
    const char* path;
    const char* target;
    RefusalKind refusal;
  };
  const Case cases[] = {
      {"host field of another service", "tax.example", "/", "/", RefusalKind::kBadHost},
      {"plain", "portal.example", "/courts", "/courts", RefusalKind::kClosed},
      {"port and case", "PORTAL.example:8080", "/courts", "/courts", RefusalKind::kClosed},
      {"encoded slash", "portal.example", "/x/courts", "/x%2fcourts", RefusalKind::kBadPath},
      {"dot segments", "portal.example", "/courts", "/x/../courts", RefusalKind::kBadPath},
      {"double encoding", "portal.example", "/%2e%2e/courts", "/%252e%252e/courts", RefusalKind::kBadPath},
      {"path parameter", "portal.example", "/x/..;/courts", "/x/..;/courts", RefusalKind::kBadPath},
  };
  for (const Case& c : cases) {
    Request request;
    Inquiry inquiry = get("portal.example", c.path);
    inquiry.host_field = c.host_field;
    inquiry.target = c.target;
    const Decision decision = gate().admit(request, inquiry);
    EXPECT_FALSE(decision.allowed) << c.what;
    EXPECT_EQ(decision.refusal, c.refusal) << c.what;
  }
}

TEST_F(GateTest, WhereNginxAndTheImageDisagreeBothDoorsCount) {
  close(kTax);
  Inquiry named_other = get("tax.example", "/");
  named_other.service = "portal";
  Request first;
  EXPECT_FALSE(gate().admit(first, named_other).allowed) << "the image says tax";
  Inquiry named_closed = get("portal.example", "/");
  named_closed.service = "tax";
  Request second;
  EXPECT_FALSE(gate().admit(second, named_closed).allowed) << "the location says tax";
}

TEST_F(GateTest, ARedirectIntoAClosedServiceIsRefused) {
  close(kCourts);
  Request request;
  ASSERT_TRUE(gate().admit(request, get("portal.example", "/")).allowed);
  EXPECT_FALSE(gate().revisit(request, get("portal.example", "/courts/1")).allowed);
  EXPECT_TRUE(gate().revisit(request, get("portal.example", "/other")).allowed);
  gate().account(request, {200, 0, 0, false});
  EXPECT_EQ(count(kPortal, ServiceCounter::kRequests), 1u) << "counted once";
  EXPECT_EQ(count(kPortal, ServiceCounter::kInsideNow), 0u);
}

TEST_F(GateTest, WhicheverOfItsDoorsClosesARequestIsCut) {
  publish();
  Request redirected;
  ASSERT_TRUE(gate().admit(redirected, get("portal.example", "/")).allowed);
  ASSERT_TRUE(gate().revisit(redirected, get("portal.example", "/courts/1")).allowed);
  Request disputed;  // nginx's location says portal, the image says tax
  Inquiry inquiry = get("tax.example", "/");
  inquiry.service = "portal";
  ASSERT_TRUE(gate().admit(disputed, inquiry).allowed);
  EXPECT_FALSE(gate().review(redirected));
  EXPECT_FALSE(gate().review(disputed));
  close(kCourts);
  EXPECT_TRUE(gate().review(redirected)) << "it is under way behind the second door";
  EXPECT_FALSE(gate().review(disputed));
  close(kTax);
  EXPECT_TRUE(gate().review(disputed));
  EXPECT_EQ(count(kTax, ServiceCounter::kCut), 1u);
}

TEST_F(GateTest, ALaneThroughTheSecondDoorIsRememberedForThatDoor) {
  close(kTax);
  Inquiry counter = get("portal.example", "/");
  counter.client = Address::parse("10.20.3.4").value();
  Request request;
  ASSERT_TRUE(gate().admit(request, counter).allowed);
  counter = get("tax.example", "/");
  counter.client = Address::parse("10.20.3.4").value();
  ASSERT_TRUE(gate().revisit(request, counter).allowed);
  EXPECT_FALSE(gate().review(request));
  close(kPortal);
  EXPECT_TRUE(gate().review(request)) << "it passed the first one like everybody";
}

TEST_F(GateTest, ADrainingDoorLetsInOnlyWhoWasInsideThatService) {
  publish();
  Request in_portal;
  ASSERT_TRUE(gate().admit(in_portal, get("portal.example", "/")).allowed);
  Request in_courts;
  ASSERT_TRUE(gate().admit(in_courts, get("portal.example", "/courts/1")).allowed);
  door(kCourts).steps = {{clock_.boot_now(), Level::kClosed, Cause::kLoad, 1000, true, false, true, 0}};
  publish();
  EXPECT_FALSE(gate().revisit(in_portal, get("portal.example", "/courts/1")).allowed);
  EXPECT_TRUE(gate().revisit(in_courts, get("portal.example", "/courts/2")).allowed);
}

TEST_F(GateTest, LanesStayServedButNotOnCompromise) {
  Inquiry counter = get("tax.example", "/");
  counter.client = Address::parse("10.20.3.4").value();
  close(kTax);
  Request request;
  EXPECT_TRUE(gate().admit(request, counter).allowed);
  EXPECT_FALSE(gate().review(request)) << "a lane's request is not cut";
  close(kTax, Cause::kCompromise, false);
  Request other;
  EXPECT_FALSE(gate().admit(other, counter).allowed);
  EXPECT_TRUE(gate().review(request));
  EXPECT_EQ(count(kTax, ServiceCounter::kServedLane), 1u);
}

TEST_F(GateTest, DrainingLetsFinishAndThenCuts) {
  publish();
  Request under_way;
  ASSERT_TRUE(gate().admit(under_way, get("tax.example", "/")).allowed);
  segment::DoorStep draining{clock_.boot_now(), Level::kClosed, Cause::kLoad, 1000, true, false, true, 0};
  segment::DoorStep closed = draining;
  closed.draining = false;
  closed.at = clock_.boot_now() + std::chrono::seconds(10);
  door(kTax).steps = {draining, closed};
  publish();
  EXPECT_TRUE(gate().tick()) << "doors have changed";
  EXPECT_FALSE(gate().review(under_way));
  Request late;
  EXPECT_FALSE(gate().admit(late, get("tax.example", "/")).allowed) << "nobody new while it drains";
  clock_.advance(std::chrono::milliseconds(9'900));
  EXPECT_FALSE(gate().tick());
  clock_.advance(std::chrono::milliseconds(100));
  EXPECT_TRUE(gate().tick()) << "the worker applies until → then by itself";
  EXPECT_TRUE(gate().review(under_way));
  gate().account(under_way, {0, 0, 0, false});
  EXPECT_EQ(count(kTax, ServiceCounter::kCut), 1u);
  EXPECT_EQ(count(kTax, ServiceCounter::kInsideNow), 0u);
}

TEST_F(GateTest, SessionsInsideFinishWhileTheDoorDrains) {
  publish();
  Request login;
  ASSERT_TRUE(gate().admit(login, get("tax.example", "/login")).allowed);
  EXPECT_EQ(gate().companion(login, "theme=dark; Path=/"), "");
  const std::string set = gate().companion(login, "sid=abc; HttpOnly");
  ASSERT_FALSE(set.empty());
  const std::string mark = set.substr(0, set.find(';'));
  const std::string cookies = "sid=abc; " + mark;
  const std::string stolen = "sid=stolen; " + mark;

  clock_.advance(std::chrono::seconds(5));
  content_.notices = {{Id::from_words(1, 1), clock_.real_now(), std::nullopt, {}}};
  door(kTax).steps = {{clock_.boot_now(), Level::kClosed, Cause::kMaintenance, 1000, true, true, true, 1}};
  publish();

  Inquiry inside = get("tax.example", "/step2");
  inside.cookie = cookies;
  Request step2;
  EXPECT_TRUE(gate().admit(step2, inside).allowed);
  Inquiry stranger = get("tax.example", "/step2");
  stranger.cookie = stolen;
  Request refused;
  EXPECT_FALSE(gate().admit(refused, stranger).allowed);

  clock_.advance(std::chrono::seconds(1));
  const std::string late = gate().companion(login, "sid=new");
  const std::string late_cookies = "sid=new; " + late.substr(0, late.find(';'));
  Inquiry newcomer = get("tax.example", "/step2");
  newcomer.cookie = late_cookies;
  Request newcomer_request;
  EXPECT_FALSE(gate().admit(newcomer_request, newcomer).allowed) << "marked after the order";
}

TEST_F(GateTest, AMissingPartIsDecidedByWhatTheServiceDeclares) {
  // Nothing was published: there is no door to ask.
  Request closed;
  const Decision tax = gate().admit(closed, get("tax.example", "/"));
  EXPECT_FALSE(tax.allowed);
  EXPECT_EQ(tax.refusal, RefusalKind::kGatewayFailure);
  Request open;
  EXPECT_TRUE(gate().admit(open, get("portal.example", "/courts")).allowed);
  EXPECT_EQ(count(kCourts, ServiceCounter::kPassedFailure), 1u);
  EXPECT_NE(gate().missing(), "");

  publish();
  for (int i = 0; i < 20; ++i) (void)gate().tick();
  Request later;
  EXPECT_TRUE(gate().admit(later, get("tax.example", "/")).allowed) << "found again without a restart";
}

TEST_F(GateTest, WithoutAnImageTheLocationsDeclarationCounts) {
  publish();
  std::filesystem::remove(state() + "/images/000001.img");
  Inquiry inquiry = get("tax.example", "/");
  inquiry.service = "tax";
  Request request;
  EXPECT_FALSE(gate().admit(request, inquiry).allowed);
  inquiry.open_on_failure = true;
  Request other;
  EXPECT_TRUE(gate().admit(other, inquiry).allowed);
}

TEST_F(GateTest, WithoutAnImageADoorThatIsClosedStaysClosed) {
  close(kTax);
  std::filesystem::remove(state() + "/images/000001.img");
  Inquiry inquiry = get("tax.example", "/");
  inquiry.service = "tax";
  inquiry.open_on_failure = true;
  Request refused;
  const Decision decision = gate().admit(refused, inquiry);
  EXPECT_FALSE(decision.allowed);
  EXPECT_EQ(decision.refusal, RefusalKind::kClosed);
  EXPECT_EQ(gate().answer(decision, inquiry).status, 503);
  EXPECT_EQ(count(kTax, ServiceCounter::kRefusedClosed), 1u);
  inquiry.service = "portal";
  Request passes;
  EXPECT_TRUE(gate().admit(passes, inquiry).allowed);
  close(kPortal);
  EXPECT_TRUE(gate().review(passes)) << "and is cut when its door closes";
}

TEST_F(GateTest, AWorkerThatStartsWithADamagedImageTakesTheNewestThatIsKept) {
  write_image("/images/000002.img", 2);
  write_image("/images/000003.img", 3);
  std::ofstream(state() + "/images/000003.img") << "damaged";
  std::ofstream(state() + "/images/000004.img") << "damaged too";
  std::ofstream(state() + "/images/notes.txt") << "no image";
  content_.image_version = 4;
  close(kTax);
  Gate lonely({state(), "", 79}, clock_, random_);
  Request request;
  EXPECT_EQ(lonely.admit(request, get("tax.example", "/")).refusal, RefusalKind::kClosed);
  Request other;
  EXPECT_TRUE(lonely.admit(other, get("portal.example", "/")).allowed);
  const auto worker = segment::SharedReader::open(state() + "/shared.seg")->workers()[0];
  EXPECT_EQ(worker.image_seen, 2u);
  EXPECT_EQ(worker.image_refused, 4u);
  EXPECT_NE(lonely.missing().find("an older image is used"), std::string::npos) << lonely.missing();
}

// As nginx configures it: the configured image is the named one, by another path.
TEST_F(GateTest, AWorkerThatStartsWithADamagedImageTakesItOnceItIsWhole) {
  std::ofstream(state() + "/images/000002.img") << "damaged";
  content_.image_version = 2;
  publish();
  Gate lonely({state(), state() + "/images/000002.img", 79}, clock_, random_);
  const auto worker = [&] { return segment::SharedReader::open(state() + "/shared.seg")->workers()[0]; };
  EXPECT_EQ(worker().image_seen, 1u);
  EXPECT_EQ(worker().image_refused, 2u) << "the one that the daemon named";
  write_image("/images/000002.img", 2);
  for (int i = 0; i < 100'000 && worker().image_seen != 2; ++i) {
    (void)lonely.tick();
    std::this_thread::yield();
  }
  EXPECT_EQ(worker().image_seen, 2u);
  EXPECT_EQ(worker().image_refused, 0u) << "it is not told as refused any more";
  EXPECT_EQ(lonely.missing(), "");
}

TEST_F(GateTest, ADamagedNewImageLeavesTheOldOneInForce) {
  publish();
  (void)gate();
  std::ofstream(state() + "/images/000002.img") << "not an image";
  content_.image_version = 2;
  publish();
  for (int i = 0; i < 2'000; ++i) {
    (void)gate().tick();
    if (segment::SharedReader::open(state() + "/shared.seg")->workers()[0].image_refused == 2) break;
    std::this_thread::yield();
  }
  const auto worker = segment::SharedReader::open(state() + "/shared.seg")->workers()[0];
  EXPECT_EQ(worker.image_refused, 2u);
  EXPECT_EQ(worker.image_seen, 1u);
  Request request;
  EXPECT_TRUE(gate().admit(request, get("tax.example", "/")).allowed);
}

TEST_F(GateTest, AnImageThatCouldNotBeReadIsTriedAgain) {
  publish();
  std::filesystem::remove(state() + "/images/000001.img");
  Gate lonely({state(), "", 80}, clock_, random_);
  Request refused;
  ASSERT_FALSE(lonely.admit(refused, get("tax.example", "/")).allowed);
  write_image("/images/000001.img", 1);
  const auto seen = [&] {
    return segment::SharedReader::open(state() + "/shared.seg")->workers()[0].image_seen;
  };
  while (seen() != 1) {
    (void)lonely.tick();
    std::this_thread::yield();
  }
  Request served;
  EXPECT_TRUE(lonely.admit(served, get("tax.example", "/")).allowed);
  EXPECT_EQ(lonely.missing(), "");
}

TEST_F(GateTest, AStagedImageIsTakenByOneWorkerOnly) {
  publish();
  (void)gate();
  Gate second({state(), state() + "/images/000001.img", 78}, clock_, random_);
  write_image("/images/000002.img", 2);
  content_.staged_version = 2;
  content_.staged_slot = 1;
  publish();
  const auto seen = [&](std::size_t slot) {
    return segment::SharedReader::open(state() + "/shared.seg")->workers()[slot].image_seen;
  };
  while (seen(1) != 2) {
    (void)gate().tick();
    (void)second.tick();
    std::this_thread::yield();
  }
  EXPECT_EQ(seen(0), 1u);
  content_.staged_version = 0;
  publish();
  while (seen(1) != 1) (void)second.tick();  // taken back
}

TEST_F(GateTest, NothingOpensByAReboot) {
  segment::DoorStep closed{clock_.boot_now(), Level::kClosed, Cause::kLoad, 1000, false, false, true, 0};
  segment::DoorStep open{
      clock_.boot_now() + std::chrono::minutes(30), Level::kOpen, Cause::kNone, 1000, false, false, true, 0};
  door(kTax).steps = {closed, open};
  publish();
  writer_->heartbeat(clock_.boot_now() + std::chrono::minutes(1), clock_.real_now());
  clock_.reboot(std::chrono::minutes(1));
  clock_.advance(std::chrono::hours(5));
  Request request;
  EXPECT_FALSE(gate().admit(request, get("tax.example", "/")).allowed);
  // The real-time clock does not matter either.
  clock_.step_real(std::chrono::hours(48));
  Request other;
  EXPECT_FALSE(gate().admit(other, get("tax.example", "/")).allowed);
}

TEST_F(GateTest, AnswersSpeakTheClientsLanguageAndFormat) {
  content_.notices = {{Id::from_words(1, 1),
                       clock_.real_now(),
                       std::nullopt,
                       {{"en", "Works until noon"}, {"sq", "Punime"}}}};
  door(kTax).steps = {{clock_.boot_now(), Level::kClosed, Cause::kMaintenance, 1000, false, false, true, 1}};
  publish();
  Inquiry inquiry = get("tax.example", "/");
  inquiry.accept_language = "sq-AL,sq;q=0.9";
  inquiry.method = "POST";
  Request request;
  const Decision decision = gate().admit(request, inquiry);
  const Answer& page = gate().answer(decision, inquiry);
  EXPECT_EQ(page.status, 503);
  EXPECT_NE(page.body.find("Titulli tax"), std::string::npos);
  EXPECT_NE(page.body.find("Punime"), std::string::npos);
  EXPECT_NE(page.body.find("Titulli portal"), std::string::npos) << "services that still work";
  EXPECT_EQ(page.body.find("Titulli tax</a>"), std::string::npos) << "not the closed one";
  EXPECT_NE(page.fields.value("Retry-After"), "");
  EXPECT_NE(page.fields.value("Proxy-Status"), "");
  inquiry.accept = "application/json";
  const Answer& problem = gate().answer(decision, inquiry);
  EXPECT_EQ(problem.content_type, "application/problem+json");
  EXPECT_NE(problem.body.find("\"received\":false"), std::string::npos) << problem.body;
}

TEST_F(GateTest, AnswersTellTheTimeOfTheImage) {
  const RealTime until = parse_rfc3339("2026-07-17T14:00:00Z").value();
  content_.notices = {{Id::from_words(1, 1), clock_.real_now(), until, {}}};
  door(kTax).steps = {{clock_.boot_now(), Level::kClosed, Cause::kMaintenance, 1000, false, false, true, 1}};
  publish();
  Inquiry inquiry = get("tax.example", "/");
  Request request;
  const Decision decision = gate().admit(request, inquiry);
  // The simulated clock starts in summer.
  const std::string now = rfc3339(clock_.real_now() + std::chrono::hours(2));
  const Answer& page = gate().answer(decision, inquiry);
  EXPECT_NE(page.body.find("<time datetime=\"2026-07-17T14:00:00Z\">17 July 2026, 16:00</time>"),
            std::string::npos);
  EXPECT_NE(page.body.find(now.substr(0, 10) + " " + now.substr(11, 8) + " +02:00"), std::string::npos)
      << page.body;
  inquiry.accept = "application/json";
  const Answer& problem = gate().answer(decision, inquiry);
  EXPECT_NE(problem.body.find("2026-07-17T14:00:00Z"), std::string::npos) << "programs read UTC";
}

TEST_F(GateTest, GaugesReturnToZeroHoweverARequestEnds) {
  publish();
  Request request;
  ASSERT_TRUE(gate().admit(request, get("tax.example", "/")).allowed);
  EXPECT_EQ(count(kTax, ServiceCounter::kInsideNow), 1u);
  clock_.advance(std::chrono::milliseconds(30));
  gate().leave(request);
  gate().leave(request);
  EXPECT_EQ(count(kTax, ServiceCounter::kInsideNow), 0u);
  EXPECT_EQ(count(kTax, ServiceCounter::kOpenNow), 1u) << "the client still reads";
  gate().account(request, {200, 10, 20, false});
  gate().account(request, {200, 10, 20, false});
  EXPECT_EQ(count(kTax, ServiceCounter::kOpenNow), 0u);
  EXPECT_EQ(count(kTax, ServiceCounter::kAnswered2xx), 1u);
  EXPECT_EQ(count(kTax, ServiceCounter::kBytesSent), 20u);
  EXPECT_EQ(
      count(kTax, static_cast<ServiceCounter>(static_cast<std::size_t>(ServiceCounter::kLatencyBucket0) + 3)),
      1u)
      << "30 ms is in the bucket up to 50 ms";

  Request lost;
  ASSERT_TRUE(gate().admit(lost, get("tax.example", "/")).allowed);
  gate_.reset();  // the worker dies
  EXPECT_EQ(count(kTax, ServiceCounter::kInsideNow), 0u) << "no live owner, no gauge";
  (void)gate();  // its successor takes the slot
  EXPECT_EQ(count(kTax, ServiceCounter::kInsideNow), 0u);
  EXPECT_EQ(count(kTax, ServiceCounter::kAnswered2xx), 1u) << "counters go on";
}

}  // namespace
}  // namespace bulkhead::gate
