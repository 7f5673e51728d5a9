// A program's end, its words and its refusal to end are told apart.

#include "os/command.h"

#include <gtest/gtest.h>

#include <signal.h>

namespace bulkhead::os {
namespace {

using std::chrono::seconds;

Result<CommandOutcome> shell(const std::string& script, Milliseconds timeout = seconds(60)) {
  return run_command({"/bin/sh", "-c", script}, timeout);
}

TEST(Command, GivesStatusAndBothStreams) {
  const auto outcome = shell("echo out; echo err >&2; exit 3");
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, 3);
  EXPECT_EQ(outcome->output, "out\nerr\n");
}

TEST(Command, ArgumentsReachItAsTheyAre) {
  const auto outcome = run_command({"/bin/echo", "$HOME; rm", "a  b", ""}, seconds(60));
  EXPECT_EQ(outcome->output, "$HOME; rm a  b \n");
}

TEST(Command, ASignalIsAStatus) { EXPECT_EQ(shell("kill -TERM $$")->status, 128 + SIGTERM); }

TEST(Command, ReadsNothing) { EXPECT_EQ(shell("cat; echo end")->output, "end\n"); }

TEST(Command, LongOutputIsCutAndHindersNothing) {
  const auto outcome = shell("head -c 1000000 /dev/zero | tr '\\0' x; exit 5");
  EXPECT_EQ(outcome->status, 5);
  EXPECT_EQ(outcome->output, std::string(kCommandOutputBytesMax, 'x'));
}

TEST(Command, WhatItLeavesRunningIsNotWaitedFor) {
  const auto outcome = shell("sleep 30 & echo $!");
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, 0);
  ::kill(std::stoi(outcome->output), SIGKILL);
}

TEST(Command, ItsTimeIsLimited) {
  const auto outcome = shell("exec sleep 60", Milliseconds(50));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kUnavailable);
}

TEST(Command, AMissingProgramIsAnError) {
  EXPECT_EQ(run_command({"/nowhere/program"}, seconds(1)).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(run_command({}, seconds(1)).error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace bulkhead::os
