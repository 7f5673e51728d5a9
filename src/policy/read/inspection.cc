#include "policy/read/distinct.h"
#include "policy/read/sections.h"
#include "policy/scalars.h"
#include "policy/values/rule_words.h"

namespace bulkhead::policy {

namespace {

constexpr std::array kModes = {InspectionMode::kOff, InspectionMode::kDetect, InspectionMode::kBlock};
constexpr std::array kBeyondChoices = {BeyondLimit::kFirstPart, BeyondLimit::kDeny, BeyondLimit::kPass};
constexpr std::array kOverrunChoices = {OnOverrun::kDetect, OnOverrun::kDeny};

/// What `guarded` would have a request judged by must not be looser than what it is judged by on any other day.
/// Compares what holds after `defaults`; what is reported is then taken out, so that no service repeats what
/// `defaults` did wrong.
class Strictness {
 public:
  Strictness(const Fields& fields, Inspection& inspection, Findings& findings)
      : fields_(fields), inspection_(inspection), findings_(findings) {}

  void check() {
    check_detection();
    check_guarded_paranoia();
    check_guarded_threshold();
  }

 private:
  /// The nearest thing that this mapping says about the matter.
  Place place_of_guarded(std::string_view key, std::initializer_list<std::string_view> usual) const {
    if (const auto at = fields_.find("guarded")) {
      if (const Node* node = at->node->member(key)) return at->member(*node).place();
    }
    return place_of(usual);
  }

  Place place_of(std::initializer_list<std::string_view> keys) const {
    for (const std::string_view key : keys) {
      if (const auto at = fields_.find(key)) return at->place();
    }
    return fields_.spot().key_place();
  }

  void check_detection() {
    auto& detection = inspection_.detection_paranoia;
    if (!inspection_.paranoia || !detection || *detection >= *inspection_.paranoia) return;
    const std::string level = std::to_string(*inspection_.paranoia);
    findings_.error(
        place_of({"detection_paranoia", "paranoia"}),
        "rules block at level " + level + ", but are only run to level " + std::to_string(*detection),
        "a detection_paranoia of at least `paranoia`, which is " + level);
    detection = inspection_.paranoia;
  }

  void check_guarded_paranoia() {
    auto& guarded = inspection_.guarded.paranoia;
    if (!guarded) return;
    const Place place = place_of_guarded("paranoia", {"detection_paranoia", "paranoia"});
    const auto& usual = inspection_.paranoia;
    const auto& ran = inspection_.detection_paranoia ? inspection_.detection_paranoia : usual;
    const std::string level = std::to_string(*guarded);
    if (!ran) {
      if (is_said("detection_paranoia") || is_said("paranoia")) return;  // and that is wrong
      findings_.error(place, "nothing says which levels have run in shadow",
                      "add `detection_paranoia`: " + level);
    } else if (*guarded > *ran) {
      findings_.error(
          place, "level " + level + " has not run in shadow: detection is at level " + std::to_string(*ran),
          "at most level " + std::to_string(*ran) + " under `guarded`, or a higher detection_paranoia");
    } else if (usual && *guarded < *usual) {
      findings_.error(
          place,
          "level " + level + " while guarded is looser than the usual level, " + std::to_string(*usual),
          "at least level " + std::to_string(*usual) + " under `guarded`");
    } else {
      return;
    }
    guarded.reset();
  }

  void check_guarded_threshold() {
    auto& guarded = inspection_.guarded.inbound_threshold;
    const auto& usual = inspection_.inbound_threshold;
    if (!guarded || (usual && *guarded <= *usual)) return;
    const Place place = place_of_guarded("inbound_threshold", {"inbound_threshold"});
    const std::string score = std::to_string(*guarded);
    if (usual) {
      findings_.error(place,
                      "a threshold of " + score + " while guarded is looser than the usual one, " +
                          std::to_string(*usual),
                      "at most " + std::to_string(*usual) + " under `guarded`");
    } else if (!is_said("inbound_threshold")) {
      findings_.error(place, "nothing says what the usual threshold is",
                      "add `inbound_threshold`: " + score + " or more");
    }
    guarded.reset();
  }

