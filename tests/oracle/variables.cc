#include "oracle/variables.h"

#include "http/content_type.h"
#include "http/cookies.h"
#include "http/form.h"
#include "http/json.h"
#include "http/uri.h"
#include "lexicon/severity.h"
#include "lexicon/spelling.h"

namespace bulkhead::oracle {

namespace {

using enum lexicon::Variable;
using lexicon::same_word;

constexpr std::size_t kPlenty = std::size_t{1} << 28;
constexpr std::size_t kArgumentsDefault = 1'000;

class Arguments final : public http::ArgumentSink {
 public:
  Arguments(Variables& variables, lexicon::Variable where) : variables_(variables), where_(where) {}
  bool argument(std::string_view name, std::string_view value) override {
    return variables_.add_argument(where_, name, value);
  }

 private:
  Variables& variables_;
  lexicon::Variable where_;
};

class Cookies final : public http::ArgumentSink {
 public:
  explicit Cookies(Variables& variables) : variables_(variables) {}
  bool argument(std::string_view name, std::string_view value) override {
    variables_.add(kRequestCookies, name, value);
    variables_.add(kRequestCookiesNames, name, name);
    return true;
  }

 private:
  Variables& variables_;
};

class Collected final : public http::ArgumentSink {
 public:
  bool argument(std::string_view name, std::string_view value) override {
    values.push_back({std::string(name), std::string(value)});
    return true;
  }
  std::vector<Value> values;
};

std::string before(const std::string& value, char end) { return value.substr(0, value.find(end)); }

}  // namespace

std::string Variables::first(lexicon::Variable variable, std::string_view key) {
  for (const Value& value : all_[variable]) {
    if (same_word(value.key, key)) return value.bytes;
  }
  return {};
}

bool Variables::add_argument(lexicon::Variable where, std::string_view name, std::string_view bytes) {
  if (arguments_ >= settings_.arguments_max.value_or(kArgumentsDefault)) {
    too_many_ = true;
    return false;
  }
  ++arguments_;
  argument_bytes_ += name.size() + bytes.size();
  set(kArgsCombinedSize, std::to_string(argument_bytes_));
  add(kArgs, name, bytes);
  add(kArgsNames, name, name);
  if (where == kArgsGet || where == kArgsPost) {
    add(where, name, bytes);
    add(where == kArgsGet ? kArgsGetNames : kArgsPostNames, name, name);
  }
  return true;
}

void Variables::read_target(const std::string& target) {
  Arena arena(kPlenty, 0);
  const auto parts = http::read_target(target, arena);
  set(kRequestUriRaw, std::string(parts->uri_raw));
  set(kRequestUri, std::string(parts->uri));
  set(kRequestFilename, std::string(parts->filename));
  set(kPathInfo, std::string(parts->filename));
  set(kRequestBasename, std::string(parts->basename));
  set(kQueryString, std::string(parts->query_string.value_or("")));
  if (parts->query_string.has_value() && !parts->query_string->empty()) {
    read_form(kArgsGet, std::string(*parts->query_string));
  }
}

void Variables::read_form(lexicon::Variable where, const std::string& bytes) {
  Arena arena(kPlenty, 0);
  Arguments sink(*this, where);
  if (http::read_form(bytes, settings_.argument_separator.value_or('&'), arena, sink).invalid_encoding) {
    set(kUrlencodedError, "1");
  }
}

void Variables::read_field(const std::string& name, const std::string& value) {
  add(kRequestHeaders, name, value);
  add(kRequestHeadersNames, name, name);
  if (same_word(name, "authorization")) set(kAuthType, before(value, ' '));
  if (same_word(name, "host")) set(kServerName, before(value, ':'));
  if (same_word(name, "cookie")) {
    Cookies sink(*this);
    (void)http::read_cookies(value, sink);
  }
  if (same_word(name, "content-type")) {
    const http::BodyReader reader = http::reader_by_content_type(value);
    if (reader != http::BodyReader::kNone) set(kReqbodyProcessor, std::string(http::processor_name(reader)));
  }
}

void Variables::read_request_head(const Exchange& exchange) {
  // A scalar has a value from the beginning, if only an empty one; REMOTE_USER is one only for who has logged in.
  for (std::size_t i = 0; i < lexicon::kVariables; ++i) {
    const auto variable = static_cast<lexicon::Variable>(i);
    if (lexicon::shape(variable) == lexicon::VariableShape::kScalar && variable != kRemoteUser)
      set(variable, "");
  }
  set(kUrlencodedError, "0");
  set(kArgsCombinedSize, "0");
  set(kHighestSeverity, std::to_string(lexicon::kNoSeverity));
  set(kRemoteAddr, exchange.client_address);
  set(kRemoteHost, exchange.client_address);
  set(kRemotePort, "40000");
  set(kServerAddr, "198.51.100.1");
  set(kServerPort, "443");
  set(kUniqueId, "oracle");
  set(kWebAppId, settings_.web_app_id.value_or("default"));
  set(kRequestMethod, exchange.method);
  set(kRequestProtocol, "HTTP/" + exchange.version);
  set(kRequestLine, exchange.method + " " + exchange.target + " HTTP/" + exchange.version);
  read_target(exchange.target);
  for (const auto& [name, value] : exchange.fields) read_field(name, value);
}

void Variables::body_error(std::string_view kind, std::string_view message) {
  set(kReqbodyError, message.empty() ? "0" : "1");
  set(kReqbodyProcessorError, message.empty() ? "0" : "1");
  if (message.empty()) return;
  const std::string full = std::string(kind) + " parsing error: " + std::string(message);
  set(kReqbodyErrorMsg, full);
  set(kReqbodyProcessorErrorMsg, full);
}

void Variables::read_json(const std::string& body) {
  Arena arena(kPlenty, 0);
  Arguments sink(*this, kArgs);
  const auto depth =
      static_cast<std::uint32_t>(settings_.request_body_json_depth_max.value_or(http::kJsonDepthDefault));
  body_error("JSON", http::message(http::read_json(body, depth, arena, sink).error));
}

void Variables::read_xml(const std::string& body) {
  xml_ = http::XmlDocument::parse(body, {});
  body_error("XML", http::message(xml_.error()));
}

std::vector<Value> Variables::xpath(const std::string& expression,
                                    const std::vector<http::XmlNamespace>& namespaces) const {
  const auto compiled = http::XmlExpression::compile(expression, namespaces);
  Collected sink;
  Arena arena(kPlenty, 0);
  if (compiled.has_value()) (void)xml_.evaluate_for_test(*compiled, arena, sink);
  return sink.values;
}

void Variables::read_request_body(const Exchange& exchange, const std::string& processor) {
  set(kInboundDataError, "0");
  const std::string by_type = of(kReqbodyProcessor).front().bytes;
  if (!processor.empty()) set(kReqbodyProcessor, processor);
  const std::string& chosen = processor.empty() ? by_type : processor;
  if (chosen == "XML") {
    read_xml(exchange.body);
  } else if (chosen == "JSON") {
    read_json(exchange.body);
  } else if (chosen == "MULTIPART") {
    read_multipart(first(kRequestHeaders, "content-type"), exchange.body);
  } else if (chosen == "URLENCODED") {
    read_form(kArgsPost, exchange.body);
  } else {
    body_error("", "");
  }
  std::string full;
  for (const Value& field : of(kRequestHeaders)) full += field.key + ": " + field.bytes + "\n";
  full += "\n\n" + exchange.body;
  set(kFullRequestLength, std::to_string(full.size()));
  set(kFullRequest, std::move(full));
  if (exchange.body.empty()) return;
  set(kRequestBody, exchange.body);
  set(kRequestBodyLength, std::to_string(exchange.body.size()));
}

void Variables::read_response_head(const Exchange& exchange) {
  set(kResponseStatus, std::to_string(exchange.status));
  set(kStatus, std::to_string(exchange.status));
  set(kStatusLine, std::to_string(exchange.status));
  set(kResponseProtocol, "HTTP/" + exchange.version);
  for (const auto& [name, value] : exchange.response_fields) {
    add(kResponseHeaders, name, value);
    add(kResponseHeadersNames, name, name);
    if (same_word(name, "content-type")) set(kResponseContentType, before(value, ';'));
  }
}

void Variables::read_response_body(const Exchange& exchange) {
  set(kOutboundDataError, "0");
  set(kResponseBody, exchange.response_body);
  set(kResponseContentLength, std::to_string(exchange.response_body.size()));
}

}  // namespace bulkhead::oracle
