#include "bench/inspect/requests.h"

#include <fmt/format.h>

#include <random>

namespace bulkhead::bench {

namespace {

using Random = std::mt19937_64;
using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kVariants = 64;

template <std::size_t n>
const char* one_of(Random& random, const char* const (&words)[n]) {
  return words[random() % n];
}

std::string digits(Random& random, std::size_t count) {
  std::string text;
  while (text.size() < count) text += static_cast<char>('0' + random() % 10);
  return text;
}

std::string hex(Random& random, std::size_t count) {
  std::string text;
  while (text.size() < count) text += "0123456789abcdef"[random() % 16];
  return text;
}

constexpr const char* kFirstNames[] = {"Agim",   "Besa",  "Dritan", "Elira",
                                       "Fatmir", "Genta", "Ilir",   "Mirela"};
constexpr const char* kLastNames[] = {"Hoxha", "Shehu", "Dervishi", "Kola",
                                      "Leka",  "Marku", "Prifti",   "Zeka"};
constexpr const char* kStreets[] = {"Rruga e Durresit", "Rruga e Kavajes", "Bulevardi Zogu I",
                                    "Rruga Myslym Shyri"};
constexpr const char* kCities[] = {"Tirane", "Durres", "Vlore", "Shkoder", "Elbasan", "Fier"};
constexpr const char* kSentences[] = {
    "I moved to this address in March and have not received the letter since.",
    "The child will attend the school of the new district from September on.",
    "Please send the certificate to the address of my employer, not to my home.",
    "My name is spelled with one letter more in the register of the municipality.",
    "Ju lutem dergoni certifikaten ne adresen e re, sepse kam ndryshuar banese.",
    "Deklarata e vitit te kaluar ishte dorezuar nga kontabilisti im.",
};
constexpr const char* kAgents[] = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 "
    "Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14; SM-A546B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 "
    "Mobile "
    "Safari/537.36",
};

Fields fields(Random& random, const std::string& type, std::size_t bytes) {
  Fields all = {{"Host", "portal.example"},
                {"User-Agent", one_of(random, kAgents)},
                {"Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
                {"Accept-Language", "sq,en;q=0.5"},
                {"Accept-Encoding", "gzip, deflate, br"},
                {"Connection", "keep-alive"},
                {"Cookie", "session=" + hex(random, 20) + "; lang=sq"}};
  if (!type.empty()) {
    all.emplace_back("Content-Type", type);
    all.emplace_back("Content-Length", std::to_string(bytes));
  }
  return all;
}

BenchRequest get(Random& random, std::string target) {
  return {"GET", std::move(target), fields(random, "", 0), {}};
}

BenchRequest post(Random& random, const char* target, const char* type, std::string body) {
  BenchRequest request{"POST", target, fields(random, type, body.size()), {}};
  request.body = std::move(body);
  return request;
}

constexpr const char* kForm = "application/x-www-form-urlencoded";
constexpr const char* kJson = "application/json";

std::string encoded(std::string text) {
  for (char& c : text) c = c == ' ' ? '+' : c;
  std::string out;
  for (const char c : text) out += c == ',' ? "%2C" : std::string(1, c);
  return out;
}

std::string prose(Random& random, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += (text.empty() ? "" : " ") + std::string(one_of(random, kSentences));
  return text.substr(0, bytes);
}

// What a citizen sends from a page: who, where, what, and some sentences.
std::string application_form(Random& random) {
  std::string body = fmt::format(
      "first_name={}&last_name={}&personal_number={}&birth_date=19{}-0{}-1{}&street={}&number={}&city={}&"
      "postal_code={}"
      "&phone=%2B3556{}&email={}.{}%40posta.example&purpose=change-of-address&consent=on&message=",
      one_of(random, kFirstNames), one_of(random, kLastNames), "J" + digits(random, 8) + "R",
      digits(random, 2), 1 + random() % 9, digits(random, 1), encoded(one_of(random, kStreets)),
      digits(random, 2), one_of(random, kCities), digits(random, 4), digits(random, 8),
      "agim" + digits(random, 2), "hoxha");
  return body + encoded(prose(random, 1'024 - body.size() - 24));
}

// A tax declaration as a program sends it.
std::string declaration(Random& random) {
  std::string body = fmt::format(
      R"({{"declaration":{{"id":"{}","year":2022,"kind":"income","draft":false}},"applicant":{{"nid":"J{}R","first_name":"{}","last_name":"{}","birth_date":"198{}-04-1{}","address":{{"street":"{}","number":"{}","city":"{}","postal_code":"{}","country":"AL"}},"phone":"+3556{}"}},"employers":[)",
      hex(random, 16), digits(random, 8), one_of(random, kFirstNames), one_of(random, kLastNames),
      digits(random, 1), digits(random, 1), one_of(random, kStreets), digits(random, 2),
      one_of(random, kCities), digits(random, 4), digits(random, 8));
  for (int i = 0; i < 3; ++i) {
    body += fmt::format(
        R"({}{{"nipt":"L{}A","name":"{} shpk","months":{},"gross":{}.50,"tax":{}.25,"currency":"ALL"}})",
        i == 0 ? "" : ",", digits(random, 8), one_of(random, kLastNames), 1 + random() % 12,
        digits(random, 6), digits(random, 5));
  }
  body += R"(],"deductions":[)";
  for (int i = 0; body.size() < 1'750; ++i) {
    body += fmt::format(R"({}{{"code":"D{}","amount":{}.00,"date":"2022-0{}-1{}","receipt":"{}"}})",
                        i == 0 ? "" : ",", digits(random, 2), digits(random, 4), 1 + random() % 9,
                        digits(random, 1), hex(random, 8));
  }
  return body + fmt::format(R"(],"remark":"{}","channel":"web"}})", prose(random, 160));
}

std::string short_fields(Random& random, std::size_t arguments, std::size_t value_bytes) {
  std::string body;
  for (std::size_t i = 0; i < arguments; ++i) {
    std::string value;
    while (value.size() < value_bytes)
      value +=
          fmt::format("{}{}+{}", value.empty() ? "" : "+", one_of(random, kFirstNames), digits(random, 4));
    body += fmt::format("{}field{}={}", i == 0 ? "" : "&", i, value.substr(0, value_bytes));
  }
  return body;
}

std::string prose_values(Random& random, std::size_t values, std::size_t value_bytes) {
  std::string body = "{";
  for (std::size_t i = 0; i < values; ++i)
    body += fmt::format("{}\"key{}\":\"{}\"", i == 0 ? "" : ",", i, prose(random, value_bytes));
  return body + "}";
}

std::string deep_json(Random& random, std::size_t depth) {
  std::string body;
  for (std::size_t i = 0; i < depth; ++i) body += "{\"a\":";
  return body + digits(random, 4) + std::string(depth, '}');
}

template <typename Make>
BenchCase variants(const char* name, std::size_t count, Make make) {
  Random random(20'220'715);
  BenchCase one{name, {}};
  for (std::size_t i = 0; i < count; ++i) one.variants.push_back(make(random));
  return one;
}

}  // namespace

std::vector<BenchCase> bench_cases() {
  return {
      variants("plain GET", kVariants,
               [](Random& r) {
                 return get(r, "/services/tax/" + digits(r, 6) + "?year=20" + digits(r, 2) + "&lang=sq");
               }),
      variants("1 KB form", kVariants,
               [](Random& r) { return post(r, "/submit", kForm, application_form(r)); }),
      variants("2 KB JSON", kVariants,
               [](Random& r) { return post(r, "/api/submit", kJson, declaration(r)); }),
      variants("SQL injection", kVariants,
               [](Random& r) {
                 return get(r, "/item?id=" + digits(r, 3) +
                                   "%27%20UNION%20SELECT%20username,password%20FROM%20users--%20-");
               }),
      variants("1 KB form, 20 fields", kVariants,
               [](Random& r) { return post(r, "/submit", kForm, short_fields(r, 20, 43)); }),
      variants("2 KB JSON, 40 of prose", kVariants,
               [](Random& r) { return post(r, "/api/submit", kJson, prose_values(r, 40, 36)); }),
      variants("950 arguments, 103 KB", 4,
               [](Random& r) { return post(r, "/submit", kForm, short_fields(r, 950, 98)); }),
      variants("JSON, 950 values, 800 KB", 4,
               [](Random& r) { return post(r, "/api/submit", kJson, prose_values(r, 950, 830)); }),
      variants("JSON, depth 400", 4,
               [](Random& r) { return post(r, "/api/submit", kJson, deep_json(r, 400)); }),
      variants("100 KB of a", 4,
               [](Random& r) {
                 return post(r, "/submit", kForm, "q" + digits(r, 2) + "=" + std::string(100'000, 'a'));
               }),
  };
}

}  // namespace bulkhead::bench
