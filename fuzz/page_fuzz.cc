// Any bytes as a page, and as the cookies, of a service that a drill's browser visits. Reading must end and keep no more than it
// says, and what a form sends is always a query.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "drill/web/jar.h"
#include "drill/web/page.h"

using namespace bulkhead::drill;

namespace {

void check_page(std::string_view html) {
  const Page page = read_page(html);
  BULKHEAD_ASSERT(page.forms.size() <= kFormsMax && page.links.size() <= kLinksMax);
  BULKHEAD_ASSERT(page.files.size() <= kFilesMax && page.scripts.size() <= kFilesMax);
  for (const Form& form : page.forms) {
    BULKHEAD_ASSERT(form.fields.size() <= kFieldsMax);
    BULKHEAD_ASSERT(std::ranges::all_of(form_body(form), [](char c) { return c > ' ' && c < 0x7F; }));
  }
}

void check_cookies(std::string_view lines) {
  CookieJar jar;
  while (!lines.empty()) {
    const auto end = std::min(lines.find('\n'), lines.size());
    jar.set("a.test", lines.substr(0, end));
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  constexpr std::size_t kMost = CookieJar::kCookiesMax * (CookieJar::kBytesMax + 2);
  BULKHEAD_ASSERT(jar.cookies_for("a.test").size() <= kMost);
  BULKHEAD_ASSERT(jar.cookies_for("b.test").empty());
  jar.end_session();
  BULKHEAD_ASSERT(jar.cookies_for("a.test").size() <= kMost);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  check_page(text);
  check_cookies(text);
  return 0;
}
