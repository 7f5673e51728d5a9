// One request's way through the rules of its service, as the gate drives it.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "gate/decision.h"
#include "gate/loaded_image.h"
#include "inspect/inspection.h"

namespace bulkhead::gate {

/// Holds the image it was begun with until it ends.
///
/// Ownership  Owned by the Inspector that began it.
/// Threads    The worker's thread.
class RuleInspection {
 public:
  RuleInspection(inspect::Engine& engine, std::shared_ptr<const LoadedImage> image,
                 program::ServiceIndex service, bool guarded, const inspect::RequestHead& head, Id reference,
                 inspect::Tracer* tracer = nullptr);

  /// Each runs one phase and says whether the request goes on.
  Decision request_head();
  Decision request_body(std::string_view body, bool cut);
  Decision response_head(const inspect::ResponseHead& head);
  Decision response_body(std::string_view body, bool cut);

  /// Runs the last phase, once; a second call does nothing.
  void log();

  /// Bytes of a body that are inspected; 0: none.
  std::uint64_t request_body_bytes() const;
  std::uint64_t response_body_bytes() const;

  /// The next line for the host's error log, in ModSecurity's form; nothing when there is none left, or the service wants none.
  std::optional<std::string_view> next_line();

  const inspect::Inspection& inspection() const { return inspection_; }
  /// Text of a TX variable, as inspect::Inspection::tx().
  std::string_view tx(std::string_view name) { return inspection_.tx(name); }
  const program::rules::RuleProgram& program() const { return *rules_.program; }
  program::Digest program_digest() const { return rules_.program->header().digest; }
  /// The rule that refuses the request, or would if the mode were block; 0 when none does.
  std::uint32_t refusing_rule() const;
  const Id& reference() const { return reference_; }
  program::ServiceIndex service() const { return service_; }

 private:
  Decision decided();

  std::shared_ptr<const LoadedImage> image_;
  program::ServiceIndex service_;
  const ServiceRules::Service& rules_;
  Id reference_;
  inspect::Inspection inspection_;
  std::string_view client_address_;
  std::string_view target_;
  std::string_view host_;
  bool is_packed_;
  bool is_logged_ = false;
  std::size_t lines_given_ = 0;
  std::string line_;
};

}  // namespace bulkhead::gate
