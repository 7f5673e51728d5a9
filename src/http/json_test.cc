// JSON's values have the names and texts that libmodsecurity 3.0.9 gives them (each row was run there once, apart from
// what the headers call `Differs:`), and what is accepted is what an independent reader accepts.

#include "http/json.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>

#include <nlohmann/json.hpp>

#include "http/argument_list_for_test.h"

namespace bulkhead::http {
namespace {

struct JsonCase {
  const char* what;
  std::string json;
  std::string arguments;
  JsonError error = JsonError::kNone;
};

void check(const JsonCase& c) {
  SCOPED_TRACE(c.what);
  Arena arena(8u << 20, 0);
  ArgumentListForTest list;
  const JsonOutcome outcome = read_json(c.json, kJsonDepthDefault, arena, list);
  EXPECT_EQ(list.text(), c.arguments);
  EXPECT_EQ(outcome.error, c.error) << message(outcome.error) << " at " << outcome.error_byte;
  EXPECT_EQ(outcome.arguments_count, list.count());
  EXPECT_EQ(outcome.stop, ReadStop::kNone);
  EXPECT_EQ(message(outcome.error).empty(), outcome.error == JsonError::kNone);
}

TEST(JsonTest, Names) {
  const JsonCase cases[] = {
      {"empty body", "", ""},
      {"object", R"({"a":1,"b":2})", "json.a=1\njson.b=2\n"},
      {"objects in objects", R"({"a":{"b":{"c":1}},"d":2})", "json.a.b.c=1\njson.d=2\n"},
      {"array", "[1,2]", "json.array_0=1\njson.array_1=2\n"},
      {"array in an object", R"({"a":[1,2]})", "json.a.array_0=1\njson.a.array_1=2\n"},
      {"arrays in arrays", "[[1,2],[3]]",
       "json.array_0.array_0=1\njson.array_0.array_1=2\njson.array_1.array_0=3\n"},
      {"objects in arrays", R"([{"a":1},{"a":2}])", "json.array_0.a=1\njson.array_1.a=2\n"},
      {"what is empty counts in an array and gives nothing", R"([{},[],1])", "json.array_2=1\n"},
      {"nothing but empty ones", R"({"a":{},"b":[]})", ""},
      {"a key twice", R"({"a":1,"a":2})", "json.a=1\njson.a=2\n"},
      {"an empty key", R"({"":1,"a":{"":2}})", "json.empty-key=1\njson.a.empty-key=2\n"},
      {"an empty key of a container", R"({"":{"a":1},"b":[]})", "json.empty-key.a=1\n"},
      {"an escaped key", R"({"\u0061\n":1})", "json.a\n=1\n"},
      {"dots in keys", R"({"a.b":{"c":1}})", "json.a.b.c=1\n"},
      {"scalars alone", "1", "json=1\n"},
      {"string alone", R"("a")", "json=a\n"},
  };
  for (const JsonCase& c : cases) check(c);
}

TEST(JsonTest, Values) {
  const JsonCase cases[] = {
      {"words", "[true,false,null]", "json.array_0=true\njson.array_1=false\njson.array_2=\n"},
      {"numbers as written", "[-0.50,1E+2,1e-2,0,-0]",
       "json.array_0=-0.50\njson.array_1=1E+2\njson.array_2=1e-2\njson.array_3=0\njson.array_4=-0\n"},
      {"escapes", R"("\"\\\/\b\f\n\r\t")", "json=\"\\/\b\f\n\r\t\n"},
      {"unicode escapes", R"("\u0041\u00e9\u20AC")", "json=A\xc3\xa9\xe2\x82\xac\n"},
      {"a surrogate pair", R"("\ud83d\ude00")", "json=\xf0\x9f\x98\x80\n"},
      {"NUL", R"("a\u0000b")", std::string("json=a\0b\n", 9)},
      {"UTF-8", "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"", "json=\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\n"},
      {"overlong UTF-8 passes, for rules to see", "\"\xc0\x80\"", "json=\xc0\x80\n"},
      {"space of all kinds", " \t\r\n\v\f[ 1 , 2 ] ", "json.array_0=1\njson.array_1=2\n"},
  };
  for (const JsonCase& c : cases) check(c);
}

TEST(JsonTest, ErrorsKeepWhatCameBefore) {
  const JsonCase cases[] = {
      {"only space", " ", "", JsonError::kEnd},
      {"object not closed", R"({"a":1)", "json.a=1\n", JsonError::kEnd},
      {"string not closed", R"(["a","b)", "json.array_0=a\n", JsonError::kEnd},
      {"word cut", R"({"a":1,"b":tru)", "json.a=1\n", JsonError::kToken},
      {"comma at the end", "[1,]", "json.array_0=1\n", JsonError::kToken},
      {"comma first", "[,1]", "", JsonError::kToken},
      {"comma at the end of an object", R"({"a":1,})", "json.a=1\n", JsonError::kToken},
      {"key that is no string", "{1:2}", "", JsonError::kToken},
      {"no colon", R"({"a" 1})", "", JsonError::kToken},
      {"closed by the wrong bracket", "[1}", "json.array_0=1\n", JsonError::kToken},
      {"two values", "1 2", "json=1\n", JsonError::kTrailing},
      {"zero first", "01", "json=0\n", JsonError::kTrailing},
      {"zero first, in an array", "[01]", "json.array_0=0\n", JsonError::kToken},
      {"no digit behind the point", "[1.]", "", JsonError::kToken},
      {"no digit of an exponent", "[1e]", "", JsonError::kToken},
      {"only a minus", "-", "", JsonError::kToken},
      {"a plus", "+1", "", JsonError::kToken},
      {"comment", "[1/**/]", "json.array_0=1\n", JsonError::kToken},
      {"single quotes", "'a'", "", JsonError::kToken},
      {"NaN", "NaN", "", JsonError::kToken},
      {"byte order mark", "\xef\xbb\xbf[]", "", JsonError::kToken},
      {"control character", "\"a\nb\"", "", JsonError::kString},
      {"unknown escape", R"("\x41")", "", JsonError::kString},
      {"unicode escape cut", R"("\u004")", "", JsonError::kString},
      {"not UTF-8", "\"\xff\"", "", JsonError::kUtf8},
      {"UTF-8 cut", "\"\xe2\x82\"", "", JsonError::kUtf8},
      {"unterminated string behind the value", R"(1"a)", "json=1\n", JsonError::kTrailing},
  };
  for (const JsonCase& c : cases) check(c);
}

TEST(JsonTest, EachByteInAStringIsLookedAt) {
  // Eight bytes at a time are skipped: each position in them, and behind them, counts.
  for (std::size_t before = 0; before < 20; ++before) {
    for (unsigned byte = 0; byte < 256; ++byte) {
      const char c = static_cast<char>(byte);
      const std::string json = "\"" + std::string(before, 'x') + c + std::string(before / 2, 'y') + "\"";
      Arena arena(1u << 20, 0);
      ArgumentListForTest list;
      const JsonError error = read_json(json, kJsonDepthDefault, arena, list).error;
      const JsonError expected = byte < 0x20   ? JsonError::kString
                                 : byte > 0x7F ? JsonError::kUtf8
                                               : JsonError::kNone;
      if (c == '"' || c == '\\') continue;
      EXPECT_EQ(error, expected) << before << " " << byte;
    }
  }
}

TEST(JsonTest, LoneSurrogatesAreToldAndHideNothing) {
  const struct {
    const char* json;
    const char* arguments;
  } cases[] = {
      {R"("\ud800x")", "json=?x\n"},
      {R"("\ud800\u0041")", "json=?A\n"},
      {R"("\ud800\ud83d\ude00")", "json=?\xf0\x9f\x98\x80\n"},
      {R"("\ud800")", "json=?\n"},
      {R"("\udc00")", "json=\xed\xb0\x80\n"},
      {R"({"\ud800":1})", "json.?=1\n"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.json);
    Arena arena(1u << 20, 0);
    ArgumentListForTest list;
    const JsonOutcome outcome = read_json(c.json, kJsonDepthDefault, arena, list);
    EXPECT_EQ(list.text(), c.arguments);
    EXPECT_EQ(outcome.error, JsonError::kNone);
    EXPECT_TRUE(outcome.lone_surrogate);
  }
}

/// `depth` containers, objects and arrays in turn, around a 1.
std::string nested(std::uint32_t depth) {
  std::string json;
  for (std::uint32_t i = 0; i < depth; ++i) json += i % 2 == 0 ? "{\"a\":" : "[";
  json += "1";
  for (std::uint32_t i = depth; i-- > 0;) json += i % 2 == 0 ? "}" : "]";
  return json;
}

TEST(JsonTest, DepthHasAMaximum) {
  Arena arena(32u << 20, 0);
  for (const std::uint32_t depth_max : {0u, 1u, 2u, 512u, kJsonDepthMax}) {
    ArgumentListForTest at_max;
    EXPECT_EQ(read_json(nested(depth_max), depth_max, arena, at_max).error, JsonError::kNone) << depth_max;
    EXPECT_EQ(at_max.count(), 1u);
    ArgumentListForTest beyond;
    EXPECT_EQ(read_json(nested(depth_max + 1), depth_max, arena, beyond).error, JsonError::kDepth);
    EXPECT_EQ(beyond.count(), 0u);
  }
  ArgumentListForTest list;
  EXPECT_EQ(read_json(nested(kJsonDepthMax + 1), UINT32_MAX, arena, list).error, JsonError::kDepth);
}

TEST(JsonTest, StopsAtMaxima) {
  std::string json = "[";
  for (int i = 0; i < 1'000; ++i) json += "1,";
  json += "1]";
  Arena arena(1u << 20, 0);
  ArgumentListForTest at_max(1'001);
  EXPECT_EQ(read_json(json, 1, arena, at_max).stop, ReadStop::kNone);
  ArgumentListForTest beyond(1'000);
  const JsonOutcome outcome = read_json(json, 1, arena, beyond);
  EXPECT_EQ(outcome.stop, ReadStop::kSink);
  EXPECT_EQ(outcome.error, JsonError::kNone);
  EXPECT_EQ(outcome.arguments_count, 1'000u);
  // Names grow with depth times values: it is the arena that ends them.
  Arena small(2 * Arena::kBlockBytes, 0);
  std::string deep = "{\"" + std::string(1'000, 'k') + "\":[";
  for (int i = 0; i < 1'000; ++i) deep += "1,";
  deep += "1]}";
  ArgumentListForTest list;
  EXPECT_EQ(read_json(deep, 4, small, list).stop, ReadStop::kMemory);
}

/// What nlohmann's reader says. Nothing: it refuses a number only because a double cannot hold it.
std::optional<bool> accepted_elsewhere(const std::string& json) {
  try {
    return !nlohmann::json::parse(json).is_discarded();
  } catch (const nlohmann::json::out_of_range&) {
    return {};
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

TEST(JsonTest, AcceptsWhatAnotherReaderAccepts) {
  // Pieces of JSON, put together at random: short enough that every third is JSON.
  static constexpr const char* kPieces[] = {"{",    "}",       "[",       "]",           ",",
                                            ":",    "\"a\"",   "\"\\n\"", "\"\\u12aF\"", "\"\\ud83d\\ude00\"",
                                            "\"",   "\\",      "0",       "1",           "-",
                                            ".5",   "1e5",     "e",       "true",        "null",
                                            "fals", " ",       "\t",      "\xc3\xa9",    "\"\xe2\x82\xac\"",
                                            "/",    "{\"k\":", "[1]",     "{\"a\":1}",   "\x01"};
  unsigned seed = 20260101;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  int accepted = 0;
  for (int i = 0; i < 60'000; ++i) {
    std::string json;
    for (auto pieces = 1 + random() % 7; pieces > 0; --pieces) json += kPieces[random() % std::size(kPieces)];
    const auto expected = accepted_elsewhere(json);
    if (!expected) continue;
    Arena arena(1u << 20, 0);
    ArgumentListForTest list;
    const JsonOutcome outcome = read_json(json, kJsonDepthDefault, arena, list);
    EXPECT_EQ(outcome.error == JsonError::kNone, *expected) << json;
    accepted += *expected ? 1 : 0;
  }
  EXPECT_GT(accepted, 2'000);
}

}  // namespace
}  // namespace bulkhead::http
