#include "policy/spot.h"

#include <algorithm>

#include "base/check.h"
#include "policy/nearest.h"
#include "policy/values/name.h"

namespace bulkhead::policy {

namespace {

std::string joined(std::span<const std::string_view> words) {
  std::string result;
  for (const std::string_view word : words) result += (result.empty() ? "" : ", ") + std::string(word);
  return result;
}

std::string too_many(std::size_t count, std::size_t count_max) {
  return "has " + std::to_string(count) + " entries, more than " + std::to_string(count_max);
}

}  // namespace

Spot Spot::member(const Node& child) const {
  return {&child, key.empty() ? child.key : key + "." + child.key};
}

Spot Spot::item(std::size_t index) const {
  return {&node->children[index], key + "[" + std::to_string(index) + "]"};
}

Place Spot::place() const {
  std::string found = node->text;
  if (node->is_mapping()) found = "a mapping";
  if (node->is_sequence()) found = "a list";
  return {key, node->offset, std::move(found)};
}

Place Spot::key_place() const {
  return {key, node->key.empty() ? node->offset : node->key_offset, node->key};
}

Fields::Fields(Spot spot, const Shape& shape, Findings& findings) : spot_(std::move(spot)), shape_(shape) {
  if (!expect_mapping(spot_, findings)) return;
  for (const Node& member : spot_.node->children) {
    if (std::ranges::find(shape_.keys, member.key) == shape_.keys.end()) refuse_unknown(member, findings);
  }
  for (const std::string_view key : shape_.required) {
    if (spot_.node->member(key) != nullptr) continue;
    Place place = spot_.key_place();
    place.key = spot_.key.empty() ? std::string(key) : spot_.key + "." + std::string(key);
    place.found.clear();
    findings.error(place, "is missing",
                   "add `" + std::string(key) + "`: see " + std::string(findings.kind().page));
  }
}

void Fields::refuse_unknown(const Node& member, Findings& findings) const {
  if (member.is_refused()) return;
  const auto near = findings.suggestions_help() ? nearest(member.key, shape_.keys) : std::nullopt;
  const std::string hint =
      near ? "did you mean `" + std::string(*near) + "`?" : "one of: " + joined(shape_.keys);
  findings.error(spot_.member(member).key_place(), "unknown key", hint);
}

std::optional<Spot> Fields::find(std::string_view key) const {
  BULKHEAD_ASSERT(std::ranges::find(shape_.keys, key) != shape_.keys.end());
  const Node* node = spot_.node->member(key);
  if (node == nullptr || node->is_refused()) return std::nullopt;
  return spot_.member(*node);
}

bool expect_mapping(const Spot& spot, Findings& findings) {
  if (spot.node->is_mapping()) return true;
  if (!spot.node->is_refused())
    findings.error(spot.place(), "is no mapping", "`key: value` lines, or {} when empty");
  return false;
}

std::vector<Spot> read_list(const Spot& spot, std::size_t items_max, bool may_be_empty, Findings& findings) {
  std::vector<Spot> items;
  if (spot.node->is_refused()) return items;
  if (!spot.node->is_sequence()) {
    findings.error(spot.place(), "is no list", "a list, also of one: [value]");
    return items;
  }
  const std::size_t count = spot.node->children.size();
  if (count == 0 && !may_be_empty) findings.error(spot.place(), "is an empty list", "at least one entry");
  if (count > items_max)
    findings.error(spot.place(), too_many(count, items_max), "at most " + std::to_string(items_max));
  for (std::size_t i = 0; i < std::min(count, items_max); ++i) items.push_back(spot.item(i));
  return items;
}

std::vector<Spot> read_named(const Spot& spot, std::size_t members_max, Findings& findings) {
  std::vector<Spot> members;
  if (!expect_mapping(spot, findings)) return members;
  const std::size_t count = spot.node->children.size();
  if (count > members_max) {
    findings.error(spot.key_place(), too_many(count, members_max), "at most " + std::to_string(members_max));
  }
  for (const Node& child : std::span(spot.node->children).first(std::min(count, members_max))) {
    if (child.is_refused()) continue;
    const Spot member = spot.member(child);
    if (const Parsed<std::string> name = parse_name(child.key); !name) {
      findings.error(member.key_place(), name.error().message, name.error().hint);
    } else {
      members.push_back(member);
    }
  }
  return members;
}

}  // namespace bulkhead::policy
