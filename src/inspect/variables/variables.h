// The values that a rule's target names.
//
// Most variables are lists that were filled when their part of the request was read (state.lists). Some are made when they are
// asked for, because rules change them or because hardly any rule asks: those are "made", and each has its file here.

#pragma once

#include <span>
#include <string_view>

#include "inspect/state.h"

namespace bulkhead::inspect {

/// Where the values of a target are: up to two lists, of which `selected` says which values count.
struct TargetLists {
  std::array<std::span<Value>, 2> lists;
  std::size_t count = 0;
};

/// The lists behind `target`. Made variables are made in the request's arena.
TargetLists lists_of(State& state, const TargetRecord& target);

/// True when the selector of `target` takes a value with this key. Names are compared without case.
bool selected(State& state, const TargetRecord& target, std::string_view key);

/// Text of the first value of a target; empty when there is none.
std::string_view first_value(State& state, const TargetRecord& target);

/// How many values a target has: what `&` in front of it means.
std::size_t count_values(State& state, const TargetRecord& target);

/// "ARGS:q": the name of a value as rules and logs write it. In the request's arena.
std::string_view full_name(State& state, const TargetRecord& target, std::string_view key);

/// Makes the values of a variable that is made on demand; false when it is not such a one.
bool make(State& state, const TargetRecord& target, ValueList& out);

}  // namespace bulkhead::inspect
