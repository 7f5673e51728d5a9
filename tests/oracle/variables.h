// The variables of SecLang for one exchange: plain maps of plain lists.

#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "http/xml.h"
#include "lexicon/variable.h"
#include "oracle/exchange.h"
#include "seclang/settings.h"

namespace bulkhead::oracle {

struct Value {
  std::string key;  ///< Empty for scalars.
  std::string bytes;
};

/// What rules see of a request and its answer, filled in step by step as they arrive.
class Variables {
 public:
  explicit Variables(const seclang::Settings& settings) : settings_(settings) {}

  void read_request_head(const Exchange& exchange);
  /// `processor`: what a rule chose by ctl:requestBodyProcessor; empty: what the Content-Type says.
  void read_request_body(const Exchange& exchange, const std::string& processor);
  void read_response_head(const Exchange& exchange);
  void read_response_body(const Exchange& exchange);

  std::vector<Value>& of(lexicon::Variable variable) { return all_[variable]; }
  void set(lexicon::Variable variable, std::string bytes) { all_[variable] = {{"", std::move(bytes)}}; }
  void add(lexicon::Variable variable, std::string_view key, std::string_view bytes) {
    all_[variable].push_back({std::string(key), std::string(bytes)});
  }
  /// An argument, as `where` and as ARGS.
  bool add_argument(lexicon::Variable where, std::string_view name, std::string_view bytes);
  std::vector<Value> xpath(const std::string& expression,
                           const std::vector<http::XmlNamespace>& namespaces) const;
  /// More arguments than the settings allow.
  bool too_many_arguments() const { return too_many_; }

 private:
  void read_field(const std::string& name, const std::string& value);
  void read_target(const std::string& target);
  void read_multipart(const std::string& content_type, const std::string& body);
  void read_form(lexicon::Variable where, const std::string& bytes);
  void read_json(const std::string& body);
  void read_xml(const std::string& body);
  void body_error(std::string_view kind, std::string_view message);
  std::string first(lexicon::Variable variable, std::string_view key);

  const seclang::Settings& settings_;
  std::map<lexicon::Variable, std::vector<Value>> all_;
  std::size_t arguments_ = 0;
  std::size_t argument_bytes_ = 0;
  bool too_many_ = false;
  http::XmlDocument xml_;
};

}  // namespace bulkhead::oracle
