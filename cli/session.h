// What a command works with: the options that every command takes, the terminal, the daemon, the time.

#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "cli/api.h"
#include "cli/command.h"
#include "os/clock.h"

namespace bulkhead::cli {

/// Options that every command takes.
struct CommonOptions {
  bool json = false;
  std::optional<std::string> state;
  std::optional<std::string> socket;
  std::optional<std::string> url;
  std::optional<std::string> token_file;
  std::optional<std::string> ca_file;

  static constexpr const char* kStateDefault = "/var/lib/bulkhead";

  std::string state_folder() const { return state.value_or(kStateDefault); }
};

/// The parameters that fill `options`.
std::vector<Parameter> common_parameters(CommonOptions& options);

/// What is known of where the output goes.
struct Terminal {
  static constexpr int kColumnsDefault = 80;
  static constexpr int kColumnsMin = 40;
  static constexpr int kColumnsMax = 400;

  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool in_is_terminal = false;
  bool colours = false;
  int columns = kColumnsDefault;
};

enum class Colour { kPlain, kBold, kDim, kRed, kYellow, kGreen };

/// One run of one command.
///
/// Threads    One thread.
/// Lifetimes  What the parts refer to outlives the session.
class Session {
 public:
  struct Parts {
    std::ostream& out;
    std::ostream& err;
    std::istream& in;
    Api& api;
    os::Clock& clock;
    CommonOptions& options;  ///< Filled by the parser, read by the API's client.
    Terminal terminal;
  };

  explicit Session(const Parts& parts) : options(parts.options), parts_(parts) {}

  CommonOptions& options;

  std::ostream& out() { return parts_.out; }
  std::ostream& err() { return parts_.err; }
  std::istream& in() { return parts_.in; }
  Api& api() { return parts_.api; }
  const Terminal& terminal() const { return parts_.terminal; }
  void set_terminal(const Terminal& terminal) { parts_.terminal = terminal; }
  RealTime now() { return parts_.clock.real_now(); }
  os::Clock& clock() { return parts_.clock; }

  /// `text` in a colour when the output is a terminal that wants colours, else as it is.
  std::string paint(Colour colour, std::string text) const;

  /// Asks and reads one line; nothing at the end of the input.
  std::optional<std::string> ask(const std::string& question);

  /// Asks "… [y/N] "; true only on y or yes.
  bool confirm(const std::string& question);

  /// Reports a command line that cannot be carried out as written.
  Exit usage(const std::string& what);

 private:
  Parts parts_;
};

}  // namespace bulkhead::cli
