#include "control/consent/consent.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/timestamp.h"

namespace bulkhead::control {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kSignatureDigits = 128;
constexpr std::string_view kDomain = "bulkhead drill consent 1";

// Thrown and caught inside this file: what the text says is none of ours.
struct Misfit {};

template <typename Value>
Value value_of(Result<Value> read) {
  if (!read) throw Misfit{};
  return *std::move(read);
}

std::uint32_t whole(const Json& json, std::uint32_t max) {
  if (!json.is_number_unsigned() || json.get<std::uint64_t>() > max) throw Misfit{};
  return json.get<std::uint32_t>();
}

SignedConsent read(const Json& json) {
  SignedConsent answer;
  Consent& consent = answer.consent;
  consent.nonce = json.at("nonce").get<std::string>();
  if (!is_nonce(consent.nonce)) throw Misfit{};  // a line feed in it would make two lines of signed_text()
  consent.address = value_of(Address::parse(json.at("address").get<std::string>()));
  consent.port = static_cast<std::uint16_t>(whole(json.at("port"), 65'535));
  consent.from = value_of(Address::parse(json.at("from").get<std::string>()));
  consent.requests_per_s_max = whole(json.at("requests_per_s_max"), UINT32_MAX);
  consent.ends_at = value_of(parse_rfc3339(json.at("ends_at").get<std::string>()));
  consent.live = json.at("live").get<bool>();
  consent.gateway_id = static_cast<std::uint16_t>(whole(json.at("gateway"), 65'535));
  answer.signature = json.at("signature").get<std::string>();
  if (answer.signature.size() != kSignatureDigits ||
      answer.signature.find_first_not_of("0123456789abcdef") != std::string::npos)
    throw Misfit{};
  return answer;
}

}  // namespace

bool is_nonce(std::string_view text) {
  return text.size() % 2 == 0 && text.size() >= 2 * kNonceBytesMin && text.size() <= 2 * kNonceBytesMax &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string signed_text(const Consent& consent) {
  return fmt::format(
      "{}\nnonce: {}\naddress: {}\nport: {}\nfrom: {}\nrequests_per_s_max: {}\nends_at: {}\nlive: {}\n"
      "gateway: {}\n",
      kDomain, consent.nonce, consent.address.text(), consent.port, consent.from.text(),
      consent.requests_per_s_max, rfc3339_ms(consent.ends_at), consent.live ? "yes" : "no",
      consent.gateway_id);
}

std::string to_json(const SignedConsent& answer) {
  const Consent& consent = answer.consent;
  return Json{{"nonce", consent.nonce},
              {"address", consent.address.text()},
              {"port", consent.port},
              {"from", consent.from.text()},
              {"requests_per_s_max", consent.requests_per_s_max},
              {"ends_at", rfc3339_ms(consent.ends_at)},
              {"live", consent.live},
              {"gateway", consent.gateway_id},
              {"signature", answer.signature}}
             .dump(-1, ' ', false, Json::error_handler_t::replace) +
         "\n";
}

Result<SignedConsent> parse_consent(std::string_view json) {
  try {
    if (json.size() <= kConsentBytesMax) return read(Json::parse(json));
  } catch (const Misfit&) {
  } catch (const Json::exception&) {
  }
  return fail(ErrorCode::kInvalid, "the answer is not a gateway's consent to a drill");
}

}  // namespace bulkhead::control
