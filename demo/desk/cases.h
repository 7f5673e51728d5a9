// What citizens sent in, and what clerks made of it.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "demo/desk/service.h"
#include "os/random.h"

namespace bulkhead::demo {

inline constexpr std::int64_t kCasesMax = 200'000;  ///< Beyond: the oldest goes.
inline constexpr std::size_t kNoteBytesMax = 2000;

struct Case {
  std::int64_t id = 0;
  std::string receipt;
  std::int64_t person_id = 0;
  std::string national_number;
  std::string name;
  std::string status;  ///< "submitted", "approved" or "refused".
  std::string submitted_at;
  std::string clerk;
  std::string decided_at;
  std::string note;
  Answers answers;
};

Phrase status_phrase(std::string_view status);

/// The cases of one service.
class Cases {
 public:
  Cases(const Service& service, Database& database, os::Random& random, std::int64_t cases_max = kCasesMax)
      : service_(service), database_(database), random_(random), cases_max_(cases_max) {}

  /// Files the answers; returns the receipt number, "TAX-000123-7QK4M2". The last part is drawn, so that
  /// knowing one receipt is not knowing the next.
  std::string submit(const Citizen& citizen, const Answers& answers, RealTime now);

  std::optional<Case> by_receipt(std::string_view receipt);
  std::optional<Case> by_id(std::int64_t id);

  /// Those waiting for a clerk, oldest first.
  std::vector<Case> waiting(std::int64_t page, std::int64_t per_page);
  std::int64_t waiting_count();

  /// Those of one person, newest first, at most 20.
  std::vector<Case> of_person(std::int64_t person_id);

  /// Approves or refuses; false when it is not waiting any more.
  bool decide(std::int64_t id, bool approved, std::string_view note, std::string_view clerk, RealTime now);

 private:
  const Service& service_;
  Database& database_;
  os::Random& random_;
  std::int64_t cases_max_;
};

}  // namespace bulkhead::demo
