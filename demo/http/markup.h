// HTML that cannot be injected into: text becomes markup only through escaping.

#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/escape.h"

namespace bulkhead::demo {

namespace markup_detail {
// What every value is by the time it is filled in; lets fmt check the shape while compiling.
template <typename>
struct Filled {
  using Type = std::string;
};
}  // namespace markup_detail

/// A piece of finished HTML.
class Markup {
 public:
  Markup() = default;

  Markup& operator+=(const Markup& more) {
    html_ += more.html_;
    return *this;
  }
  const std::string& html() const& { return html_; }
  std::string html() && { return std::move(html_); }

 private:
  template <typename... Values>
  friend Markup html(fmt::format_string<typename markup_detail::Filled<Values>::Type...> shape,
                     const Values&... values);
  explicit Markup(std::string html) : html_(std::move(html)) {}

  std::string html_;
};

namespace markup_detail {
inline const std::string& as_html(const Markup& value) { return value.html(); }
inline std::string as_html(std::string_view value) { return escape_html(value); }
template <std::integral T>
std::string as_html(T value) {
  return fmt::format("{}", value);
}
}  // namespace markup_detail

/// Fills the "{}" of `shape`, which is a constant, with values: Markup as it is, text escaped.
///
///     html("<td class=\"{}\">{}</td>", kind, name)
template <typename... Values>
Markup html(fmt::format_string<typename markup_detail::Filled<Values>::Type...> shape,
            const Values&... values) {
  return Markup(fmt::format(fmt::runtime(fmt::string_view(shape)), markup_detail::as_html(values)...));
}

}  // namespace bulkhead::demo
