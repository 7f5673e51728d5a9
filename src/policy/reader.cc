#include "policy/reader.h"

#include <sodium.h>

#include <algorithm>
#include <exception>

#include "os/file.h"
#include "policy/check/checks.h"
#include "policy/document.h"
#include "policy/draft.h"
#include "policy/keys.h"
#include "policy/read/sections.h"

namespace bulkhead::policy {

namespace {

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  std::string hex(2 * digest.size() + 1, '\0');  // sodium_bin2hex writes a terminator
  sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
  hex.pop_back();
  return hex;
}

struct Circumstances {
  bool reads_zones = true;
  std::optional<RealTime> now;
};

Draft read_draft(const Node& root, const Circumstances& given, Findings& findings) {
  Draft draft;
  draft.reads_zones = given.reads_zones;
  draft.now = given.now;
  const Fields fields({&root, ""}, kRootShape, findings);
  if (const auto at = fields.find("agency")) read_agency(*at, draft, findings);
  if (const auto at = fields.find("gateway")) read_gateway(*at, draft, findings);
  if (const auto at = fields.find("operators")) read_operators(*at, draft, findings);
  if (const auto at = fields.find("compartments")) read_compartments(*at, draft, findings);
  read_services(fields.find("defaults"), fields.find("services"), draft, findings);
  return draft;
}

/// What `defaults` gives to the service besides single values.
void add_default_rules(const Inspection& defaults, const InspectionDraft& places, Inspection& inspection) {
  if (!places.rules_at) inspection.rules = defaults.rules;
  inspection.exclusions.insert(inspection.exclusions.begin(), defaults.exclusions.begin(),
                               defaults.exclusions.end());
}

// Copies while the draft and the tree of the document are there: what stays for days lies together, and all of what was needed
// only for reading can go back to the system. A moved policy would lie strewn among it: 2 KiB a service more.
Policy finish(const Draft& draft, std::string_view source, std::string_view file_name) {
  Policy policy = draft.policy;
  policy.operators.reserve(draft.operators.size());
  policy.services.reserve(draft.services.size());
  for (const OperatorDraft& one : draft.operators) policy.operators.push_back(one.person);
  for (const ServiceDraft& one : draft.services) {
    policy.services.push_back(one.service);
    add_default_rules(policy.defaults, one.inspection, policy.services.back().inspection);
  }
  std::ranges::sort(policy.operators, {}, &Operator::id);
  std::ranges::sort(policy.services, {}, &Service::name);
  policy.source_path = file_name;
  policy.sha256 = sha256_hex(source);
  return policy;
}

std::optional<Policy> read_checked(std::string_view source, std::string_view file_name,
                                   const Circumstances& given, Findings& findings) {
  const std::optional<Node> root = parse_document(findings);
  if (!root) return std::nullopt;
  Draft draft = read_draft(*root, given, findings);
  check_policy(draft, findings);
  if (findings.has_errors()) return std::nullopt;
  return finish(draft, source, file_name);
}

Reading read(std::string_view source, std::string_view file_name, const Circumstances& given) {
  const SourceText text(without_byte_order_mark(source));
  Findings findings(text, file_name, kPolicyFile);
  Reading reading;
  reading.policy = read_checked(source, file_name, given, findings);
  reading.diagnostics = findings.take();
  return reading;
}

}  // namespace

Reading read_policy(std::string_view source, std::string_view file_name, std::optional<RealTime> now) {
  return read(source, file_name, {.reads_zones = true, .now = now});
}

Reading read_kept_policy(std::string_view source, std::string_view file_name) {
  return read(source, file_name, {.reads_zones = false, .now = {}});
}

Reading read_policy_file(const std::string& path) {
  const Result<std::string> bytes = os::read_file(path, Limits::kFileBytesMax);
  if (bytes) return read_policy(*bytes, path);
  return {std::nullopt, {unreadable_file(path, bytes.error(), "a policy", kPolicyFile)}};
}

}  // namespace bulkhead::policy
