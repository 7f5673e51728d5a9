// FULL_REQUEST: header fields and body, put together again.

#include <algorithm>

#include "inspect/variables/made_parts.h"

namespace bulkhead::inspect {

void make_full_request(State& state, Variable variable, ValueList& out) {
  const auto bodies = state.list(Variable::kRequestBody).values();
  const std::string_view body = bodies.empty() ? std::string_view() : bodies[0].text;
  std::size_t bytes = 2 + body.size();
  for (const HeaderField& field : state.request.fields)
    bytes += field.name.size() + 2 + field.value.size() + 1;
  if (variable == Variable::kFullRequestLength) {
    out.push(state.arena, {}, number_text(state, static_cast<std::int64_t>(bytes)));
    return;
  }
  char* memory = static_cast<char*>(state.arena.take(bytes, 1));
  if (memory == nullptr) return state.overran(Overrun::kMemory);
  char* at = memory;
  const auto put = [&at](std::string_view text) { at = std::copy(text.begin(), text.end(), at); };
  for (const HeaderField& field : state.request.fields) {
    put(field.name);
    put(": ");
    put(field.value);
    put("\n");
  }
  put("\n\n");
  put(body);
  out.push(state.arena, {}, {memory, bytes});
}

}  // namespace bulkhead::inspect
