// Finds out what a drill has to know of the services before it begins, by asking their own servers.

#pragma once

#include <boost/asio/io_context.hpp>

#include "base/result.h"
#include "drill/people/country.h"
#include "drill/web/browser.h"
#include "policy/policy.h"

namespace bulkhead::drill {

/// Asks every service of the policy, at the gateway `target` or, without one, directly at its first upstream server: what its task and its register are called, who
/// lives in the country, and, by doing the task once, which answers finish it. The services are those of the demo; servers asked directly are on loopback.
///
/// Errors     kUnavailable when one does not answer, kInvalid when it is not one of the demo; the message names it.
Result<Country> take_census(boost::asio::io_context& context, const policy::Policy& policy,
                            const Target* target);

}  // namespace bulkhead::drill
