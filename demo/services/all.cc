#include "demo/services/all.h"

#include <array>

namespace bulkhead::demo {

std::span<const Service* const> all_services() {
  static const std::array<const Service*, 6> kAll = {
      &portal(),       &tax_filing(), &civil_registry(), &health_prescriptions(), &business_licences(),
      &court_records()};
  return kAll;
}

const Service* find_service(std::string_view kind) {
  for (const Service* service : all_services()) {
    if (service->kind == kind) return service;
  }
  return nullptr;
}

}  // namespace bulkhead::demo
