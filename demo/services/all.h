// The six services. Each has a file of its own here and no other code knows one by name.

#pragma once

#include <span>
#include <string_view>

#include "demo/desk/service.h"

namespace bulkhead::demo {

const Service& portal();
const Service& tax_filing();
const Service& civil_registry();
const Service& health_prescriptions();
const Service& business_licences();
const Service& court_records();

std::span<const Service* const> all_services();

/// Null when there is no service of that kind.
const Service* find_service(std::string_view kind);

}  // namespace bulkhead::demo
