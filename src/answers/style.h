// The style sheets of our pages, and their hashes for Content-Security-Policy.

#pragma once

#include <string_view>

namespace bulkhead::answers {

/// For every page: letters, colours (light and dark), links, focus, paper.
std::string_view page_style();

/// base64(SHA-256(page_style())), as Content-Security-Policy wants it. A constant, so that workers hash nothing; the test
/// of this file fails, and says the right value, when the style sheet has been changed without it.
std::string_view page_style_sha256();

}  // namespace bulkhead::answers
