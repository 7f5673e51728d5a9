#include <algorithm>

#include "inspect/request_values.h"
#include "inspect/scanner.h"
#include "inspect/value_sinks.h"
#include "inspect/variables/made_parts.h"
#include "lexicon/spelling.h"

namespace bulkhead::inspect {

namespace {

constexpr Variable kScannedHead[] = {
    Variable::kResponseStatus,       Variable::kStatus,
    Variable::kStatusLine,           Variable::kResponseProtocol,
    Variable::kResponseContentType,  Variable::kResponseHeaders,
    Variable::kResponseHeadersNames,
};
constexpr Variable kScannedBody[] = {
    Variable::kResponseBody,
    Variable::kResponseContentLength,
    Variable::kOutboundDataError,
};

std::string_view status_line(State& state, std::string_view protocol, std::string_view status) {
  const std::size_t bytes = protocol.size() + 1 + status.size();
  char* text = static_cast<char*>(state.arena.take(bytes, 1));
  if (text == nullptr) return {};
  char* at = std::copy(protocol.begin(), protocol.end(), text);
  *at++ = ' ';
  std::copy(status.begin(), status.end(), at);
  return {text, bytes};
}

}  // namespace

void take_response_head(State& state) {
  const std::string_view status = number_text(state, state.response.status);
  set_value(state, Variable::kResponseStatus, status);
  set_value(state, Variable::kStatus, status);
  set_value(state, Variable::kResponseProtocol, state.response.version);
  set_value(state, Variable::kStatusLine, status_line(state, state.response.version, status));
  for (const HeaderField& field : state.response.fields) {
    add_value(state, Variable::kResponseHeaders, field.name, field.value);
    add_value(state, Variable::kResponseHeadersNames, field.name, field.name);
    if (lexicon::same_word(field.name, "content-type")) {
      set_value(state, Variable::kResponseContentType, field.value.substr(0, field.value.find(';')));
    }
  }
  for (const Variable variable : kScannedHead) scan(state, variable, state.list(variable).values());
}

bool is_inspected_type(const State& state) {
  const auto& types = state.lists[static_cast<std::size_t>(Variable::kResponseContentType)];
  const std::string_view type = types.empty() ? std::string_view() : types.values()[0].text;
  std::string_view wanted = state.program.string(state.program.settings().response_mime_types);
  while (!wanted.empty()) {
    const std::size_t end = wanted.find(' ');
    if (lexicon::same_word(wanted.substr(0, end), type)) return true;
    wanted = end == std::string_view::npos ? std::string_view() : wanted.substr(end + 1);
  }
  return false;
}

void take_response_body(State& state, std::string_view body, bool cut) {
  set_value(state, Variable::kResponseBody, body);
  set_value(state, Variable::kResponseContentLength,
            number_text(state, static_cast<std::int64_t>(body.size())));
  set_value(state, Variable::kOutboundDataError, cut ? "1" : "0");
  for (const Variable variable : kScannedBody) scan(state, variable, state.list(variable).values());
}

}  // namespace bulkhead::inspect
