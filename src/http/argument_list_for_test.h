// A sink that writes down what it takes, for tests and fuzz targets.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "http/argument_sink.h"

namespace bulkhead::http {

/// One line for each argument, `name=value`.
class ArgumentListForTest final : public ArgumentSink {
 public:
  explicit ArgumentListForTest(std::size_t arguments_max = SIZE_MAX) : arguments_max_(arguments_max) {}

  bool argument(std::string_view name, std::string_view value) override {
    if (count_ == arguments_max_) return false;
    ++count_;
    text_.append(name).append("=").append(value).append("\n");
    return true;
  }

  const std::string& text() const { return text_; }
  std::size_t count() const { return count_; }

 private:
  std::size_t arguments_max_;
  std::size_t count_ = 0;
  std::string text_;
};

}  // namespace bulkhead::http
