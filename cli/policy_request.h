// The bodies of apply and rollback.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace bulkhead::cli {

std::string apply_json(const std::string& file_name, const std::string& text, const std::string& reason,
                       bool alone, bool dry_run);
std::string rollback_json(std::optional<std::uint32_t> version, const std::string& reason, bool alone,
                          bool dry_run);

}  // namespace bulkhead::cli
