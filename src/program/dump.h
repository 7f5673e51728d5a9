// An image as text that people read and compare.

#pragma once

#include <string>

#include "program/image.h"

namespace bulkhead::program {

/// Everything in the image, in a stable order, one fact a line; equal images give equal text, and where two
/// differ a line-by-line comparison shows what. Strings are quoted and escaped as in JSON. An image holds no
/// secret, so neither does this.
///
///     image format=2 version=7 bytes=2344
///     policy sha256:aaaa…
///     language en
///     timezone "Europe/Tirane" +01:00 2020-03-29T01:00:00Z +02:00 2020-10-25T01:00:00Z +01:00 …
///     service tax-filing slot=1 compartment=tax criticality=essential on_gateway_failure=closed …
///       title en "Tax filing"
///       lane "counters" 10.20.0.0/16
///     door tatime.example / -> tax-filing
std::string dump(const Image& image);

}  // namespace bulkhead::program
