// The style sheets and the script of our pages, and their hashes for Content-Security-Policy.

#pragma once

#include <string_view>

namespace bulkhead::answers {

/// For every page: letters, colours (light and dark), links, focus, paper.
std::string_view page_style();

/// For the status site, besides page_style().
std::string_view status_style();

/// The one script: shows the status page's notice when the page has become too old. Everything works without
/// it.
std::string_view stale_script();

/// base64(SHA-256) of each, as Content-Security-Policy wants it. Constants, so that workers hash nothing;
/// style_test.cc fails, and says the right value, when a text has been changed without them.
std::string_view page_style_sha256();
std::string_view status_style_sha256();
std::string_view stale_script_sha256();

}  // namespace bulkhead::answers
