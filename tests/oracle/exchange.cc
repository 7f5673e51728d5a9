#include "oracle/exchange.h"

#include "lexicon/spelling.h"

namespace bulkhead::oracle {

namespace {

void append_fields(std::string& out, const Fields& fields) {
  for (const auto& [name, value] : fields) out += name + ": " + value + "\r\n";
  out += "\r\n";
}

}  // namespace

Exchange get_request(std::string target) {
  Exchange exchange;
  exchange.target = std::move(target);
  exchange.fields = {{"Host", "localhost"}, {"User-Agent", "Mozilla/5.0"}, {"Accept", "*/*"}};
  return exchange;
}

Exchange post_request(std::string content_type, std::string body) {
  Exchange exchange = get_request("/");
  exchange.method = "POST";
  exchange.fields.emplace_back("Content-Type", std::move(content_type));
  exchange.fields.emplace_back("Content-Length", std::to_string(body.size()));
  exchange.body = std::move(body);
  return exchange;
}

std::string text(const Exchange& exchange) {
  std::string out = exchange.method + " " + exchange.target + " HTTP/" + exchange.version + "\r\n";
  append_fields(out, exchange.fields);
  out += exchange.body;
  out += "\n-- answer\nHTTP/" + exchange.version + " " + std::to_string(exchange.status) + "\r\n";
  append_fields(out, exchange.response_fields);
  return out + exchange.response_body + "\n";
}

std::string percent_encoded(std::string_view value) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    const char small = lexicon::lower(c);
    if ((small >= 'a' && small <= 'z') || (c >= '0' && c <= '9')) {
      out += c;
    } else {
      out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return out;
}

}  // namespace bulkhead::oracle
