// Where things lie in the state folder.

#pragma once

#include <string>

namespace bulkhead::control {

struct StatePaths {
  std::string folder;

  std::string database() const { return folder + "/bulkhead.db"; }
  std::string journal() const { return folder + "/direct.journal"; }
  std::string control_segment() const { return folder + "/control.seg"; }
  std::string shared_segment() const { return folder + "/shared.seg"; }
  std::string lock() const { return folder + "/daemon.lock"; }
  std::string images() const { return folder + "/images"; }
  std::string socket() const { return folder + "/api.sock"; }
  /// For nginx alone: it knows one question.
  std::string consent_socket() const { return folder + "/drill.sock"; }
  /// nginx's: only self-tests come by it.
  std::string self_test_socket() const { return folder + "/self-test.sock"; }
  std::string drill_key() const { return folder + "/keys/drill"; }
  std::string status_site() const { return folder + "/site/status"; }
  std::string nginx() const { return folder + "/nginx"; }
};

}  // namespace bulkhead::control
