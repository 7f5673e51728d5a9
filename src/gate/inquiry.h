// What the host tells of a request, as the gate reads it.

#pragma once

#include <string_view>

#include "base/address.h"

namespace bulkhead::gate {

/// Views live until the call returns. See bh_request_info in bulkhead.h for each field.
struct Inquiry {
  std::string_view service;
  bool open_on_failure = false;
  std::string_view method;
  std::string_view host;
  std::string_view host_field;
  std::string_view path;
  std::string_view target;
  std::string_view accept;
  std::string_view accept_language;
  std::string_view cookie;
  Address client;
  bool secure = false;
  /// Came by the listener that only self-tests come by, with this question (self_test_mark.h).
  bool by_self_test_listener = false;
  std::string_view self_test;

  /// True for methods that hand something in.
  bool is_submission() const {
    return method == "POST" || method == "PUT" || method == "PATCH" || method == "DELETE";
  }
};

}  // namespace bulkhead::gate
