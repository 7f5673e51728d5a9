// What people do on a service until its last page says that it is done.

#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>  // Asio 1.18's awaitable.hpp uses std::exchange without saying so.

#include <boost/asio/awaitable.hpp>

#include "base/time.h"
#include "drill/people/country.h"
#include "drill/people/dice.h"
#include "drill/scenario/scenario.h"
#include "drill/web/browser.h"

namespace bulkhead::drill {

/// How a task ended for its person.
enum class TaskEnd : std::uint8_t {
  kFinished,
  kRefused,  ///< Something in front of the service answered instead of it.
  kFailed,   ///< The service, or the way to it, did not answer as it should.
  kLate,  ///< A page took more than Browser::kPatience, its second try and the pause before included, however it ended then.
};
std::string_view name(TaskEnd end);

struct TaskResult {
  TaskKind task;
  TaskEnd end = TaskEnd::kFinished;
  unsigned pages = 0;      ///< Answers to what the person asked, redirects not counted.
  Nanoseconds slowest{0};  ///< The longest that the person waited for a page, second try included.
  std::string why;         ///< "503 from bulkhead at /tasks/tax-return/2"; empty when finished.
};

/// Who does it.
struct Actor {
  Browser& browser;
  Dice& dice;
  std::uint64_t person = 0;  ///< Which of those in the service's register, and which of its clerks.
  Range<Milliseconds> think;
  /// Told how long every page took that came: a refusal is quick, and would make the median look good.
  std::function<void(Nanoseconds)> page_took;
  /// Takes what was answered in the task's forms, by field; null: nobody wants it.
  std::map<std::string, std::string>* answers = nullptr;
};

/// Does the task as its kind asks: a citizen through the forms, a clerk one case of the queue, a program over the API. Waits
/// between pages as people do; gives up at the first page that is not what it should be, after a second try.
boost::asio::awaitable<TaskResult> do_task(Actor& actor, const PlayedService& service, TaskKind::Who who);

/// Fills in what a form asks for and does not have yet.
void fill_in(Form& form, Dice& dice);

}  // namespace bulkhead::drill
