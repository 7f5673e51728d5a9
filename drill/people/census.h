// Finds out what a drill has to know of the services before it begins, by asking their own servers.

#pragma once

#include <boost/asio/io_context.hpp>

#include "base/result.h"
#include "drill/people/country.h"
#include "policy/policy.h"

namespace bulkhead::drill {

/// Asks every service of the policy, directly at its first upstream server: what its task and its register are called, who
/// lives in the country, and, by doing the task once, which answers finish it. The servers are those of the demo, on loopback.
///
/// Errors     kUnavailable when one does not answer, kInvalid when it is not one of the demo; the message names it.
Result<Country> take_census(boost::asio::io_context& context, const policy::Policy& policy);

}  // namespace bulkhead::drill
