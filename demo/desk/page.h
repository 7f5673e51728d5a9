// What all pages look like.

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "demo/desk/desk.h"
#include "demo/desk/task.h"
#include "demo/http/call.h"
#include "demo/http/markup.h"
#include "demo/http/response.h"

namespace bulkhead::demo {

struct PageContent {
  unsigned status = 200;
  std::string title;
  Markup main;
  std::string finished_task = {};  ///< Not empty: the marker says that this task is finished.
};

/// A whole page with head, navigation and foot. Never kept by caches when somebody is logged in.
Response page(const Desk& desk, const Call& call, const PageContent& content);

/// A page that says why there is none: 400, 403, 404, 405, 409.
Response error_page(const Desk& desk, const Call& call, unsigned status);

/// "303 See Other" to the log-in that comes back here.
Response to_log_in(const Call& call, std::string_view log_in_path);

/// The hidden field that every form of ours carries.
Markup csrf_field(const Session& session);

/// A labelled input with its hint and, when `problem` is set, what is wrong with it.
Markup field_markup(const Call& call, const Field& field, const Ask& ask, std::string_view value,
                    const Problem* problem);

/// A list of what is wrong, with links to the fields; nothing when nothing is.
Markup problems_markup(const Call& call, std::span<const Problem> problems);

/// "label: value" lines as a description list.
Markup lines_markup(const Call& call, std::span<const Line> lines);

/// A row of the register, column by column.
std::vector<Line> record_lines(const Desk& desk, const Row& row);

/// The answers of a task, step by step, with the labels of their fields and the choices' own words.
std::vector<Line> answer_lines(const Task& task, const Ask& ask);

/// Shorthand: a phrase in the visitor's language.
inline std::string_view say(const Call& call, std::string_view en, std::string_view sq) {
  return Phrase{en, sq}.in(call.language);
}

}  // namespace bulkhead::demo
