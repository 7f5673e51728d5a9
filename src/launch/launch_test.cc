// What must hold: ports that are in the way are named and all of them are moved together; no program is left behind, whatever
// it does. Shown with small shell programs; nothing here waits for a time to pass, only for what must happen.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "launch/back_off.h"
#include "launch/knock.h"
#include "launch/ports.h"
#include "launch/supervisor.h"
#include "os/file.h"

namespace bulkhead::launch {
namespace {

using testing::HasSubstr;

TEST(BackOff, DoublesUpToAMinuteAndBeginsAnewAfterASteadyRun) {
  BackOff back_off;
  const MonoTime start{};
  EXPECT_EQ(back_off.after_end(start, start), BackOff::kFirst);
  EXPECT_EQ(back_off.after_end(start, start), 2 * BackOff::kFirst);
  for (int i = 0; i < 20; ++i) static_cast<void>(back_off.after_end(start, start));
  EXPECT_EQ(back_off.after_end(start, start), BackOff::kMax);
  EXPECT_EQ(back_off.after_end(start, start + BackOff::kSteadyAfter - Nanoseconds(1)), BackOff::kMax);
  EXPECT_EQ(back_off.after_end(start, start + BackOff::kSteadyAfter), BackOff::kFirst);
}

TEST(Ports, AreMovedTogetherAndNothingElseIs) {
  const std::map<std::uint16_t, std::uint16_t> moves{{8080, 18000}, {9101, 18001}};
  EXPECT_EQ(with_ports_moved("listen: [\"127.0.0.1:8080\"]\nup: http://127.0.0.1:9101/\nother: "
                             "127.0.0.1:80801 127.0.0.1: 10.0.0.1:8080 8080",
                             moves),
            "listen: [\"127.0.0.1:18000\"]\nup: http://127.0.0.1:18001/\nother: 127.0.0.1:80801 127.0.0.1: "
            "10.0.0.1:8080 8080");
}

TEST(Ports, BaseMustLeaveRoomForAll) {
  const std::vector<NeededPort> two{{"127.0.0.1", 8080, "the gateway"}, {"127.0.0.1", 9101, "portal"}};
  EXPECT_TRUE(moves_to(two, 1'024));
  EXPECT_FALSE(moves_to(two, 1'023));
  EXPECT_TRUE(moves_to(two, 65'534));
  EXPECT_FALSE(moves_to(two, 65'535));
}

TEST(Ports, ThoseThatAreTakenAreNamed) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ASSERT_GE(fd, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(listen(fd, 1), 0);
  socklen_t bytes = sizeof address;
  ASSERT_EQ(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &bytes), 0);
  const std::uint16_t port = ntohs(address.sin_port);
  const Status taken = check_ports_free({{"127.0.0.1", port, "tax-filing"}});
  ASSERT_FALSE(taken);
  EXPECT_THAT(taken.error().message, HasSubstr("127.0.0.1:" + std::to_string(port) + " (tax-filing)"));
  EXPECT_THAT(taken.error().message, HasSubstr("--port-base"));
  EXPECT_TRUE(takes_connections("127.0.0.1", port));
  close(fd);
  EXPECT_TRUE(check_ports_free({{"127.0.0.1", port, "tax-filing"}}));
  EXPECT_FALSE(answers_http("127.0.0.1", port, "localhost", "/"));
}

// The real file, so that a change to it which breaks the replacing is noticed here.
class SupervisorTest : public testing::Test {
 protected:
  SupervisorTest() {
    std::string path = std::filesystem::temp_directory_path() / "bulkhead-run-XXXXXX";
    EXPECT_NE(mkdtemp(path.data()), nullptr);
    folder = path;
  }
  ~SupervisorTest() override { std::filesystem::remove_all(folder); }

  Part shell(const std::string& name, const std::string& script) {
    Part part;
    part.program = {
        .name = name, .words = {"/bin/sh", "-c", script}, .log_path = folder + "/" + name + ".log"};
    part.answers = [this, name] { return std::filesystem::exists(folder + "/" + name + ".up"); };
    return part;
  }
  // Says that it is up, then ends when it is told to.
  Part good(const std::string& name) {
    return shell(name, "trap 'echo " + name + " >> " + folder + "/stopped; exit 0' TERM; echo $$ > " +
                           folder + "/" + name + ".pid; : > " + folder + "/" + name +
                           ".up; while :; do sleep 1000 & wait; done");
  }
  std::string text_of(const std::string& name) {
    std::ifstream file(folder + "/" + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  std::string folder;
  os::SystemClock clock;
  std::ostringstream out;
};

TEST_F(SupervisorTest, StopsInReverseOrderAndLeavesNothing) {
  // Every program inherits the writing end: reading ends when the last of them is gone, the sleeps of the shells included.
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  {
    Supervisor supervisor(out, clock);
    const Status started = supervisor.start({good("first"), good("second")});
    ASSERT_TRUE(started) << started.error().message;
  }
  close(pipe_ends[1]);
  char byte = 0;
  EXPECT_EQ(read(pipe_ends[0], &byte, 1), 0);
  close(pipe_ends[0]);
  EXPECT_EQ(text_of("stopped"), "second\nfirst\n");
}

TEST_F(SupervisorTest, AProgramThatEndsAtItsStartIsNamedWithItsLog) {
  Supervisor supervisor(out, clock);
  const Status started = supervisor.start({good("first"), shell("second", "echo no database; exit 3")});
  ASSERT_FALSE(started);
  EXPECT_THAT(started.error().message, HasSubstr("second ended before it answered"));
  EXPECT_THAT(started.error().message, HasSubstr(folder + "/second.log"));
  EXPECT_EQ(text_of("second.log"), "no database\n");
}

TEST_F(SupervisorTest, AProgramThatIsNotThereIsAFailureInWords) {
  Supervisor supervisor(out, clock);
  Part part = good("first");
  part.program.words = {"/nonexistent/program"};
  const Status started = supervisor.start({part});
  ASSERT_FALSE(started);
  EXPECT_THAT(started.error().message, HasSubstr("No such file"));
}

TEST_F(SupervisorTest, AskedToStopWhileStartingItStops) {
  Supervisor supervisor(out, clock);
  kill(getpid(), SIGTERM);  // held back until the supervisor waits
  const Status started = supervisor.start({shell("never", "while :; do sleep 1000 & wait; done")});
  ASSERT_FALSE(started);
  EXPECT_THAT(started.error().message, HasSubstr("stopped before"));
}

TEST_F(SupervisorTest, StartsAgainWhatEndedAndSaysSo) {
  Supervisor supervisor(out, clock);
  // The first run ends at once when told; the second asks the supervisor to stop, which ends the test.
  Part part = shell(
      "worker", "echo run >> " + folder + "/runs; : > " + folder + "/worker.up; if [ $(wc -l < " + folder +
                    "/runs) -ge 2 ]; then kill -TERM " + std::to_string(getpid()) +
                    "; while :; do sleep 1000 & wait; done; fi; read line < " + folder + "/end; exit 7");
  ASSERT_EQ(std::system(("mkfifo " + folder + "/end").c_str()), 0);
  ASSERT_TRUE(supervisor.start({part}));
  std::ofstream(folder + "/end") << "now\n";
  supervisor.run();
  EXPECT_EQ(text_of("runs"), "run\nrun\n");
  EXPECT_THAT(out.str(), HasSubstr("worker ended (exit 7); it starts again in 500 ms."));
  EXPECT_THAT(out.str(), HasSubstr("worker was started again."));
}

}  // namespace
}  // namespace bulkhead::launch
