#include "cli/json.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>

namespace bulkhead::cli {

namespace {

// Thrown and caught inside this file.
struct TooDeep {};

}  // namespace

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
  if (value_->is_number_unsigned() && value_->get<std::uint64_t>() > std::uint64_t{INT64_MAX})
    return otherwise;
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

std::string JsonView::dump_some(std::string_view key, const std::vector<std::string>& names,
                                int indent) const {
  if (value_ == nullptr || !value_->is_object()) return dump(indent);
  nlohmann::json some = *value_;
  auto kept = nlohmann::json::array();
  for (const JsonView& item : (*this)[key].items()) {
    if (std::ranges::find(names, item["name"].text()) != names.end()) kept.push_back(*item.value_);
  }
  some[std::string(key)] = std::move(kept);
  return JsonView(&some).dump(indent);
}

Result<JsonDocument> JsonDocument::parse(std::string_view text) {
  using Event = nlohmann::json::parse_event_t;
  const auto within_depth = [](int depth, Event event, nlohmann::json& /*value*/) {
    const bool begins = event == Event::object_start || event == Event::array_start;
    if (begins && depth >= kDepthMax) throw TooDeep{};
    return true;
  };
  try {
    JsonDocument document;
    document.value_ = std::make_shared<const nlohmann::json>(nlohmann::json::parse(text, within_depth));
    return document;
  } catch (const TooDeep&) {
    return fail(ErrorCode::kInvalid, fmt::format("not JSON that can be read: deeper than {}", kDepthMax));
  } catch (const nlohmann::json::parse_error& error) {
    return fail(ErrorCode::kInvalid, fmt::format("not JSON, at byte {} of {}", error.byte, text.size()));
  } catch (const nlohmann::json::exception&) {
    // A number beyond what a double holds is JSON by grammar, and its failure knows no byte.
    return fail(ErrorCode::kInvalid, "not JSON that can be read: a number is out of range");
  }
}

}  // namespace bulkhead::cli
