// @geoLookup: the value is an address whose country is known; fills GEO.

#include "base/address.h"
#include "inspect/operators/operator.h"

namespace bulkhead::inspect::operators {

bool geo_lookup(const Question& question, Match& match) {
  State& state = question.state;
  if (state.countries == nullptr) return false;
  const auto address = Address::parse(question.value);
  if (!address.has_value()) return false;
  const auto country = state.countries->find(*address, state.arena);
  if (!country.has_value()) return false;
  ValueList& geo = state.list(Variable::kGeo);
  geo = {};
  geo.push(state.arena, "COUNTRY_CODE", country->code);
  if (!country->name.empty()) geo.push(state.arena, "COUNTRY_NAME", country->name);
  if (!country->continent.empty()) geo.push(state.arena, "COUNTRY_CONTINENT", country->continent);
  match.end = question.value.size();
  return true;
}

}  // namespace bulkhead::inspect::operators
