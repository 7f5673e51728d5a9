#include "http/content_type.h"
#include "http/cookies.h"
#include "http/form.h"
#include "http/request_line.h"
#include "http/uri.h"
#include "inspect/request_values.h"
#include "inspect/scanner.h"
#include "inspect/value_sinks.h"
#include "inspect/variables/made_parts.h"
#include "lexicon/spelling.h"
#include "lexicon/variable.h"

namespace bulkhead::inspect {

namespace {

using lexicon::same_word;

void take_target(State& state) {
  const auto line =
      http::make_request_line(state.request.method, state.request.target, state.request.version, state.arena);
  const auto target = http::read_target(state.request.target, state.arena);
  if (!line.has_value() || !target.has_value()) return state.overran(Overrun::kMemory);
  set_value(state, Variable::kRequestMethod, state.request.method);
  set_value(state, Variable::kRequestLine, line->line);
  set_value(state, Variable::kRequestProtocol, line->protocol);
  set_value(state, Variable::kRequestUri, target->uri);
  set_value(state, Variable::kRequestUriRaw, target->uri_raw);
  set_value(state, Variable::kRequestFilename, target->filename);
  set_value(state, Variable::kPathInfo, target->filename);
  if (!target->basename.empty()) set_value(state, Variable::kRequestBasename, target->basename);
  if (!target->query_string.has_value()) return;
  set_value(state, Variable::kQueryString, *target->query_string);
  if (target->query_string->empty()) return;
  ArgumentValues sink(state, Variable::kArgsGet, Variable::kArgsGetNames);
  const auto outcome =
      http::read_form(*target->query_string, static_cast<char>(state.program.settings().argument_separator),
                      state.arena, sink);
  if (outcome.stop == http::ReadStop::kMemory) state.overran(Overrun::kMemory);
  state.invalid_url_encoding |= outcome.invalid_encoding;
}

void take_field(State& state, const HeaderField& field) {
  add_value(state, Variable::kRequestHeaders, field.name, field.value);
  add_value(state, Variable::kRequestHeadersNames, field.name, field.name);
  if (same_word(field.name, "cookie")) {
    CookieValues sink(state);
    http::read_cookies(field.value, sink);
  } else if (same_word(field.name, "authorization")) {
    set_value(state, Variable::kAuthType, field.value.substr(0, field.value.find(' ')));
  } else if (same_word(field.name, "host")) {
    set_value(state, Variable::kServerName, field.value.substr(0, field.value.find(':')));
  } else if (same_word(field.name, "content-type")) {
    const http::BodyReader reader = http::reader_by_content_type(field.value);
    if (reader != http::BodyReader::kNone) {
      state.settings.body_processor = http::processor_name(reader);
      state.body_type = field.value;
    }
  }
}

void take_connection(State& state) {
  set_value(state, Variable::kRemoteAddr, state.request.client_address);
  set_value(state, Variable::kRemoteHost, state.request.client_address);
  set_value(state, Variable::kRemotePort, number_text(state, state.request.client_port));
  set_value(state, Variable::kServerAddr, state.request.server_address);
  set_value(state, Variable::kServerPort, number_text(state, state.request.server_port));
  set_value(state, Variable::kUniqueId, state.request.unique_id);
  set_value(state, Variable::kWebAppId, state.program.string(state.program.settings().web_app_id));
}

constexpr Variable kScannedLists[] = {
    Variable::kArgsGet,        Variable::kArgsGetNames,
    Variable::kRequestHeaders, Variable::kRequestHeadersNames,
    Variable::kRequestCookies, Variable::kRequestCookiesNames,
};

// A scalar always has a value, if only an empty one, also before its part of the exchange has come; but REMOTE_USER.
void scan_scalars(State& state) {
  for (std::size_t i = 0; i < lexicon::kVariables; ++i) {
    const auto variable = static_cast<Variable>(i);
    if (lexicon::shape(variable) != lexicon::VariableShape::kScalar || variable == Variable::kRemoteUser)
      continue;
    if (state.program.source(variable, {}) == nullptr) continue;
    if (state.list(variable).empty()) set_value(state, variable, {});
    scan(state, variable, state.list(variable).values());
  }
}

}  // namespace

void take_request_head(State& state) {
  take_connection(state);
  take_target(state);
  for (const HeaderField& field : state.request.fields) take_field(state, field);
  set_value(state, Variable::kUrlencodedError, state.invalid_url_encoding ? "1" : "0");
  for (const Variable variable : kScannedLists) scan(state, variable, state.list(variable).values());
  scan_scalars(state);
}

}  // namespace bulkhead::inspect
