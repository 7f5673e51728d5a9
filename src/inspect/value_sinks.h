// How readers of request parts put values into lists.

#pragma once

#include <string_view>

#include "http/argument_sink.h"
#include "inspect/state.h"

namespace bulkhead::inspect {

inline void add_value(State& state, Variable variable, std::string_view key, std::string_view text) {
  if (state.list(variable).push(state.arena, key, text) == nullptr) state.overran(Overrun::kMemory);
}

/// The value of a scalar; one that it had before is gone.
inline void set_value(State& state, Variable variable, std::string_view text) {
  state.list(variable) = {};
  add_value(state, variable, {}, text);
}

/// Arguments and their names. Says no at SecArgumentsLimit, over GET and POST together.
class ArgumentValues final : public http::ArgumentSink {
 public:
  ArgumentValues(State& state, Variable values, Variable names)
      : state_(state), values_(values), names_(names) {}

  bool argument(std::string_view name, std::string_view value) override {
    const std::size_t count =
        state_.list(Variable::kArgsGet).size() + state_.list(Variable::kArgsPost).size();
    if (count >= state_.program.settings().arguments_max) {
      state_.overran(Overrun::kArguments);
      return false;
    }
    add_value(state_, values_, name, value);
    add_value(state_, names_, name, name);
    return state_.overrun != Overrun::kMemory;
  }

 private:
  State& state_;
  Variable values_;
  Variable names_;
};

class CookieValues final : public http::ArgumentSink {
 public:
  explicit CookieValues(State& state) : state_(state) {}

  bool argument(std::string_view name, std::string_view value) override {
    add_value(state_, Variable::kRequestCookies, name, value);
    add_value(state_, Variable::kRequestCookiesNames, name, name);
    return state_.overrun != Overrun::kMemory;
  }

 private:
  State& state_;
};

/// Values of one list, all under one key.
class KeyedValues final : public http::ArgumentSink {
 public:
  KeyedValues(State& state, Variable variable, std::string_view key)
      : state_(state), variable_(variable), key_(key) {}

  bool argument(std::string_view, std::string_view value) override {
    add_value(state_, variable_, key_, value);
    return state_.overrun != Overrun::kMemory;
  }

 private:
  State& state_;
  Variable variable_;
  std::string_view key_;
};

}  // namespace bulkhead::inspect
