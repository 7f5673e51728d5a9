// What a server answers to the command line: the bytes of one HTTP answer, read in pieces, and what the commands make of it.
// The first byte of the input says which command, the second how; the rest is the answer, which the command gets to all
// that it asks. Whatever is answered, a command ends; it prints well-formed text, and no byte that a terminal would obey.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <variant>

#include "base/check.h"
#include "base/utf8.h"
#include "cli/answer.h"
#include "cli/commands.h"
#include "cli/failure.h"
#include "cli/session.h"
#include "os/clock.h"

namespace {

using namespace bulkhead;
using namespace bulkhead::cli;

using Make = Command();
constexpr Make* kCommands[] = {status_command,  history_command, proposals_command,
                               images_command,  scopes_command,  undo_command,
                               approve_command, reject_command,  rollback_command};

/// The bits of the second byte.
struct How {
  explicit How(std::uint8_t byte)
      : json((byte & 1) != 0),
        colours((byte & 2) != 0),
        asked((byte & 4) != 0),
        columns((byte & 8) != 0 ? Terminal::kColumnsMin : 160),
        piece_bytes(std::size_t{1} << (byte >> 4)) {}
  bool json, colours, asked;
  int columns;
  std::size_t piece_bytes;
};

std::optional<ApiAnswer> read(std::string_view bytes, std::size_t piece_bytes) {
  AnswerReader reader;
  while (!bytes.empty()) {
    const Result<bool> whole = reader.take(bytes.substr(0, piece_bytes));
    if (!whole) return std::nullopt;
    if (*whole) return reader.answer();
    bytes.remove_prefix(std::min(bytes.size(), piece_bytes));
  }
  if (!reader.end()) return std::nullopt;
  return reader.answer();
}

class OneAnswer final : public Api {
 public:
  explicit OneAnswer(std::optional<ApiAnswer> answer) : answer_(std::move(answer)) {}
  Result<ApiAnswer> call(const ApiRequest& /*request*/) override {
    if (!answer_) return fail(ErrorCode::kUnavailable, "no answer");
    return *answer_;
  }

 private:
  std::optional<ApiAnswer> answer_;
};

/// As the parser of the command line would: the argument that every answer's own ids match, and a reason.
void fill(const Command& command) {
  for (const auto* parameters : {&command.arguments, &command.options}) {
    for (const Parameter& parameter : *parameters) {
      if (std::string* const* text = std::get_if<std::string*>(&parameter.target)) {
        if (parameter.name == "ORDER") **text = "last";
        if (parameter.name == "ID") **text = "01J2ZZZZZZZZZZZZZZZZZZZZZZ";
        if (parameter.name == "--reason") **text = "why";
      }
    }
  }
}

/// No control character, C0 or C1, but line breaks and our own colours.
void check_printed(std::string text, const How& how) {
  BULKHEAD_ASSERT(is_utf8(text));
  if (how.colours) {
    for (const std::string_view ours :
         {"\x1b[1m", "\x1b[2m", "\x1b[1;31m", "\x1b[33m", "\x1b[32m", "\x1b[0m"}) {
      for (auto at = text.find(ours); at != std::string::npos; at = text.find(ours, at))
        text.erase(at, ours.size());
    }
  }
  for (std::string_view rest = text; !rest.empty();) {
    const CodePoint point = first_code_point(rest);
    rest.remove_prefix(point.bytes);
    BULKHEAD_ASSERT(point.value >= 0x20 || point.value == '\n');
    BULKHEAD_ASSERT(point.value < 0x7f || point.value > 0x9f);
  }
}

void run(const Command& command, const How& how, const std::optional<ApiAnswer>& answer) {
  std::ostringstream out;
  std::ostringstream err;
  std::istringstream in("y\n");
  OneAnswer api(answer);
  os::SimulatedClock clock;
  CommonOptions options;
  options.json = how.json;
  const Terminal terminal{.in_is_terminal = how.asked, .colours = how.colours, .columns = how.columns};
  Session session({.out = out,
                   .err = err,
                   .in = in,
                   .api = api,
                   .clock = clock,
                   .options = options,
                   .terminal = terminal});
  const Result<Exit> exit = command.run(session);
  if (!exit) report_failure(session, exit.error());
  check_printed(out.str(), how);
  check_printed(err.str(), how);
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*words*/) {
  return ::setenv("TZ", "Europe/Tirane", 1);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 2) return 0;
  const How how(bytes[1]);
  const std::string_view wire(reinterpret_cast<const char*>(bytes) + 2, size - 2);
  const std::optional<ApiAnswer> whole = read(wire, wire.size() + 1);
  const std::optional<ApiAnswer> pieced = read(wire, how.piece_bytes);
  BULKHEAD_ASSERT(whole.has_value() == pieced.has_value());
  BULKHEAD_ASSERT(!whole || (whole->status == pieced->status && whole->body == pieced->body));

  const Command command = kCommands[bytes[0] % std::size(kCommands)]();
  fill(command);
  run(command, how, whole);
  return 0;
}