  bool is_said(std::string_view key) const { return fields_.spot().node->member(key) != nullptr; }

  const Fields& fields_;
  Inspection& inspection_;
  Findings& findings_;
};

void read_guarded(const Spot& spot, Inspection::Guarded& guarded, Findings& findings) {
  const Fields fields(spot, kGuardedShape, findings);
  if (const auto at = fields.find("inbound_threshold"))
    put(guarded.inbound_threshold, read_integer(*at, 1, Limits::kThresholdMax, findings));
  if (const auto at = fields.find("paranoia"))
    put(guarded.paranoia, read_integer(*at, 1, Limits::kParanoiaMax, findings));
}

void read_levels(const Fields& fields, Inspection& inspection, Findings& findings) {
  if (const auto at = fields.find("paranoia"))
    put(inspection.paranoia, read_integer(*at, 1, Limits::kParanoiaMax, findings));
  if (const auto at = fields.find("detection_paranoia"))
    put(inspection.detection_paranoia, read_integer(*at, 1, Limits::kParanoiaMax, findings));
  if (const auto at = fields.find("inbound_threshold"))
    put(inspection.inbound_threshold, read_integer(*at, 1, Limits::kThresholdMax, findings));
  if (const auto at = fields.find("outbound_threshold"))
    put(inspection.outbound_threshold, read_integer(*at, 1, Limits::kThresholdMax, findings));
  if (const auto at = fields.find("guarded")) read_guarded(*at, inspection.guarded, findings);
  Strictness(fields, inspection, findings).check();
}

void read_bodies(const Fields& fields, Inspection& inspection, Findings& findings) {
  if (const auto at = fields.find("request_body_bytes_max")) {
    put(inspection.request_body_bytes_max,
        read_byte_size(*at, Limits::kInspectedRequestBytesMin, Limits::kInspectedRequestBytesMax, findings));
  }
  if (const auto at = fields.find("request_body_beyond"))
    put(inspection.request_body_beyond, read_choice(*at, kBeyondChoices, findings));
  if (const auto at = fields.find("request_encodings")) {
    inspection.request_encodings =
        values_of(read_distinct(*at, Limits::kRequestEncodingsMax, true, parse_request_encoding, findings));
  }
  if (const auto at = fields.find("responses")) put(inspection.responses, read_boolean(*at, findings));
  if (const auto at = fields.find("response_body_bytes_max")) {
    put(inspection.response_body_bytes_max, read_byte_size(*at, Limits::kInspectedResponseBytesMin,
                                                           Limits::kInspectedResponseBytesMax, findings));
  }
}

}  // namespace

void read_inspection_settings(const Fields& fields, Inspection& inspection, InspectionDraft& places,
                              const Draft& draft, Findings& findings) {
  if ((places.rules_at = fields.find("rules"))) {
    inspection.rules = values_of(
        read_distinct(*places.rules_at, Limits::kRuleFilesPerServiceMax, true, parse_rules_glob, findings));
  }
  if ((places.mode_at = fields.find("mode")))
    put(inspection.mode, read_choice(*places.mode_at, kModes, findings));
  read_levels(fields, inspection, findings);
  read_bodies(fields, inspection, findings);
  if (const auto at = fields.find("on_overrun"))
    put(inspection.on_overrun, read_choice(*at, kOverrunChoices, findings));
  if (const auto at = fields.find("error_log")) put(inspection.error_log, read_boolean(*at, findings));
  if (const auto at = fields.find("exclusions")) read_exclusions(*at, inspection, places, draft, findings);
}

void read_inspection(const Spot& spot, ServiceDraft& service, const Draft& draft, Findings& findings) {
  const Fields fields(spot, kInspectionShape, findings);
  read_inspection_settings(fields, service.service.inspection, service.inspection, draft, findings);
  service.inspection.patches_at = fields.find("patches");
  if (const auto& at = service.inspection.patches_at)
    read_patches(*at, service.service.inspection, service.inspection, draft, findings);
}

}  // namespace bulkhead::policy
