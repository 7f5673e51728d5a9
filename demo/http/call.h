// One request on its way through a service.

#pragma once

#include <string>
#include <vector>

#include "demo/http/language.h"
#include "demo/http/request.h"
#include "demo/http/session.h"

namespace bulkhead::demo {

struct Call {
  const Request& request;
  std::vector<std::string> parameters;  ///< What the route's ":name" segments were.
  Language language = Language::kEnglish;
  SessionPtr session = nullptr;  ///< Null for a visitor without a session.

  bool is_citizen() const { return session && session->who == Session::Who::kCitizen; }
  bool is_clerk() const { return session && session->who == Session::Who::kClerk; }
  std::string_view say(const Phrase& phrase) const { return phrase.in(language); }
};

}  // namespace bulkhead::demo
