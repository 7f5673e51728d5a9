// The bytes that a test sends.

#pragma once

#include <string>

#include "conformance/test_case.h"

namespace bulkhead::conformance {

/// The request on the wire. With Input::complete_fields, what is missing is added as go-ftw adds it: Content-Type where there is a
/// body (a form, whose names and values are then percent-encoded unless something in them already is), Connection: close, and
/// Content-Length where there is a body or the method may have one. Line ends of multipart bodies become CRLF.
std::string request_bytes(const Input& input);

}  // namespace bulkhead::conformance
