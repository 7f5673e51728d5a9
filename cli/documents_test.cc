// What must hold: --help, docs/cli.md, the man page and the shells' completions say the same as the parser, because all are
// made from one tree. Shown by comparing the files in the tree with what the program prints (UPDATE_GOLDEN=1 rewrites
// them), and by asking the shells themselves.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "cli/completion_scripts.h"
#include "cli/fake_for_test.h"
#include "cli/help.h"

namespace bulkhead::cli {
namespace {

using testing::HasSubstr;

const std::string kSource = BULKHEAD_SOURCE_DIR;

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Document {
  const char* name;
  const char* path;
  std::string (*text)(const Command&);
};

std::string document_name(const testing::TestParamInfo<Document>& tested) { return tested.param.name; }

class Documents : public testing::TestWithParam<Document> {};

TEST_P(Documents, AreCurrent) {
  const std::string path = kSource + GetParam().path;
  const std::string text = GetParam().text(bulkhead_command());
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << text;
  EXPECT_EQ(text, read(path)) << "UPDATE_GOLDEN=1 rewrites " << path;
}

INSTANTIATE_TEST_SUITE_P(
    Cli, Documents,
    testing::Values(Document{"markdown", "/docs/cli.md", markdown},
                    Document{"man", "/packaging/man/bulkhead.1", man_page},
                    Document{"bash", "/packaging/completion/bulkhead.bash", bash_completion},
                    Document{"zsh", "/packaging/completion/_bulkhead", zsh_completion},
                    Document{"fish", "/packaging/completion/bulkhead.fish", fish_completion}),
    document_name);

void each_leaf(const Command& command, std::vector<std::string> words,
               const std::function<void(const Command&, const std::vector<std::string>&)>& visit) {
  if (command.commands.empty()) return visit(command, words);
  for (const Command& child : command.commands) {
    std::vector<std::string> longer = words;
    longer.push_back(child.name);
    each_leaf(child, longer, visit);
  }
}

TEST(Help, OfEveryCommandNamesAllItsOptionsAndFits80Columns) {
  each_leaf(bulkhead_command(), {}, [](const Command& command, std::vector<std::string> words) {
    FakeProcess bulkhead;
    words.emplace_back("--help");
    ASSERT_EQ(bulkhead.run(words), Exit::kOk) << bulkhead.err;
    CommonOptions common;
    for (const Parameter& option : command.options) EXPECT_THAT(bulkhead.out, HasSubstr(long_name(option)));
    for (const Parameter& option : common_parameters(common))
      EXPECT_THAT(bulkhead.out, HasSubstr(long_name(option)));
    for (const Parameter& argument : command.arguments) EXPECT_THAT(bulkhead.out, HasSubstr(argument.name));
    EXPECT_FALSE(command.summary.empty());
    EXPECT_FALSE(command.summary.ends_with('.')) << command.summary;
    for (const Parameter& option : command.options) EXPECT_TRUE(option.help.ends_with('.')) << option.help;
  });
}

TEST(Json, IsWhatAScriptGetsAlsoWhereTheLineIsWrong) {
  each_leaf(bulkhead_command(), {}, [](const Command&, std::vector<std::string> words) {
    FakeProcess bulkhead;
    words.insert(words.end(), {"--no-such-option", "--json"});
    ASSERT_EQ(bulkhead.run(words), Exit::kUsage);
    EXPECT_THAT(bulkhead.out, HasSubstr("\"code\": \"usage\"")) << words.front();
  });
  FakeProcess script;
  EXPECT_EQ(script.run({"completion", "bash", "--json"}), Exit::kOk);
  EXPECT_THAT(script.out, HasSubstr("\"shell\": \"bash\""));
}

TEST(Help, WithoutACommandIsAUsageErrorThatListsThem) {
  FakeProcess bulkhead;
  EXPECT_EQ(bulkhead.run({}), Exit::kUsage);
  EXPECT_THAT(bulkhead.err, HasSubstr("lockdown"));
  EXPECT_EQ(bulkhead.err.find("scopes"), std::string::npos) << "hidden commands stay hidden";
  EXPECT_EQ(bulkhead.run({"--help"}), Exit::kOk);
  EXPECT_EQ(bulkhead.run({"render"}), Exit::kUsage);
}

std::string output_of(const std::string& shell_line) {
  std::string text;
  std::array<char, 256> piece{};
  FILE* pipe = popen(shell_line.c_str(), "r");
  while (std::fgets(piece.data(), static_cast<int>(piece.size()), pipe) != nullptr) text += piece.data();
  EXPECT_EQ(pclose(pipe), 0) << shell_line;
  return text;
}

struct Typed {
  const char* words;  ///< The last one is being typed.
  const char* offered;
};

// What bash offers, with a `bulkhead` on the path that knows two services.
TEST(Completion, OffersInBashWhatTheTreeSays) {
  const std::string script = kSource + "/packaging/completion/bulkhead.bash";
  for (const Typed& typed :
       {Typed{"bulkhead sta", "status"}, Typed{"bulkhead lock", "lockdown"},
        Typed{"bulkhead close --cau", "--cause"}, Typed{"bulkhead close --cause att", "attack"},
        Typed{"bulkhead --json render ng", "nginx"}, Typed{"bulkhead close tax", "tax-filing"},
        Typed{"bulkhead status por", "portal"}, Typed{"bulkhead sco", ""}}) {
    const std::string line =
        std::string("bash --norc -c '. ") + script +
        "; bulkhead() { printf \"tax-filing\\nportal\\n\"; }; timeout() { shift; \"$@\"; }; COMP_WORDS=(" +
        typed.words + "); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _bulkhead; echo \"${COMPREPLY[*]}\"'";
    EXPECT_EQ(output_of(line), std::string(typed.offered) + "\n") << typed.words;
  }
}

TEST(Completion, NamesWhatOrdersCanName) {
  FakeProcess bulkhead;
  bulkhead.api.answers = {
      {200, "application/json",
       R"({"services":[{"name":"portal","compartment":"citizens"},{"name":"tax","compartment":"tax"}]})"}};
  EXPECT_EQ(bulkhead.run({"scopes"}), Exit::kOk);
  EXPECT_EQ(bulkhead.out, "portal\ntax\ncompartment:citizens\ncompartment:tax\n");
  EXPECT_EQ(bulkhead.run({"scopes", "--services"}), Exit::kOk);
  EXPECT_EQ(bulkhead.out, "portal\ntax\n");
}

TEST(ManPage, OfTheDaemonIsThere) {
  EXPECT_THAT(read(kSource + "/packaging/man/bulkheadd.8"), HasSubstr(".TH BULKHEADD 8"));
}

}  // namespace
}  // namespace bulkhead::cli
