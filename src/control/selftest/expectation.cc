#include "control/selftest/expectation.h"

#include <algorithm>
#include <array>
#include <bit>

#include "control/selftest/request.h"
#include "os/sha256.h"

namespace bulkhead::control {

using gate::SelfTestVerdict;

Result<std::unique_ptr<SelfTestExpectations>> SelfTestExpectations::open(const std::string& image_path) {
  auto loaded = gate::LoadedImage::load(image_path);
  if (!loaded) return fail_as(loaded);
  std::unique_ptr<SelfTestExpectations> made(new SelfTestExpectations(std::move(*loaded)));
  made->inspector_.prepare(*made->image_);
  return made;
}

bool SelfTestExpectations::is_inspected(program::ServiceIndex service) const {
  return image_->rules.of(service).program != nullptr;
}

std::size_t SelfTestExpectations::rules(program::ServiceIndex service) const {
  if (!is_inspected(service)) return 0;
  std::size_t count = 0;
  for (const std::uint64_t word : image_->rules.of(service).program->heads())
    count += static_cast<std::size_t>(std::popcount(word));
  return count;
}

std::string SelfTestExpectations::rules_sha256(program::ServiceIndex service) const {
  return is_inspected(service) ? os::hex(image_->rules.of(service).program->header().digest) : "";
}

std::optional<SelfTestPlace> SelfTestExpectations::place(std::span<const std::string> hosts,
                                                         std::span<const std::string> paths) {
  if (hosts.empty() || paths.empty()) return std::nullopt;
  const auto plain = std::ranges::find_if(hosts, [](const auto& host) { return !host.starts_with('*'); });
  SelfTestPlace place;
  place.host = plain != hosts.end() ? *plain : "self-test" + hosts.front().substr(1);
  const auto shortest = std::ranges::min_element(paths, {}, &std::string::size);
  place.target = *shortest + "?" + std::string(gate::kSelfTestQuery);
  return place;
}

SelfTestExpectations::Expected SelfTestExpectations::of(program::ServiceIndex service, bool guarded,
                                                        const SelfTestPlace& place, RealTime now) {
  const std::array<inspect::HeaderField, 4> fields{{{"Host", place.host},
                                                    {"User-Agent", kSelfTestAgent},
                                                    {"Accept", kSelfTestAccept},
                                                    {"Connection", "close"}}};
  inspect::RequestHead head;
  head.method = "GET";
  head.target = place.target;
  head.path = std::string_view(place.target).substr(0, place.target.find('?'));
  head.version = "1.1";
  head.fields = fields;
  head.client_address = "unix:";
  head.server_address = "unix:";
  head.now_s = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  gate::RuleInspection* inspection = inspector_.begin(image_, service, guarded, head, Id());
  if (inspection == nullptr) return {};
  bool allowed = inspection->request_head().allowed;
  if (allowed) allowed = inspection->request_body({}, false).allowed;
  Expected expected;
  expected.rule = inspection->refusing_rule();
  if (!allowed)
    expected.verdict = SelfTestVerdict::kRefused;
  else
    expected.verdict = expected.rule != 0 ? SelfTestVerdict::kWouldRefuse : SelfTestVerdict::kPassed;
  inspector_.end(inspection);
  return expected;
}

}  // namespace bulkhead::control
