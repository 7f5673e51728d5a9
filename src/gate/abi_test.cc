// What must hold: no exception passes the C ABI. When there is no memory, what the location declared decides; what was
// refused before it ran out stays refused.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <new>

#include "bulkhead/bulkhead.h"
#include "os/temporary_folder_for_test.h"

namespace {
// Allocations of this thread that still succeed; negative: all.
thread_local long allocations_left = -1;
}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
  if (allocations_left == 0) throw std::bad_alloc();
  if (allocations_left > 0) --allocations_left;
  if (void* memory = std::malloc(size != 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace bulkhead::gate {
namespace {

bh_str str(const char* text) { return {text, std::char_traits<char>::length(text)}; }

class AbiTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const bh_gate_options options{state_.c_str(), ""};
    gate_ = bh_gate_open(&options, notice_, sizeof notice_);
    ASSERT_NE(gate_, nullptr);
    info_.host = info_.host_field = str("tax.example");
    info_.path = info_.target = str("/");
    info_.method = str("GET");
    info_.service = str("tax");
  }
  void TearDown() override { bh_gate_close(gate_); }

  bh_action admit() {
    bh_request* request = nullptr;
    const bh_action action = bh_admit(gate_, memory_.get(), &info_, &request, &answer_);
    EXPECT_NE(request, nullptr);
    bh_account(gate_, request, answer_.status, 0, 0, 0);
    return action;
  }

  os::TemporaryFolderForTest folder_;
  std::string state_ = folder_.path();
  char notice_[200] = {};
  bh_gate* gate_ = nullptr;
  std::unique_ptr<std::uint64_t[]> memory_ = std::make_unique<std::uint64_t[]>(bh_request_bytes() / 8 + 1);
  bh_request_info info_{};
  bh_answer answer_{};
};

TEST_F(AbiTest, WithoutMemoryWhatIsRefusedIsRefusedWithoutAPage) {
  for (long left = 0; left < 200; ++left) {
    allocations_left = left;
    const bh_action action = admit();
    allocations_left = -1;
    ASSERT_EQ(action, BH_DENY) << left;
    ASSERT_EQ(answer_.status, 503u) << left;
  }
  EXPECT_GT(answer_.body.size, 0u) << "200 allocations make a page";
}

TEST_F(AbiTest, WithoutMemoryWhatIsDeclaredOpenPasses) {
  info_.open_on_failure = 1;
  for (long left = 0; left < 20; ++left) {
    allocations_left = left;
    const bh_action action = admit();
    allocations_left = -1;
    ASSERT_EQ(action, BH_ALLOW) << left;
  }
}

TEST_F(AbiTest, TheRefusedOnesStayRefusedWhereFailureIsDeclaredOpen) {
  info_.open_on_failure = 1;
  info_.host = str("other.example");  // Host field and host disagree: refused before anything fails
  for (long left = 0; left < 200; ++left) {
    allocations_left = left;
    const bh_action action = admit();
    allocations_left = -1;
    ASSERT_EQ(action, BH_DENY) << left;
  }
  EXPECT_EQ(answer_.status, 400u);
}

TEST_F(AbiTest, OpeningAndTickingNeverThrow) {
  const bh_gate_options options{state_.c_str(), "/no/such/image"};
  for (long left = 0; left < 60; ++left) {
    char notice[200] = {};
    allocations_left = left;
    bh_gate* gate = bh_gate_open(&options, notice, sizeof notice);
    (void)bh_tick(gate_);
    char error[200] = {};
    bh_image* image = bh_image_open("/no/such/image", error, sizeof error);
    allocations_left = -1;
    EXPECT_NE(notice[0], '\0') << left;
    EXPECT_NE(error[0], '\0') << left;
    EXPECT_EQ(image, nullptr);
    if (gate != nullptr) bh_gate_close(gate);
  }
}

}  // namespace
}  // namespace bulkhead::gate
