// A damaged rule program. The input patches a valid one, four bytes a patch: where (three bytes, little endian, modulo its length)
// and what the byte is xored with; the digest is put right afterwards, as an image's author would. What is accepted then must
// run over a request without leaving its bytes.

#include <sodium.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "base/check.h"
#include "compile/rules/compile_rules.h"
#include "inspect/inspection.h"
#include "inspect/local_collections.h"
#include "seclang/parse.h"

namespace {

using namespace bulkhead;
using program::rules::Header;
using program::rules::RuleProgram;

constexpr const char* kRules = R"(
SecRuleEngine On
SecRequestBodyAccess On
SecResponseBodyAccess On
SecAction "id:1,phase:1,nolog,pass,setvar:tx.level=1,setvar:tx.name_%{REQUEST_METHOD}=x,initcol:ip=%{REMOTE_ADDR}"
SecRule &TX:missing "@eq 0" "id:2,phase:1,nolog,pass,setvar:tx.missing=0"
SecRule TX:level "@lt 2" "id:3,phase:1,nolog,pass,skipAfter:END"
SecRule REQUEST_URI "@rx never" "id:4,phase:1,deny"
SecMarker END
SecRule ARGS|!ARGS:safe|REQUEST_HEADERS:User-Agent "@rx (?i)union\s+select|(a+)b\1" "id:5,phase:2,t:none,t:urlDecodeUni,t:lowercase,deny,log,capture,msg:'found %{TX.0}',logdata:'%{MATCHED_VAR_NAME}',tag:'sql',severity:2"
SecRule ARGS|ARGS_NAMES "@pm insert update delete" "id:6,phase:2,t:compressWhitespace,block,multiMatch,chain"
SecRule MATCHED_VARS "@rx into|from" "t:removeWhitespace,ctl:ruleRemoveTargetById=7;ARGS:q,setvar:ip.hits=+1,expirevar:ip.hits=60"
SecRule ARGS "@detectSQLi" "id:7,phase:2,deny"
SecRule ARGS "@validateByteRange 32-126" "id:8,phase:2,pass,log"
SecRule REMOTE_ADDR "@ipMatch 192.0.2.0/24,2001:db8::/32" "id:9,phase:2,pass,nolog,ctl:ruleRemoveById=10"
SecRule XML:/*|TX:/^name_/ "@contains x" "id:10,phase:2,pass"
SecRule RESPONSE_BODY "@rx secret\d+" "id:11,phase:4,deny,status:503"
)";

const std::vector<std::byte>& valid_program() {
  static const std::vector<std::byte> kProgram = [] {
    seclang::NoFiles files;
    const seclang::Source source{"fuzz.conf", kRules};
    const seclang::Parsed parsed = seclang::parse({&source, 1}, files);
    BULKHEAD_ASSERT(parsed.rules.has_value());
    auto compiled = compile::compile_rules(*parsed.rules, {});
    BULKHEAD_ASSERT(!compiled.program.empty());
    return compiled.program;
  }();
  return kProgram;
}

void put_digest_right(std::vector<std::uint64_t>& memory, std::size_t bytes) {
  constexpr std::size_t kFrom = offsetof(Header, text_digest);
  auto* begin = reinterpret_cast<unsigned char*>(memory.data());
  crypto_hash_sha256(begin + offsetof(Header, digest), begin + kFrom, bytes - kFrom);
}

void run(const RuleProgram& program) {
  inspect::LocalCollections collections;
  inspect::Engine::Options options;
  options.arena_bytes_max = std::size_t{1} << 20;
  options.budget_bytes = std::uint64_t{1} << 20;
  inspect::Engine engine(options, collections, nullptr);
  const program::rules::Overlay overlay;
  const std::array<inspect::HeaderField, 3> fields = {
      {{"Host", "a.example"},
       {"User-Agent", "Union  Select"},
       {"Content-Type", "application/x-www-form-urlencoded"}}};
  inspect::RequestHead head;
  head.method = "POST";
  head.target = "/a/../b?safe=union+select&q=1%27%20or%201%3d1";
  head.path = "/b";
  head.version = "1.1";
  head.fields = fields;
  head.client_address = "192.0.2.7";
  head.server_address = "127.0.0.1";
  head.unique_id = "unique";
  head.now_s = 1'790'000'000;
  inspect::Inspection one(engine, program, overlay, head);
  one.request_head();
  one.request_body("q=insert++into+x&name=aaab%00", false);
  one.response_head({200, "HTTP/1.1", fields});
  one.response_body("secret123 and more", false);
  one.log();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
  std::vector<std::uint64_t> memory((valid_program().size() + 7) / 8);
  const std::size_t bytes = valid_program().size();
  auto* begin = reinterpret_cast<unsigned char*>(memory.data());
  std::memcpy(begin, valid_program().data(), bytes);
  for (std::size_t at = 0; at + 4 <= size && at < 64; at += 4) {
    const std::size_t where =
        (std::size_t{input[at]} | std::size_t{input[at + 1]} << 8 | std::size_t{input[at + 2]} << 16) % bytes;
    begin[where] ^= input[at + 3];
  }
  put_digest_right(memory, bytes);
  const auto opened = RuleProgram::open(std::as_bytes(std::span(memory)).first(bytes));
  if (opened.has_value()) run(*opened);
  return 0;
}
