// Where `bulkhead run` finds its programs and keeps its files.

#pragma once

#include <string>

#include "base/result.h"

namespace bulkhead::launch {

/// The programs of this build or installation. Paths are absolute.
struct Programs {
  std::string bulkhead;
  std::string bulkheadd;
  std::string demo_service;
  std::string nginx;
  std::string module;
  std::string demo_policy;   ///< demo/bulkhead.yaml
  std::string translations;  ///< See shipped_translations().

  /// Beside this program, in the source tree above it, or where packages put them. Fails naming what is missing.
  static Result<Programs> find(bool demo);
};

/// Folder of the shipped translations, found in the same way; empty when there is none.
std::string shipped_translations();

/// Folder of the shipped scenarios of drills, found in the same way; empty when there is none.
std::string shipped_scenarios();

/// What one run writes, all of it below the state folder.
struct Folders {
  std::string state;  ///< The state folder itself.
  std::string run;    ///< STATE/run: the policy as run, tokens.
  std::string logs;   ///< STATE/run/logs
  std::string demo;   ///< STATE/run/demo: the databases of the demo's services.

  /// Makes them.
  static Result<Folders> make(const std::string& state);
};

}  // namespace bulkhead::launch
