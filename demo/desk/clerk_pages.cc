// What clerks see: the queue of cases, one case to decide, the service's register.

#include <algorithm>

#include "demo/desk/page.h"
#include "demo/http/number.h"

namespace bulkhead::demo {
namespace {

constexpr std::size_t kNoteCharsShown = kNoteBytesMax / 4;  // whatever the characters are, they fit

std::int64_t page_in(const Call& call) {
  return std::clamp<std::int64_t>(number_in(text_of(call.request.query, "page"), 1), 1, kPageMax);
}

Markup paging(const Call& call, std::string_view path, std::string_view search, std::int64_t page,
              std::int64_t pages) {
  const auto link = [&](std::int64_t to, std::string_view text, std::string_view relation) {
    return html("<a rel=\"{}\" href=\"{}?q={}&amp;page={}\">{}</a> ", relation, path, percent_encode(search),
                to, text);
  };
  Markup links;
  if (page > 1) links += link(page - 1, say(call, "Previous", "E mëparshme"), "prev");
  links += html("<span>{} {} / {}</span> ", say(call, "Page", "Faqja"), page, pages);
  if (page < pages) links += link(page + 1, say(call, "Next", "Tjetra"), "next");
  return html("<nav class=\"paging\" aria-label=\"{}\">{}</nav>\n", say(call, "Pages", "Faqet"), links);
}

Response queue(Desk& desk, const Call& call) {
  const std::int64_t waiting = desk.cases.waiting_count();
  const std::int64_t page_number = page_in(call);
  Markup rows;
  for (const Case& one : desk.cases.waiting(page_number, kPerPage)) {
    rows += html("<tr><td><a href=\"/clerk/queue/{}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                 one.id, one.receipt, one.name, one.national_number, one.submitted_at);
  }
  Markup main = html("<p>{}: {}</p>\n", say(call, "Waiting", "Në pritje"), waiting);
  main += html(
      "<div class=\"table\"><table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th "
      "scope=\"col\">{}</th>"
      "<th scope=\"col\">{}</th></tr></thead><tbody>{}</tbody></table></div>\n",
      say(call, "Receipt", "Dëftesa"), say(call, "Name", "Emri"),
      say(call, "National number", "Numri personal"), say(call, "Submitted", "Paraqitur më"), rows);
  main += paging(call, "/clerk/queue", "", page_number,
                 std::max<std::int64_t>(1, (waiting + kPerPage - 1) / kPerPage));
  return page(desk, call, {.title = std::string(say(call, "Queue", "Radha")), .main = std::move(main)});
}

Markup decision_form(const Call& call, const Case& one) {
  return html(
      "<form method=\"post\" action=\"/clerk/queue/{}\">{}<div class=\"field\"><label for=\"note\">{}</label>"
      "<textarea id=\"note\" name=\"note\" rows=\"3\" maxlength=\"{}\"></textarea></div>"
      "<button name=\"decision\" value=\"approve\">{}</button> "
      "<button class=\"second\" name=\"decision\" value=\"refuse\">{}</button></form>\n",
      one.id, csrf_field(*call.session), say(call, "Note", "Shënim"), kNoteCharsShown,
      say(call, "Approve", "Miratoni"), say(call, "Refuse", "Refuzoni"));
}

Response show_case(Desk& desk, const Call& call) {
  const auto one = desk.cases.by_id(number_in(call.parameters[0], 0));
  if (!one) return error_page(desk, call, 404);
  const auto citizen = find_citizen(desk.database, one->person_id);
  if (!citizen) return error_page(desk, call, 404);
  std::vector<Line> lines = {{{"Name", "Emri"}, one->name},
                             {{"National number", "Numri personal"}, one->national_number},
                             {{"Phone", "Telefoni"}, citizen->phone},
                             {{"Address", "Adresa"}, citizen->address + ", " + citizen->town},
                             {{"Submitted", "Paraqitur më"}, one->submitted_at},
                             {{"Status", "Gjendja"}, std::string(call.say(status_phrase(one->status)))}};
  if (!one->answers.empty()) {
    const Ask ask{desk.database, *citizen, one->answers, call.language};
    for (Line& line : answer_lines(desk.service.task, ask)) lines.push_back(std::move(line));
  }
  Markup main = lines_markup(call, lines);
  const bool waits = one->status == "submitted";
  if (waits) {
    main += decision_form(call, *one);
  } else {
    main += html(
        "<div class=\"confirmation\" role=\"status\"><p>{}: <strong>{}</strong> – {} – "
        "{}</p><p>{}</p></div>\n",
        say(call, "Decided", "Vendosur"), call.say(status_phrase(one->status)), one->clerk, one->decided_at,
        one->note);
  }
  return page(desk, call,
              {.title = one->receipt, .main = std::move(main), .finished_task = waits ? "" : "queue-item"});
}

Response decide(Desk& desk, const Call& call) {
  const std::int64_t id = number_in(call.parameters[0], 0);
  const std::string_view decision = text_of(call.request.form, "decision");
  const std::string_view note = text_of(call.request.form, "note");
  if ((decision != "approve" && decision != "refuse") || note.size() > kNoteBytesMax)
    return error_page(desk, call, 400);
  if (!desk.cases.by_id(id)) return error_page(desk, call, 404);
  if (!desk.cases.decide(id, decision == "approve", note, call.session->clerk, call.request.now)) {
    return error_page(desk, call, 409);
  }
  return see_other(fmt::format("/clerk/queue/{}", id));
}

Markup search_form(const Call& call, std::string_view search) {
  return html(
      "<form method=\"get\" action=\"/clerk/records\" role=\"search\"><div class=\"field\"><label "
      "for=\"q\">{}</label>"
      "<input id=\"q\" name=\"q\" value=\"{}\" maxlength=\"100\"></div><button>{}</button></form>\n"
      "<p><a href=\"/clerk/records.csv?q={}\">CSV</a> <a href=\"/clerk/records.xlsx?q={}\">XLSX</a></p>\n",
      say(call, "Search by number or name", "Kërkoni me numër ose emër"), search,
      say(call, "Search", "Kërkoni"), percent_encode(search), percent_encode(search));
}

Response list(Desk& desk, const Call& call) {
  const std::string_view search = text_of(call.request.query, "q").substr(0, 100);
  const RecordPage found = desk.records.page(search, page_in(call), kPerPage);
  const auto& columns = desk.service.records.columns;
  Markup head;
  for (const Column& column : columns) {
    if (column.in_list) head += html("<th scope=\"col\">{}</th>", call.say(column.label));
  }
  Markup rows;
  for (const Row& row : found.rows) {
    Markup cells;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!columns[i].in_list) continue;
      cells += i == 0 ? html("<td><a href=\"/clerk/records/{}\">{}</a></td>", row[0], row[1])
                      : html("<td>{}</td>", row[i + 1]);
    }
    rows += html("<tr>{}</tr>\n", cells);
  }
  Markup main = search_form(call, search);
  main += html(
      "<p>{}: {}</p>\n<div "
      "class=\"table\"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>\n",
      say(call, "Found", "U gjetën"), found.total, head, rows);
  main += paging(call, "/clerk/records", search, found.page, found.pages());
  return page(desk, call,
              {.title = std::string(call.say(desk.service.records.title)), .main = std::move(main)});
}

Response detail(Desk& desk, const Call& call) {
  const Row row = desk.records.one(number_in(call.parameters[0], 0));
  if (row.empty()) return error_page(desk, call, 404);
  return page(desk, call,
              {.title = fmt::format("{} {}", call.say(desk.service.records.title), row[0]),
               .main = lines_markup(call, record_lines(desk, row))});
}

Answerer for_clerks(Desk& desk, Response (*answer)(Desk&, const Call&)) {
  return [&desk, answer](Call& call) {
    return call.is_clerk() ? answer(desk, call) : to_log_in(call, "/clerk/login");
  };
}

}  // namespace

void add_clerk_pages(Router& router, Desk& desk) {
  router.add("GET", "/clerk", [](Call&) { return see_other("/clerk/queue"); });
  router.add("GET", "/clerk/queue", for_clerks(desk, queue));
  router.add("GET", "/clerk/queue/:id", for_clerks(desk, show_case));
  router.add("POST", "/clerk/queue/:id", for_clerks(desk, decide));
  router.add("GET", "/clerk/records", for_clerks(desk, list));
  router.add("GET", "/clerk/records/:id", for_clerks(desk, detail));
}

}  // namespace bulkhead::demo
