// Logging in and out, for citizens and clerks.

#include "demo/desk/page.h"

namespace bulkhead::demo {
namespace {

// One of the two doors: who uses it, and what they type.
struct Door {
  std::string_view path;
  std::string_view name_field;
  Phrase title;
  Phrase name_label;
  Phrase hint;
  std::string_view home;
  SessionPtr (*enter)(Desk&, Call&, std::string_view, std::string_view);
};

const Door kCitizens{"/login",
                     "national_number",
                     {"Log in", "Hyr"},
                     {"National number", "Numri personal"},
                     {"Ten characters, for example J00101999W.", "Dhjetë shenja, për shembull J00101999W."},
                     "/me",
                     log_in_citizen};
const Door kClerks{"/clerk/login",
                   "clerk",
                   {"Log in as a clerk", "Hyr si nëpunës"},
                   {"Clerk id", "Kodi i nëpunësit"},
                   {"For example clerk-01.", "Për shembull clerk-01."},
                   "/clerk/queue",
                   log_in_clerk};

// Only paths of this service: "//elsewhere.example" and "/\elsewhere" are not.
bool is_own_path(std::string_view path) {
  return path.starts_with('/') && !path.starts_with("//") && path.size() < 200 &&
         path.find_first_of("\\\r\n\t") == std::string_view::npos;
}

Response show_door(Desk& desk, Call& call, const Door& door, std::string_view next, bool refused) {
  const Session& session = session_for(desk, call);
  Markup main;
  if (refused) {
    main = html("<div class=\"problems\" role=\"alert\"><h2>{}</h2></div>\n",
                say(call, "Number or password is wrong.", "Numri ose fjalëkalimi është i gabuar."));
  }
  main += html(
      "<form method=\"post\" action=\"{}\">{}<input type=\"hidden\" name=\"next\" value=\"{}\">"
      "<div class=\"field\"><label for=\"name\">{}</label><p class=\"hint\" id=\"name-hint\">{}</p>"
      "<input id=\"name\" name=\"{}\" autocomplete=\"username\" maxlength=\"20\" "
      "aria-describedby=\"name-hint\" required></div>",
      door.path, csrf_field(session), next, call.say(door.name_label), call.say(door.hint), door.name_field);
  main += html(
      "<div class=\"field\"><label for=\"password\">{}</label><input id=\"password\" name=\"password\" "
      "type=\"password\" "
      "autocomplete=\"current-password\" maxlength=\"100\" required></div><button>{}</button></form>\n",
      say(call, "Password", "Fjalëkalimi"), say(call, "Log in", "Hyr"));
  return page(
      desk, call,
      {.status = refused ? 401u : 200u, .title = std::string(call.say(door.title)), .main = std::move(main)});
}

Response enter(Desk& desk, Call& call, const Door& door) {
  const std::string_view next = text_of(call.request.form, "next");
  const SessionPtr session = door.enter(desk, call, text_of(call.request.form, door.name_field),
                                        text_of(call.request.form, "password"));
  if (!session) {
    Response response = show_door(desk, call, door, next, true);
    return response;
  }
  return see_other(std::string(is_own_path(next) ? next : door.home));
}

void add_door(Router& router, Desk& desk, const Door& door) {
  router.add("GET", door.path, [&desk, &door](Call& call) {
    return show_door(desk, call, door, text_of(call.request.query, "next"), false);
  });
  router.add("POST", door.path, [&desk, &door](Call& call) { return enter(desk, call, door); });
}

}  // namespace

void add_log_in_pages(Router& router, Desk& desk) {
  add_door(router, desk, kCitizens);
  add_door(router, desk, kClerks);
  router.add("POST", "/logout", [&desk](Call& call) {
    if (call.session) desk.sessions.close(call.session);
    call.session = nullptr;
    return see_other("/");
  });
}

}  // namespace bulkhead::demo
