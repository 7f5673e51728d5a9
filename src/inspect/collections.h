// Collections that outlive a request: IP, GLOBAL, SESSION, USER, RESOURCE.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "lexicon/variable.h"

namespace bulkhead::inspect {

/// Under which key a request sees each collection; empty: not opened by initcol, setsid ….
struct CollectionKeys {
  std::string_view global;
  std::string_view ip;
  std::string_view resource;
  std::string_view session;
  std::string_view user;

  std::string_view* of(lexicon::Variable collection) {
    switch (collection) {
      case lexicon::Variable::kGlobal: return &global;
      case lexicon::Variable::kIp: return &ip;
      case lexicon::Variable::kResource: return &resource;
      case lexicon::Variable::kSession: return &session;
      case lexicon::Variable::kUser: return &user;
      default: return nullptr;
    }
  }
};

/// Where such collections are kept. Values are small texts; what does not fit is dropped, oldest first.
///
/// Threads    As the implementation says; the engine calls it from the thread that inspects.
/// Errors     A store that is full or away answers as an empty one: rules that need it do not match.
class Collections {
 public:
  virtual ~Collections() = default;

  struct Place {
    lexicon::Variable collection;
    std::string_view key;
  };
  class Visitor {
   public:
    virtual ~Visitor() = default;
    virtual void visit(std::string_view name, std::string_view value) = 0;
  };

  /// Every variable of the collection that has not expired at `now_s`. What visit() is given lives until it returns.
  virtual void each(Place place, std::int64_t now_s, Visitor& visitor) = 0;
  /// Copied into `arena`; a view without data when there is no such variable.
  virtual std::string_view find(Place place, std::string_view name, std::int64_t now_s, Arena& arena) = 0;
  virtual void set(Place place, std::string_view name, std::string_view value, std::int64_t now_s) = 0;
  /// Adds to a number in one step, so that no worker's addition is lost; returns the sum.
  virtual std::int64_t add(Place place, std::string_view name, std::int64_t number, std::int64_t now_s) = 0;
  virtual void erase(Place place, std::string_view name) = 0;
  virtual void expire(Place place, std::string_view name, std::int64_t at_s) = 0;
};

}  // namespace bulkhead::inspect
