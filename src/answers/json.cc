#include "answers/json.h"

#include "base/escape.h"

namespace bulkhead::answers {

void Json::comma() {
  if (!first_) out_ += ',';
  first_ = false;
}

Json& Json::open(char bracket) {
  out_ += bracket;
  first_ = true;
  return *this;
}

Json& Json::close(char bracket) {
  out_ += bracket;
  first_ = false;
  return *this;
}

Json& Json::key(std::string_view name) {
  comma();
  out_ += '"';
  out_ += name;
  out_ += "\":";
  return *this;
}

Json& Json::item() {
  comma();
  return *this;
}

Json& Json::string(std::string_view any) {
  out_ += '"';
  out_ += escape_json(any);
  out_ += '"';
  return *this;
}

Json& Json::raw(std::string_view literal) {
  out_ += literal;
  return *this;
}

}  // namespace bulkhead::answers
