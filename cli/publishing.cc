#include "cli/publishing.h"

#include <ostream>

#include "cli/api.h"
#include "cli/outcome.h"
#include "cli/session.h"

namespace bulkhead::cli {

namespace {

bool loosens(JsonView outcome) {
  for (const JsonView& change : outcome["changes"].items()) {
    if (change["kind"].text() == "loosens") return true;
  }
  return outcome["needs_second_person"].truth();
}

}  // namespace

Result<Exit> publish(Session& session, ActingOptions& acting, const std::string& path,
                     const std::function<std::string(bool dry_run)>& body) {
  if (!acting.dry_run && !have_reason(session, acting.reason)) return Exit::kUsage;
  const Result<Reply> preview = call(session.api(), {.method = "POST", .path = path, .body = body(true)});
  if (!preview) return fail_as(preview);
  const JsonView changes = preview->document.root();
  if (acting.dry_run) return print_outcome(session, changes);
  if (!session.options.json) session.out() << policy_changes_text(changes) << std::flush;
  if (!go_ahead(session, acting, loosens(changes))) return Exit::kRefused;
  const Result<Reply> done = call(session.api(), {.method = "POST", .path = path, .body = body(false)});
  if (!done) return fail_as(done);
  return print_outcome(session, done->document.root(), changes["why"].text());
}

}  // namespace bulkhead::cli
