#include "cli/json.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

namespace bulkhead::cli {

bool JsonView::empty() const { return value_ == nullptr || value_->is_null(); }

JsonView JsonView::operator[](std::string_view key) const {
  if (value_ == nullptr || !value_->is_object()) return {};
  const auto found = value_->find(key);
  return found == value_->end() ? JsonView{} : JsonView(&*found);
}

std::vector<JsonView> JsonView::items() const {
  std::vector<JsonView> all;
  if (value_ == nullptr || !value_->is_array()) return all;
  all.reserve(value_->size());
  for (const auto& item : *value_) all.emplace_back(&item);
  return all;
}

std::vector<std::pair<std::string, JsonView>> JsonView::members() const {
  std::vector<std::pair<std::string, JsonView>> all;
  if (value_ == nullptr || !value_->is_object()) return all;
  for (auto member = value_->begin(); member != value_->end(); ++member) {
    all.emplace_back(member.key(), JsonView(&*member));
  }
  return all;
}

std::string JsonView::text(std::string_view otherwise) const {
  if (value_ == nullptr || !value_->is_string()) return std::string(otherwise);
  return *value_->get_ptr<const std::string*>();
}

std::int64_t JsonView::whole(std::int64_t otherwise) const {
  if (value_ == nullptr || !value_->is_number_integer()) return otherwise;
  return value_->get<std::int64_t>();
}

double JsonView::number(double otherwise) const {
  if (value_ == nullptr || !value_->is_number()) return otherwise;
  return value_->get<double>();
}

bool JsonView::truth(bool otherwise) const {
  if (value_ == nullptr || !value_->is_boolean()) return otherwise;
  return value_->get<bool>();
}

std::string JsonView::dump(int indent) const {
  if (value_ == nullptr) return "null";
  return value_->dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<JsonDocument> JsonDocument::parse(std::string_view text) {
  try {
    JsonDocument document;
    document.value_ = std::make_shared<const nlohmann::json>(nlohmann::json::parse(text));
    return document;
  } catch (const nlohmann::json::parse_error& error) {
    return fail(ErrorCode::kInvalid, fmt::format("not JSON, at byte {} of {}", error.byte, text.size()));
  } catch (const nlohmann::json::exception&) {
    // A number beyond what a double holds is JSON by grammar, and its failure knows no byte.
    return fail(ErrorCode::kInvalid, "not JSON that can be read: a number is out of range");
  }
}

}  // namespace bulkhead::cli
