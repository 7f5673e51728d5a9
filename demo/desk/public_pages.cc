// Pages for everybody: home, receipts, the health answer, and a citizen's own record.

#include "demo/desk/page.h"
#include "demo/services/all.h"

namespace bulkhead::demo {
namespace {

Markup service_list(const Desk& desk, const Call& call) {
  Markup items;
  for (const Link& link : desk.links) {
    const Service* service = find_service(link.kind);
    if (service == nullptr || service->is_portal) continue;
    items += html("<li><a href=\"{}\">{}</a><p>{}</p></li>", link.url, call.say(service->title),
                  call.say(service->purpose));
  }
  return html("<h2>{}</h2>\n<ul class=\"services\">{}</ul>\n",
              say(call, "All services", "Të gjitha shërbimet"), items);
}

Response home(const Desk& desk, const Call& call) {
  const Task& task = desk.service.task;
  Markup main = html("<p class=\"lead\">{}</p>\n<p><a class=\"button\" href=\"/tasks/{}\">{}</a></p>\n",
                     call.say(desk.service.purpose), task.id, call.say(task.title));
  if (desk.service.is_portal) main += service_list(desk, call);
  return page(desk, call,
              {.title = std::string(say(call, "Welcome", "Mirë se vini")), .main = std::move(main)});
}

// A receipt number is known to who holds it; the page tells how far the case is, and nothing about whom.
Response receipts(Desk& desk, const Call& call) {
  const std::string_view number = text_of(call.request.query, "number");
  Markup main = html(
      "<form method=\"get\" action=\"/receipts\"><div class=\"field\"><label for=\"number\">{}</label>"
      "<input id=\"number\" name=\"number\" value=\"{}\" maxlength=\"40\"></div><button>{}</button></form>\n",
      say(call, "Receipt number", "Numri i dëftesës"), number.substr(0, 40), say(call, "Check", "Kontrollo"));
  if (!number.empty()) {
    const auto found = desk.cases.by_receipt(number);
    const Markup answer =
        found ? html("{}: <strong>{}</strong> ({})", found->receipt, call.say(status_phrase(found->status)),
                     found->submitted_at)
              : html("{}", say(call, "There is no such receipt.", "Nuk ka një dëftesë të tillë."));
    main += html("<p role=\"status\">{}</p>\n", answer);
  }
  return page(
      desk, call,
      {.title = std::string(say(call, "Check a receipt", "Kontrollo një dëftesë")), .main = std::move(main)});
}

Response my_record(Desk& desk, const Call& call) {
  if (!call.is_citizen()) return to_log_in(call, "/login");
  const auto citizen = find_citizen(desk.database, call.session->person_id);
  if (!citizen) return error_page(desk, call, 404);
  Markup main = html("<p>{} {}</p>\n<h2>{}</h2>\n", citizen->first_name, citizen->last_name,
                     call.say(desk.service.records.title));
  for (const Row& row : desk.records.of_person(citizen->national_number))
    main += lines_markup(call, record_lines(desk, row));
  Markup cases;
  for (const Case& one : desk.cases.of_person(citizen->id)) {
    cases += html("<li><a href=\"/receipts?number={}\">{}</a> – {}</li>", one.receipt, one.receipt,
                  call.say(status_phrase(one.status)));
  }
  main += html("<h2>{}</h2>\n<ul>{}</ul>\n", say(call, "What I sent in", "Çfarë kam dërguar"), cases);
  return page(desk, call,
              {.title = std::string(say(call, "My record", "Të dhënat e mia")), .main = std::move(main)});
}

}  // namespace

void add_public_pages(Router& router, Desk& desk) {
  router.add("GET", "/", [&desk](Call& call) { return home(desk, call); });
  router.add("GET", "/receipts", [&desk](Call& call) { return receipts(desk, call); });
  router.add("GET", "/me", [&desk](Call& call) { return my_record(desk, call); });
}

void add_health(Router& router, const Desk& desk) {
  router.add("GET", "/healthz", [&desk](Call&) {
    Response response = plain_answer(200, fmt::format("ok {}\n", desk.service.kind));
    response.with("Cache-Control", "no-store");
    return response;
  });
}

}  // namespace bulkhead::demo
