// Writes JSON text in order, commas included. For the few documents of this folder; the request path links no
// JSON library.

#pragma once

#include <string>
#include <string_view>

namespace bulkhead::answers {

/// Collects one JSON text. The caller opens and closes in pairs; commas come by themselves.
class Json {
 public:
  explicit Json(std::size_t bytes_expected) { out_.reserve(bytes_expected); }

  /// Opens '{' or '['.
  Json& open(char bracket);
  Json& close(char bracket);
  /// `"name":`, after a comma where one is needed. `name` is a literal of ours.
  Json& key(std::string_view name);
  /// The next element of an array follows.
  Json& item();
  /// A string value, escaped; any bytes.
  Json& string(std::string_view any);
  /// `"name":"value"`
  Json& member(std::string_view name, std::string_view any) { return key(name).string(any); }
  /// Literals of ours: numbers, true, false, null.
  Json& raw(std::string_view literal);

  std::size_t size() const { return out_.size(); }
  std::string take() && { return std::move(out_); }

 private:
  void comma();

  std::string out_;
  bool first_ = true;
};

}  // namespace bulkhead::answers
