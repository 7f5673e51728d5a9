// What a policy changes in how a service is inspected.

#include <fmt/core.h>

#include <optional>
#include <tuple>

#include "base/timestamp.h"
#include "control/apply/diff_parts.h"

namespace bulkhead::control {

namespace {

using policy::BeyondLimit;
using policy::Inspection;

// "942100-942110 on ARGS:q under /search until 2027-01-31 …": what it lets through, for a person to agree to.
std::string text_of(const policy::RuleExclusion& exclusion) {
  std::string rules;
  for (const policy::IdRange& range : exclusion.rules) {
    rules += (rules.empty() ? "" : ", ") + std::to_string(range.first);
    if (range.last != range.first) rules += "-" + std::to_string(range.last);
  }
  for (const std::string& tag : exclusion.tags) rules += (rules.empty() ? "" : ", ") + tag;
  std::string text =
      rules + (exclusion.target.empty() ? "" : " on " + exclusion.target) + " under " + exclusion.route;
  if (exclusion.until) text += " until " + rfc3339(*exclusion.until);
  return text;
}

std::string text_of(const policy::VirtualPatch& patch) { return patch.file + " on " + patch.route; }

template <typename Items>
std::vector<std::string> texts_of(const Items& items) {
  std::vector<std::string> texts;
  for (const auto& item : items) texts.push_back(text_of(item));
  return texts;
}

int strictness(BeyondLimit choice) {
  switch (choice) {
    case BeyondLimit::kPass: return 0;
    case BeyondLimit::kFirstPart: return 1;
    case BeyondLimit::kDeny: return 2;
  }
  return 0;
}

class InspectionDiff {
 public:
  InspectionDiff(const Inspection& from, const Inspection& to, const std::string& service, Changes& changes)
      : from_(from), to_(to), service_(service), changes_(changes) {}

  void run() {
    if (from_.mode != to_.mode)
      change(fmt::format("inspection mode: {} → {}", policy::name(from_.mode), policy::name(to_.mode)),
             either(to_.mode < from_.mode));
    if (from_.rules != to_.rules) change("other rules", ChangeKind::kLoosens);
    levels();
    bodies();
    compare(
        texts_of(from_.exclusions), texts_of(to_.exclusions),
        [&](const auto& text) { change("rules no longer look: " + text, ChangeKind::kLoosens); },
        [&](const auto& text) { change("rules look again: " + text, ChangeKind::kTightens); });
    compare(
        texts_of(from_.patches), texts_of(to_.patches),
        [&](const auto& text) { change("patch " + text, ChangeKind::kTightens); },
        [&](const auto& text) { change("patch " + text + " is gone", ChangeKind::kLoosens); });
  }

 private:
  void change(std::string what, ChangeKind kind) {
    changes_.push_back({service_, std::move(what), kind, kNoReload});
  }

  // A level that only one of the two policies says is the rules' own in the other: which of them is stricter, nobody knows here.
  template <typename Number>
  void level(const char* what, const std::optional<Number>& from, const std::optional<Number>& to,
             bool higher_is_looser) {
    if (from == to) return;
    const auto text = [](const std::optional<Number>& number) {
      return number ? std::to_string(*number) : std::string("as the rules say");
    };
    const bool looser = !from || !to || (higher_is_looser ? *to > *from : *to < *from);
    change(fmt::format("{}: {} → {}", what, text(from), text(to)), either(looser));
  }

  void levels() {
    level("paranoia", from_.paranoia, to_.paranoia, false);
    level("detection_paranoia", from_.detection_paranoia, to_.detection_paranoia, false);
    level("inbound_threshold", from_.inbound_threshold, to_.inbound_threshold, true);
    level("outbound_threshold", from_.outbound_threshold, to_.outbound_threshold, true);
    level("guarded.paranoia", from_.guarded.paranoia, to_.guarded.paranoia, false);
    level("guarded.inbound_threshold", from_.guarded.inbound_threshold, to_.guarded.inbound_threshold, true);
  }

  void bytes(const char* what, std::uint64_t from, std::uint64_t to) {
    if (from != to) change(fmt::format("{}: {} → {}", what, from, to), either(to < from));
  }

  void bodies() {
    bytes("request_body_bytes_max", from_.request_body_bytes_max, to_.request_body_bytes_max);
    bytes("response_body_bytes_max", from_.response_body_bytes_max, to_.response_body_bytes_max);
    if (from_.request_body_beyond != to_.request_body_beyond)
      change(fmt::format("request_body_beyond: {} → {}", policy::name(from_.request_body_beyond),
                         policy::name(to_.request_body_beyond)),
             either(strictness(to_.request_body_beyond) < strictness(from_.request_body_beyond)));
    if (from_.responses != to_.responses)
      change(to_.responses ? "answers are inspected" : "answers are not inspected any more",
             either(!to_.responses));
    if (from_.on_overrun != to_.on_overrun)
      change(fmt::format("on_overrun: {} → {}", policy::name(from_.on_overrun), policy::name(to_.on_overrun)),
             either(to_.on_overrun == policy::OnOverrun::kDetect));
    compare(
        from_.request_encodings, to_.request_encodings,
        [&](const auto& name) { change("request encoding " + name + " is taken", ChangeKind::kLoosens); },
        [&](const auto& name) { change("request encoding " + name + " is refused", ChangeKind::kTightens); });
    if (from_.error_log != to_.error_log) change("error_log differs", ChangeKind::kNeutral);
  }

  const Inspection& from_;
  const Inspection& to_;
  const std::string& service_;
  Changes& changes_;
};

}  // namespace

void diff_inspection(const Inspection& from, const Inspection& to, const std::string& service,
                     Changes& changes) {
  InspectionDiff(from, to, service, changes).run();
}

}  // namespace bulkhead::control
