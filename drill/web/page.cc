#include "drill/web/page.h"

#include <libxml/HTMLparser.h>
#include <libxml/tree.h>

#include <algorithm>
#include <memory>

namespace bulkhead::drill {
namespace {

constexpr std::string_view kMetaName = "bulkhead-demo";
constexpr std::string_view kFinished = "task-finished:";
/// Deeper nesting than any page has; a walk never goes deeper.
constexpr int kDepthMax = 256;

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

std::string attribute(xmlNode& node, const char* name) {
  const std::unique_ptr<xmlChar, decltype(xmlFree)> value(
      xmlGetProp(&node, reinterpret_cast<const xmlChar*>(name)), xmlFree);
  return std::string(view(value.get()));
}

bool has_attribute(xmlNode& node, const char* name) {
  return xmlHasProp(&node, reinterpret_cast<const xmlChar*>(name)) != nullptr;
}

std::string text_in(xmlNode& node) {
  const std::unique_ptr<xmlChar, decltype(xmlFree)> text(xmlNodeGetContent(&node), xmlFree);
  return std::string(view(text.get()));
}

template <typename Visit>
void each_element(xmlNode* first, const Visit& visit, int depth = 0) {
  if (depth > kDepthMax) return;
  for (xmlNode* node = first; node != nullptr; node = node->next) {
    if (node->type != XML_ELEMENT_NODE) continue;
    visit(*node, view(node->name));
    each_element(node->children, visit, depth + 1);
  }
}

FormField select_of(xmlNode& node) {
  FormField field{attribute(node, "name"), "select", {}, has_attribute(node, "required"), false, {}};
  bool first = true;
  each_element(node.children, [&](xmlNode& option, std::string_view name) {
    if (name != "option" || field.choices.size() == kFieldsMax) return;
    const std::string value = has_attribute(option, "value") ? attribute(option, "value") : text_in(option);
    // Without one marked as selected, browsers choose the first.
    if (first || has_attribute(option, "selected")) field.value = value;
    first = false;
    if (!value.empty()) field.choices.push_back(value);
  });
  return field;
}

FormField input_of(xmlNode& node) {
  FormField field{attribute(node, "name"),         attribute(node, "type"),        attribute(node, "value"),
                  has_attribute(node, "required"), has_attribute(node, "checked"), {}};
  if (field.type.empty()) field.type = "text";
  if (field.type == "text" && attribute(node, "inputmode") == "numeric") field.type = "number";
  return field;
}

// Radio buttons of one name are one question.
void add_field(Form& form, FormField field) {
  if (field.name.empty() || form.fields.size() == kFieldsMax) return;
  if (field.type != "radio") {
    form.fields.push_back(std::move(field));
    return;
  }
  const auto known = std::ranges::find(form.fields, field.name, &FormField::name);
  FormField& question = known == form.fields.end() ? form.fields.emplace_back(field) : *known;
  question.choices.push_back(field.value);
  if (known == form.fields.end() && !field.checked) question.value.clear();
  if (field.checked) question.value = field.value;
  question.required = question.required || field.required;
}

Form form_of(xmlNode& node) {
  Form form;
  form.action = attribute(node, "action");
  std::string method = attribute(node, "method");
  std::ranges::transform(method, method.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  form.post = method == "post";
  each_element(node.children, [&](xmlNode& child, std::string_view name) {
    if (name == "input")
      add_field(form, input_of(child));
    else if (name == "select")
      add_field(form, select_of(child));
    else if (name == "textarea")
      add_field(form, {attribute(child, "name"),
                       "textarea",
                       text_in(child),
                       has_attribute(child, "required"),
                       false,
                       {}});
  });
  return form;
}

void read_body(xmlNode* first, Page& page) {
  each_element(first, [&](xmlNode& node, std::string_view name) {
    if (name == "form" && page.forms.size() < kFormsMax) page.forms.push_back(form_of(node));
    if (name == "a" && page.links.size() < kLinksMax && has_attribute(node, "href"))
      page.links.push_back(attribute(node, "href"));
  });
}

void add_file(std::vector<std::string>& files, std::string path) {
  const bool known = std::ranges::find(files, path) != files.end();
  if (!path.empty() && !known && files.size() < kFilesMax) files.push_back(std::move(path));
}

// What a browser asks for by itself to show the page.
void note_file(xmlNode& node, std::string_view name, Page& page) {
  if (name == "img") add_file(page.files, attribute(node, "src"));
  if (name == "script") add_file(page.scripts, attribute(node, "src"));
  if (name != "link") return;
  const std::string rel = attribute(node, "rel");
  if (rel == "stylesheet" || rel == "icon") add_file(page.files, attribute(node, "href"));
}

}  // namespace

const FormField* Form::field(std::string_view name) const {
  const auto found = std::ranges::find(fields, name, &FormField::name);
  return found == fields.end() ? nullptr : &*found;
}

Page read_page(std::string_view html) {
  Page page;
  const std::string_view bytes = html.substr(0, kPageBytesMax);
  const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
      htmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, "UTF-8", options), &xmlFreeDoc);
  xmlNode* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
  if (root == nullptr) return page;
  xmlNode* main = nullptr;
  each_element(root, [&](xmlNode& node, std::string_view name) {
    if (name == "main" && main == nullptr) main = &node;
    note_file(node, name, page);
    if (name != "meta" || attribute(node, "name") != kMetaName) return;
    const std::string content = attribute(node, "content");
    if (content.starts_with(kFinished)) page.finished = content.substr(kFinished.size());
  });
  read_body(main != nullptr ? main->children : root, page);
  return page;
}

}  // namespace bulkhead::drill
