// What does one request cost at the gate, and does it depend on the number of services?
//
// A worker's gate as the module uses it, through the C ABI: bh_admit, bh_leave, bh_account of a GET for an open door,
// and bh_admit of one for a closed door (its page is rendered once and copied then). Services 1 to 4,096; the hosts
// asked for are all of them in turn, so that no cache knows the answer. Counts allocations: an open door must do without. One thread, no nginx.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "bulkhead/bulkhead.h"
#include "os/clock.h"
#include "os/file.h"
#include "program/writer.h"
#include "segment/control_writer.h"
#include "segment/worker_slot.h"

namespace {

std::uint64_t allocations = 0;

}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size != 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace bulkhead {
namespace {

constexpr std::size_t kHostsAskedMax = 4'096;
constexpr std::string_view kDomain = ".example";

std::string host_of(std::size_t service) { return fmt::format("service-{}{}", service, kDomain); }

void must(const auto& result) {
  if (result) return;
  fmt::print(stderr, "gate_bench: {}\n", result.error().message);
  std::exit(1);
}

void write_image(const std::string& path, std::size_t services) {
  program::ImageContents contents;
  contents.version = 1;
  contents.languages = {{"en", false}};
  contents.agency_name = {"Agency"};
  contents.agency_contact = {"tel:+355000"};
  for (std::size_t i = 0; i < services; ++i) {
    program::ImageContents::Service one;
    one.name = fmt::format("service-{}", i);
    one.compartment = "all";
    one.slot = static_cast<program::ServiceSlot>(i);
    one.hosts = {host_of(i)};
    one.paths = {"/"};
    one.title = {one.name};
    one.elsewhere = {""};
    contents.services.push_back(std::move(one));
  }
  const auto image = program::write_image(contents);
  must(image);
  must(os::write_file_atomically(path, {reinterpret_cast<const char*>(image->data()), image->size()}, 0644));
}

/// A state folder with `services` open doors, or closed ones, and a gate over it.
class World {
 public:
  World(std::size_t services, bool closed) {
    std::string name = (std::filesystem::temp_directory_path() / "gate_bench.XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::exit(1);
    state_ = name;
    const std::string image = state_ + "/bench.img";
    write_image(image, services);
    must(segment::prepare_shared(state_ + "/shared.seg", 1, -1));
    publish(services, closed);
    const bh_gate_options options{state_.c_str(), image.c_str()};
    std::array<char, 256> notice{};
    gate_ = bh_gate_open(&options, notice.data(), notice.size());
    if (gate_ == nullptr || notice[0] != '\0') {
      fmt::print(stderr, "gate_bench: {}\n", notice.data());
      std::exit(1);
    }
    for (std::size_t i = 0; i < std::min(services, kHostsAskedMax); ++i)
      hosts_.push_back(host_of(i * 2'654'435'761u % services));
  }
  ~World() {
    bh_gate_close(gate_);
    std::filesystem::remove_all(state_);
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// One request from admit to account; returns what the gate said.
  bh_action ask() {
    const std::string& host = hosts_[next_++ % hosts_.size()];
    bh_request_info info{};
    info.method = {"GET", 3};
    info.host = info.host_field = {host.data(), host.size()};
    info.service = {host.data(), host.size() - kDomain.size()};  // as rendered locations name it
    info.path = info.target = {"/forms/step/2", 13};
    info.accept = {"text/html", 9};
    info.address[10] = info.address[11] = 0xff;
    bh_request* request = nullptr;
    bh_answer answer;
    const bh_action action = bh_admit(gate_, memory_.data(), &info, &request, &answer);
    bh_leave(gate_, request);
    bh_account(gate_, request, action == BH_ALLOW ? 200 : 503, 400, 1'000, 0);
    return action;
  }

 private:
  void publish(std::size_t services, bool closed) {
    os::SystemClock clock;
    segment::ControlContent content;
    content.boot_id = segment::boot_id_bytes(clock.boot_id());
    content.anchor_boot = clock.boot_now();
    content.anchor_real = clock.real_now();
    segment::DoorStep step;
    step.level = closed ? posture::Level::kClosed : posture::Level::kOpen;
    step.cause = closed ? posture::Cause::kLoad : posture::Cause::kNone;
    for (std::size_t i = 0; i < services; ++i)
      content.doors.push_back(
          {static_cast<std::uint16_t>(i), segment::hash_name(fmt::format("service-{}", i)), {step}});
    auto writer = segment::ControlWriter::open(state_ + "/control.seg");
    must(writer);
    must(writer->publish(content));
  }

  std::string state_;
  bh_gate* gate_ = nullptr;
  std::vector<std::string> hosts_;
  std::size_t next_ = 0;
  alignas(8) std::array<std::byte, 1'024> memory_{};
};

void ask(benchmark::State& state, bool closed) {
  World world(static_cast<std::size_t>(state.range(0)), closed);
  const bh_action expected = closed ? BH_DENY : BH_ALLOW;
  for (int i = 0; i < 5'000; ++i)
    if (world.ask() != expected) return state.SkipWithError("the gate said otherwise");
  const std::uint64_t before = allocations;
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(world.ask());
  state.counters["allocations"] = static_cast<double>(allocations - before) /
                                  static_cast<double>(std::max<std::int64_t>(1, state.iterations()));
}

void open_door(benchmark::State& state) { ask(state, false); }
void closed_door(benchmark::State& state) { ask(state, true); }
BENCHMARK(open_door)->Arg(1)->Arg(6)->Arg(100)->Arg(1'400)->Arg(4'096);
BENCHMARK(closed_door)->Arg(6)->Arg(100);

/// As the console's, and a last line that scripts read.
class Reporter : public benchmark::ConsoleReporter {
 public:
  Reporter() : ConsoleReporter(OO_Tabular) {}

  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      if (run.error_occurred) {
        missed_.push_back(run.benchmark_name() + ": " + run.error_message);
        continue;
      }
      const std::string name = run.benchmark_name();
      members_ += fmt::format("{}\"{}\": {{\"cpu_ns\": {:.1f}, \"allocations\": {:.2f}}}",
                              members_.empty() ? "" : ", ", name, run.GetAdjustedCPUTime(),
                              run.counters.at("allocations").value);
      if (name.starts_with("open_door") && run.counters.at("allocations").value != 0)
        missed_.push_back(name + ": allocates for a request");
    }
  }
  void Finalize() override {
    fmt::print("RESULT {{{}}}\n", members_);
    for (const std::string& missed : missed_) fmt::print("MISSED {}\n", missed);
  }

  bool all_reached() const { return missed_.empty(); }

 private:
  std::string members_;
  std::vector<std::string> missed_;
};

}  // namespace
}  // namespace bulkhead

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  bulkhead::Reporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return reporter.all_reached() ? 0 : 1;
}
