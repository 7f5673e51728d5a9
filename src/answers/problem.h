// What programs get instead of a service: application/problem+json (RFC 9457), saying what the door page
// says.

#pragma once

#include "answers/door_page.h"
#include "answers/rendered_page.h"

namespace bulkhead::answers {

/// Renders the problem document. Members beyond RFC 9457:
///
///     service, service_title   which service                        (closed, gateway_failure, too_large)
///     since, expected_end      RFC 3339; expected_end null: not known yet   (closed)
///     retry_after              seconds, as in the Retry-After field (kinds that can be retried)
///     reference                to quote when asking                 (always)
///     received                 false: nothing of it reached us      (submissions)
///     elsewhere, contact       where else people are served, whom to ask
///     alternatives             [{title, url}] services that work, at most ten
///     status_page              where the public state of all services is shown
///
/// Gaps       Reference, and the wait where there is one.
/// Threads    Thread-safe. Cost linear in the texts. No errors.
RenderedPage render_problem(const DoorContext& context);

}  // namespace bulkhead::answers
