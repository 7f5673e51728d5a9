// One request on its way through the rules.

#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "inspect/engine.h"
#include "inspect/state.h"

namespace bulkhead::inspect {

/// Phase after phase, as the request goes on; a phase that was not reached is not run.
///
///     Inspection one(engine, program, overlay, head);
///     one.request_head();                                   phase 1
///     if (one.wants_request_body()) … read it …
///     one.request_body(body, cut);                          phase 2
///     … the upstream answers …
///     one.response_head(answer);                            phase 3
///     if (one.wants_response_body()) one.response_body(…);  phase 4
///     one.log();                                            phase 5
///
/// and after each: interruption(), overrun(), findings().
///
/// Ownership  Takes an arena from the engine and gives it back. The program, the overlay and what the head's views point to outlive it;
///            views it returns live as long as it does.
/// Threads    The engine's thread.
/// Cost       See scanner.h and phase.h. Nothing from the heap for a request in which no rule matches, once the engine's arenas
///            have grown.
/// Errors     overrun() names the first of the request's own maxima that was reached; the host decides by policy. Rules that could not
///            be run then are not run: do not read silence as innocence.
class Inspection {
 public:
  Inspection(Engine& engine, const program::rules::RuleProgram& program,
             const program::rules::Overlay& overlay, const RequestHead& head, Tracer* tracer = nullptr);
  ~Inspection();
  Inspection(const Inspection&) = delete;
  Inspection& operator=(const Inspection&) = delete;

  void request_head();
  bool wants_request_body() const { return state_.settings.request_body_access; }
  std::uint64_t request_body_bytes_max() const { return state_.settings.request_body_bytes_max; }
  void request_body(std::string_view body, bool cut);

  void response_head(const ResponseHead& head);
  bool wants_response_body() const;
  std::uint64_t response_body_bytes_max() const { return state_.settings.response_body_bytes_max; }
  void response_body(std::string_view body, bool cut);

  void log();

  const Interruption& interruption() const { return state_.interruption; }
  std::span<const Finding> findings() const { return {state_.findings, state_.findings_count}; }
  Overrun overrun() const { return state_.overrun; }
  /// Text of a TX variable; empty when it is not set.
  std::string_view tx(std::string_view name);

 private:
  Engine& engine_;
  std::unique_ptr<Arena> arena_;
  State state_;
};

}  // namespace bulkhead::inspect
