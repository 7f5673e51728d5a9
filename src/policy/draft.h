// A policy while it is read: the values so far, each with its place, for the checks that compare one with another.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/policy.h"
#include "policy/spot.h"

namespace bulkhead::policy {

template <typename T>
struct Placed {
  T value;
  Spot at;
};

/// Text for the public, to be checked for every language of the agency.
struct PublicText {
  Translated text;
  Spot at;
};

/// What a service says of inspection itself.
struct InspectionDraft {
  std::optional<Spot> rules_at;  ///< Without it the rules are those of `defaults`.
  std::optional<Spot> mode_at;
  std::optional<Spot> patches_at;
  std::vector<Placed<std::string>> exclusion_routes;
  std::vector<Placed<std::string>> patch_routes;
};

struct ServiceDraft {
  Service service;  ///< Its inspection lacks the rules and exclusions of `defaults`, which finish() adds.
  Spot at;
  std::vector<Placed<std::string>> hosts;
  std::vector<Placed<std::string>> paths;
  std::vector<Placed<Upstream>> upstream;
  std::vector<Placed<std::string>> depends_on;
  InspectionDraft inspection;
  /// Where the compartment is named; the service itself when it is its own.
  Spot compartment_at;
};

struct CertificateDraft {
  Spot at;
  std::vector<Placed<std::string>> hosts;
};

struct OperatorDraft {
  Operator person;
  Spot at;
  std::optional<Spot> uid_at;
  std::optional<Spot> token_at;
};

struct Draft {
  bool reads_zones = true;
  std::optional<RealTime> now;  ///< When given, what is past its date is worth a warning.
  Policy policy;                ///< Without services and operators, which are put in when all is checked.
  std::vector<Placed<std::string>> languages;
  std::vector<PublicText> public_texts;
  std::vector<Placed<Listen>> listen;
  std::vector<CertificateDraft> certificates;
  std::optional<Placed<std::string>> status_host;
  std::vector<OperatorDraft> operators;
  std::vector<Placed<std::string>> compartments;  ///< Those listed under `compartments`.
  std::vector<ServiceDraft> services;
};

}  // namespace bulkhead::policy
