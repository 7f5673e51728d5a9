#include "demo/desk/page.h"

#include "demo/http/request.h"

namespace bulkhead::demo {
namespace {

constexpr Phrase kAgency{"Digital Agency of Ilyria", "Agjencia Digjitale e Ilirisë"};

Markup navigation_link(const Call& call, std::string_view path, std::string_view text) {
  if (call.request.path == path)
    return html("<li><a href=\"{}\" aria-current=\"page\">{}</a></li>", path, text);
  return html("<li><a href=\"{}\">{}</a></li>", path, text);
}

Markup log_out_form(const Call& call) {
  return html("<li><form method=\"post\" action=\"/logout\">{}<button class=\"link\">{}</button></form></li>",
              csrf_field(*call.session), say(call, "Log out", "Dil"));
}

Markup navigation(const Desk& desk, const Call& call) {
  Markup links = navigation_link(call, "/", say(call, "Home", "Kreu"));
  if (call.is_clerk()) {
    links += navigation_link(call, "/clerk/queue", say(call, "Queue", "Radha"));
    links += navigation_link(call, "/clerk/records", call.say(desk.service.records.title));
    links += log_out_form(call);
  } else if (call.is_citizen()) {
    links += navigation_link(call, "/me", say(call, "My record", "Të dhënat e mia"));
    links += log_out_form(call);
  } else {
    links += navigation_link(call, "/login", say(call, "Log in", "Hyr"));
    links += navigation_link(call, "/clerk/login", say(call, "For clerks", "Për nëpunësit"));
  }
  links += navigation_link(call, "/receipts", say(call, "Check a receipt", "Kontrollo një dëftesë"));
  return links;
}

Markup language_link(const Call& call) {
  if (call.language == Language::kEnglish) {
    return html("<a href=\"?lang=sq\" hreflang=\"sq\" lang=\"sq\">Shqip</a>");
  }
  return html("<a href=\"?lang=en\" hreflang=\"en\" lang=\"en\">English</a>");
}

Markup foot(const Call& call) {
  return html("<footer><p>{}</p></footer>", say(call,
                                                "A demonstration. Ilyria does not exist; every person, "
                                                "company and number here is made up by a program.",
                                                "Demonstrim. Iliria nuk ekziston; çdo person, shoqëri dhe "
                                                "numër këtu është krijuar nga një program."));
}

Phrase status_words(unsigned status) {
  switch (status) {
    case 400: return {"The request is not complete", "Kërkesa nuk është e plotë"};
    case 403: return {"This form has expired", "Ky formular ka skaduar"};
    case 404: return {"Page not found", "Faqja nuk u gjet"};
    case 405: return {"That does not work here", "Kjo nuk funksionon këtu"};
    case 409: return {"Somebody was faster", "Dikush ishte më i shpejtë"};
    default: return {"Something went wrong", "Diçka shkoi keq"};
  }
}

std::string_view input_type(Field::Kind kind) { return kind == Field::Kind::kDate ? "date" : "text"; }

Markup required_markup(const Field& field) { return field.required ? html(" required") : Markup(); }

Markup select_markup(const Field& field, const Ask& ask, std::string_view value, const Markup& described) {
  Markup options = html("<option value=\"\"></option>");
  for (const Choice& choice : field.choices(ask)) {
    options += html("<option value=\"{}\"{}>{}</option>", choice.value,
                    choice.value == value ? html(" selected") : Markup(), choice.label);
  }
  return html("<select id=\"{}\" name=\"{}\"{}{}>{}</select>", field.name, field.name, required_markup(field),
              described, options);
}

Markup input_markup(const Field& field, const Ask& ask, std::string_view value, const Markup& described) {
  if (field.kind == Field::Kind::kChoice) return select_markup(field, ask, value, described);
  const Markup digits = field.kind == Field::Kind::kWholeNumber ? html(" inputmode=\"numeric\"") : Markup();
  return html("<input id=\"{}\" name=\"{}\" type=\"{}\" value=\"{}\" maxlength=\"{}\"{}{}{}>", field.name,
              field.name, input_type(field.kind), value, field.chars_max, required_markup(field), digits,
              described);
}

}  // namespace

Response page(const Desk& desk, const Call& call, const PageContent& content) {
  const Markup marker =
      content.finished_task.empty()
          ? Markup()
          : html("<meta name=\"bulkhead-demo\" content=\"task-finished:{}\">\n", content.finished_task);
  Markup whole = html(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n{}<title>{} – {}</title>\n"
      "<link rel=\"stylesheet\" href=\"/assets/style.css\">\n<link rel=\"icon\" "
      "href=\"/assets/logo.svg\">\n</head>\n",
      language_code(call.language), marker, content.title, call.say(desk.service.title));
  whole += html(
      "<body>\n<a class=\"skip\" href=\"#main\">{}</a>\n<header>\n<div class=\"brand\">"
      "<img src=\"/assets/logo.svg\" alt=\"\" width=\"40\" height=\"40\"><div><span "
      "class=\"agency\">{}</span>"
      "<span class=\"service\">{}</span></div><div class=\"language\">{}</div></div>\n",
      say(call, "Skip to content", "Kalo te përmbajtja"), call.say(kAgency), call.say(desk.service.title),
      language_link(call));
  whole += html("<nav aria-label=\"{}\"><ul>{}</ul></nav>\n</header>\n", say(call, "Main", "Kryesore"),
                navigation(desk, call));
  whole += html("<main id=\"main\" tabindex=\"-1\">\n<h1>{}</h1>\n{}</main>\n{}\n</body>\n</html>\n",
                content.title, content.main, foot(call));
  Response response{.status = content.status};
  response.body = std::move(whole).html();
  response.with("Content-Language", std::string(language_code(call.language)));
  response.with("Vary", "Accept-Language, Cookie");
  response.with("Cache-Control", call.session ? "no-store" : "private, max-age=0");
  return response;
}

Response error_page(const Desk& desk, const Call& call, unsigned status) {
  return page(
      desk, call,
      {.status = status,
       .title = std::string(call.say(status_words(status))),
       .main = html("<p><a href=\"/\">{}</a></p>\n", say(call, "Back to the home page", "Kthehu te kreu"))});
}

Response to_log_in(const Call& call, std::string_view log_in_path) {
  return see_other(fmt::format("{}?next={}", log_in_path, percent_encode(call.request.path)));
}

Markup csrf_field(const Session& session) {
  return html("<input type=\"hidden\" name=\"csrf\" value=\"{}\">", session.csrf_token);
}

Markup field_markup(const Call& call, const Field& field, const Ask& ask, std::string_view value,
                    const Problem* problem) {
  Markup hint;
  std::string described_by;
  if (!call.say(field.hint).empty()) {
    hint = html("<p class=\"hint\" id=\"{}-hint\">{}</p>", field.name, call.say(field.hint));
    described_by = fmt::format("{}-hint", field.name);
  }
  if (problem != nullptr) {
    hint += html("<p class=\"problem\" id=\"{}-problem\">{}</p>", field.name, call.say(problem->text));
    described_by += fmt::format("{}{}-problem", described_by.empty() ? "" : " ", field.name);
  }
  const Markup described = described_by.empty()
                               ? Markup()
                               : html(" aria-describedby=\"{}\"{}", described_by,
                                      problem != nullptr ? html(" aria-invalid=\"true\"") : Markup());
  if (field.kind == Field::Kind::kTick) {
    return html(
        "<div class=\"field tick\">{}<label><input type=\"checkbox\" id=\"{}\" name=\"{}\" "
        "value=\"yes\"{}{}{}> {}</label></div>\n",
        hint, field.name, field.name, value == "yes" ? html(" checked") : Markup(), required_markup(field),
        described, call.say(field.label));
  }
  const std::string_view optional = field.required ? "" : say(call, " (optional)", " (jo e detyrueshme)");
  return html("<div class=\"field\"><label for=\"{}\">{}{}</label>{}{}</div>\n", field.name,
              call.say(field.label), optional, hint, input_markup(field, ask, value, described));
}

Markup problems_markup(const Call& call, std::span<const Problem> problems) {
  if (problems.empty()) return {};
  Markup items;
  for (const Problem& problem : problems) {
    items += html("<li><a href=\"#{}\">{}</a></li>", problem.field, call.say(problem.text));
  }
  return html("<div class=\"problems\" role=\"alert\"><h2>{}</h2><ul>{}</ul></div>\n",
              say(call, "Please correct", "Ju lutemi korrigjoni"), items);
}

Markup lines_markup(const Call& call, std::span<const Line> lines) {
  Markup items;
  for (const Line& line : lines)
    items += html("<div><dt>{}</dt><dd>{}</dd></div>", call.say(line.label), line.value);
  return html("<dl>{}</dl>\n", items);
}

std::vector<Line> record_lines(const Desk& desk, const Row& row) {
  const auto& columns = desk.service.records.columns;
  std::vector<Line> lines;
  lines.reserve(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) lines.push_back({columns[i].label, row[i + 1]});
  return lines;
}

std::vector<Line> answer_lines(const Task& task, const Ask& ask) {
  std::vector<Line> lines;
  for (const Step& step : task.steps) {
    for (const Field& field : step.fields) {
      const auto found = ask.answers.find(field.name);
      std::string value = found == ask.answers.end() ? "" : found->second;
      if (field.kind == Field::Kind::kTick) value = Phrase{"yes", "po"}.in(ask.language);
      if (field.kind == Field::Kind::kChoice) {
        for (const Choice& choice : field.choices(ask)) {
          if (choice.value == value) {
            value = choice.label;
            break;
          }
        }
      }
      lines.push_back({field.label, value});
    }
  }
  return lines;
}

}  // namespace bulkhead::demo
