// A request and its answer as texts that a test owns.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bulkhead::oracle {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// One request with its answer; both engines are given the same.
struct Exchange {
  std::string method = "GET";
  std::string target = "/";
  std::string version = "1.1";
  Fields fields;
  std::string body;
  std::string client_address = "192.0.2.7";

  std::uint16_t status = 200;
  Fields response_fields;
  std::string response_body;
};

/// `GET target`, with the fields a usual client sends.
Exchange get_request(std::string target);
/// `POST /` with a body and its Content-Type and Content-Length.
Exchange post_request(std::string content_type, std::string body);

/// As on the wire, request then answer: a reproduction for people.
std::string text(const Exchange& exchange);

/// %XX for all but letters and digits, so that a value comes out of decoding as it went in.
std::string percent_encoded(std::string_view value);

}  // namespace bulkhead::oracle
