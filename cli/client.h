// The daemon over its unix socket, or over TCP with TLS. The only files that speak HTTP are client.cc and, for
// what comes back, answer.cc.

#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/time.h"
#include "cli/api.h"
#include "cli/session.h"

namespace bulkhead::cli {

/// Where a daemon listens.
struct Endpoint {
  enum class Kind : std::uint8_t { kUnix, kPlain, kTls };
  Kind kind = Kind::kUnix;
  std::string path;  ///< kUnix.
  std::string host;  ///< Otherwise.
  std::string port;

  /// Reads "https://HOST[:PORT]" or "http://LOOPBACK[:PORT]". Plain HTTP beyond loopback is refused: it would carry
  /// the token in the open.
  static Result<Endpoint> parse_url(const std::string& url);

  /// --url, else --socket, else --state; without any of them the default folder.
  static Result<Endpoint> choose(const CommonOptions& options);

  std::string text() const;
};

/// Speaks HTTP/1.1 to one daemon, one connection a call.
///
/// Threads    One thread.
/// Cost       A connection a call; never waits longer than the two time limits.
/// Errors     kUnavailable when nobody listens or answers in time; it says what to do about it.
class Client final : public Api {
 public:
  static constexpr Milliseconds kConnectMax = std::chrono::seconds(5);
  /// An apply may compile thousands of services and reload nginx.
  static constexpr Milliseconds kAnswerMax = std::chrono::seconds(60);
  static constexpr std::size_t kTokenBytesMax = 4'096;

  /// `options` is read at the first call, after the command line was parsed.
  explicit Client(const CommonOptions& options) : options_(options) {}

  Result<ApiAnswer> call(const ApiRequest& request) override;

  void set_answer_max(Milliseconds limit) { answer_max_ = limit; }

 private:
  Result<std::string> token() const;

  const CommonOptions& options_;
  Milliseconds answer_max_ = kAnswerMax;
};

}  // namespace bulkhead::cli
