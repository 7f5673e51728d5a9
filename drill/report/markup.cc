#include "drill/report/markup.h"

#include "base/escape.h"

namespace bulkhead::drill {

Markup& Markup::raw(std::string_view markup) {
  out_ += markup;
  return *this;
}

Markup& Markup::text(std::string_view any) {
  out_ += escape_html(cut(any, kTextBytesMax));
  return *this;
}

Markup& Markup::number(std::int64_t value) {
  out_ += std::to_string(value);
  return *this;
}

Table::Table(Markup& html, std::string_view label, const std::vector<std::string>& heads,
             std::string_view css)
    : html_(html) {
  html_.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"")
      .text(label)
      .raw("\">\n<table");
  if (!css.empty()) html_.raw(" class=\"").raw(css).raw("\"");
  html_.raw(">\n<thead><tr>");
  for (const std::string& head : heads) html_.raw("<th scope=\"col\">").text(head).raw("</th>");
  html_.raw("</tr></thead>\n<tbody>\n");
}

Table::~Table() {
  end_row();
  html_.raw("</tbody>\n</table>\n</div>\n");
}

Table& Table::row(std::string_view head, std::string_view note) {
  end_row();
  html_.raw("<tr><th scope=\"row\">").text(head);
  if (!note.empty()) html_.raw("<span>").text(note).raw("</span>");
  html_.raw("</th>");
  in_row_ = true;
  return *this;
}

Table& Table::begin_cell(std::string_view css) {
  if (css.empty())
    html_.raw("<td>");
  else
    html_.raw("<td class=\"").raw(css).raw("\">");
  return *this;
}

Table& Table::end_cell() {
  html_.raw("</td>");
  return *this;
}

Table& Table::cell(std::string_view any) {
  begin_cell();
  html_.text(any);
  return end_cell();
}

void Table::end_row() {
  if (in_row_) html_.raw("</tr>\n");
  in_row_ = false;
}

}  // namespace bulkhead::drill
