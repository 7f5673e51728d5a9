// TIME and its parts.

#include <chrono>
#include <cstdio>

#include "inspect/variables/made_parts.h"

namespace bulkhead::inspect {

void make_time(State& state, Variable variable, ValueList& out) {
  using namespace std::chrono;
  const sys_seconds now{seconds(state.request.now_s + state.request.offset_s)};
  const auto day = floor<days>(now);
  const year_month_day date(day);
  const hh_mm_ss time(now - day);
  const auto number = [&](std::int64_t value) { out.push(state.arena, {}, number_text(state, value)); };
  switch (variable) {
    case Variable::kTimeDay: return number(unsigned{date.day()});
    case Variable::kTimeEpoch: return number(state.request.now_s);
    case Variable::kTimeHour: return number(time.hours().count());
    case Variable::kTimeMin: return number(time.minutes().count());
    // As C's struct tm counts: January is 0, and so libmodsecurity shows it.
    case Variable::kTimeMon: return number(static_cast<std::int64_t>(unsigned{date.month()}) - 1);
    case Variable::kTimeSec: return number(time.seconds().count());
    case Variable::kTimeWday: return number(weekday(day).c_encoding());
    case Variable::kTimeYear: return number(int{date.year()});
    default: break;
  }
  char text[16];
  const int length =
      std::snprintf(text, sizeof text, "%02d:%02d:%02d", static_cast<int>(time.hours().count()),
                    static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  out.push(state.arena, {}, state.arena.copy({text, static_cast<std::size_t>(length)}));
}

}  // namespace bulkhead::inspect
