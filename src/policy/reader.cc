#include "policy/reader.h"

#include <sodium.h>

#include <algorithm>
#include <exception>

#include "os/file.h"
#include "policy/check/checks.h"
#include "policy/document.h"
#include "policy/draft.h"
#include "policy/read/sections.h"

namespace bulkhead::policy {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  std::string hex(2 * digest.size() + 1, '\0');  // sodium_bin2hex writes a terminator
  sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
  hex.pop_back();
  return hex;
}

/// What must hold before the bytes may reach the YAML parser.
bool is_readable(const SourceText& source, Findings& findings) {
  if (source.bytes().size() > Limits::kFileBytesMax) {
    findings.file_error("the file has " + std::to_string(source.bytes().size()) + " bytes",
                        "at most " + std::to_string(Limits::kFileBytesMax));
    return false;
  }
  const auto bad = source.first_bad_byte();
  if (bad) findings.error({"", bad->offset, ""}, std::string(bad->why), "a text file in UTF-8");
  return !bad;
}

Draft read_draft(const Node& root, bool reads_zones, Findings& findings) {
  Draft draft;
  draft.reads_zones = reads_zones;
  const Fields fields({&root, ""}, kRootShape, findings);
  if (const auto at = fields.find("agency")) read_agency(*at, draft, findings);
  if (const auto at = fields.find("gateway")) read_gateway(*at, draft, findings);
  if (const auto at = fields.find("operators")) read_operators(*at, draft, findings);
  if (const auto at = fields.find("compartments")) read_compartments(*at, draft, findings);
  read_services(fields.find("defaults"), fields.find("services"), draft, findings);
  return draft;
}

// Copies while the draft and the tree of the document are there: what stays for days lies together, and all of what was needed
// only for reading can go back to the system. A moved policy would lie strewn among it: 2 KiB a service more.
Policy finish(const Draft& draft, std::string_view source, std::string_view file_name) {
  Policy policy = draft.policy;
  policy.operators.reserve(draft.operators.size());
  policy.services.reserve(draft.services.size());
  for (const OperatorDraft& one : draft.operators) policy.operators.push_back(one.person);
  for (const ServiceDraft& one : draft.services) policy.services.push_back(one.service);
  std::ranges::sort(policy.operators, {}, &Operator::id);
  std::ranges::sort(policy.services, {}, &Service::name);
  policy.source_path = file_name;
  policy.sha256 = sha256_hex(source);
  return policy;
}

std::optional<Policy> read_checked(const SourceText& text, std::string_view source,
                                   std::string_view file_name, bool reads_zones, Findings& findings) {
  if (!is_readable(text, findings)) return std::nullopt;
  const std::optional<Node> root = parse_document(text, findings);
  if (!root) return std::nullopt;
  Draft draft = read_draft(*root, reads_zones, findings);
  check_policy(draft, findings);
  if (findings.has_errors()) return std::nullopt;
  return finish(draft, source, file_name);
}

Reading read(std::string_view source, std::string_view file_name, bool reads_zones) {
  std::string_view text = source;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const SourceText lines(text);
  Findings findings(lines, file_name);
  Reading reading;
  reading.policy = read_checked(lines, source, file_name, reads_zones, findings);
  reading.diagnostics = findings.take();
  return reading;
}

}  // namespace

Reading read_policy(std::string_view source, std::string_view file_name) {
  return read(source, file_name, true);
}

Reading read_kept_policy(std::string_view source, std::string_view file_name) {
  return read(source, file_name, false);
}

Reading read_policy_file(const std::string& path) {
  const Result<std::string> bytes = os::read_file(path, Limits::kFileBytesMax);
  if (bytes) return read_policy(*bytes, path);
  Diagnostic whole;
  whole.file = path;
  whole.message = "the file cannot be read: " + bytes.error().message;
  whole.hint = "the path of a policy, at most " + std::to_string(Limits::kFileBytesMax) + " bytes";
  return {std::nullopt, {std::move(whole)}};
}

}  // namespace bulkhead::policy
