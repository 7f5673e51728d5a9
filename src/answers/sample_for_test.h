// Contexts and hostile strings that the tests of this folder share.

#pragma once

#include <array>
#include <string_view>

#include "answers/door_page.h"
#include "base/timestamp.h"

namespace bulkhead::answers {

inline RealTime time_for_test(std::string_view text) { return parse_rfc3339(text).value(); }

/// Europe/Tirane, as far as the tests look.
inline const Zone& zone_for_test() {
  static const Zone zone{"Europe/Tirane",
                         {{1'577'836'800, 3'600}, {1'774'746'000, 7'200}, {1'792'890'000, 3'600}}};
  return zone;
}

inline constexpr std::array<Link, 2> kAlternativesForTest = {
    {{"Civil registry", "https://registry.example/"}, {"Portal", "/portal"}}};

/// A closed door with everything there is to say.
inline DoorContext closed_for_test() {
  DoorContext context;
  context.agency_name = "Digital Agency";
  context.agency_contact = "tel:+355 00 000";
  context.agency_homepage = "https://agency.example/";
  context.service = "tax-filing";
  context.service_title = "Tax filing";
  context.cause = posture::Cause::kMaintenance;
  context.since = time_for_test("2026-07-17T02:14:07Z");
  context.expected_end = time_for_test("2026-07-17T14:00:00Z");
  context.elsewhere = "At the counters.";
  context.alternatives = kAlternativesForTest;
  context.status_url = "/status/";
  return context;
}

/// Texts that try to leave the place where they are put, and bytes that are no text.
inline constexpr std::array<std::string_view, 9> kHostile = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</style></title><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "\"},\"status\":200,\"x\":{\"",
    "{service}{when}{{}}}{",
    "]]><!--&lt;&#x3c;",
    std::string_view("\x00\x1b[31m\xff\xfe\xc0\xaf\xed\xa0\x80\r\nSet-Cookie: a=b\xe2\x80\xae", 33),
};

}  // namespace bulkhead::answers
