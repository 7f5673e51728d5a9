#include "seclang/text_reader.h"

#include <utility>

#include "seclang/known_words.h"

namespace bulkhead::seclang {

namespace {

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void add_literal(Text& text, std::string_view raw) {
  if (raw.empty()) return;
  text.pieces.push_back({unescaped(raw), std::nullopt});
}

/// What is between `%{` and `}`.
std::optional<Reference> read_reference(Part inside, Context& context) {
  const std::string_view text = inside.text();
  const std::size_t name_size = variable_name_size(text);
  const std::optional<lexicon::Variable> variable = read_variable_name(inside.sub(0, name_size), context);
  if (!variable) return std::nullopt;
  Reference reference{*variable, {}};
  if (name_size < text.size()) {
    if (text[name_size] != '.' && text[name_size] != ':') {
      context.findings.error(inside.at(name_size), "the name of a variable ends with } or .");
      return std::nullopt;
    }
    reference.selector = unescaped(text.substr(name_size + 1));
  }
  const lexicon::VariableShape shape = lexicon::shape(*variable);
  if (!reference.selector.empty() && shape == lexicon::VariableShape::kScalar) {
    context.findings.error(inside.at(name_size),
                           std::string(lexicon::name(*variable)) + " is one value and has no members");
    return std::nullopt;
  }
  if (reference.selector.empty() && shape == lexicon::VariableShape::kSelected) {
    context.findings.error(inside.at(),
                           std::string(lexicon::name(*variable)) + " needs a member behind a dot");
    return std::nullopt;
  }
  return reference;
}

}  // namespace

std::size_t variable_name_size(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && is_name_byte(text[size])) ++size;
  return size;
}

bool is_writable(lexicon::Variable variable) {
  return lexicon::life(variable) != lexicon::VariableLife::kRequest;
}

std::optional<lexicon::Variable> read_variable_name(Part part, Context& context) {
  const std::string_view word = part.text();
  if (const auto variable = lexicon::find_variable(word)) return variable;
  if (const auto why = lexicon::why_no_variable(word)) {
    context.findings.error(part.at(), quoted(word) + " is not supported: " + std::string(*why));
    return std::nullopt;
  }
  const auto& known = all_names<lexicon::Variable, lexicon::kVariables>();
  context.unknown(part.at(), "variable", word, known);
  return std::nullopt;
}

Text read_text(Part part, Context& context) {
  Text text;
  const std::string_view raw = part.text();
  std::size_t literal_from = 0;
  std::size_t at = 0;
  // Where the next } is, looked for once, so that many %{ without one stay linear.
  std::size_t close = 0;
  while ((at = raw.find("%{", at)) != std::string_view::npos) {
    const std::size_t inside = at + 2;
    if (close != std::string_view::npos && close < inside) close = raw.find('}', inside);
    const bool named = inside < raw.size() && is_letter(raw[inside]);
    if (close == std::string_view::npos || !named || is_escaped(raw, at)) {
      at = inside;
      continue;
    }
    add_literal(text, raw.substr(literal_from, at - literal_from));
    if (auto reference = read_reference(part.sub(inside, close - inside), context)) {
      text.pieces.push_back({{}, std::move(*reference)});
    }
    at = close + 1;
    literal_from = at;
  }
  add_literal(text, raw.substr(literal_from));
  if (text.pieces.size() > context.limits.pieces_max) {
    context.over_limit(part.at(), "too many references in one text", "pieces_max", context.limits.pieces_max,
                       text.pieces.size());
    text.pieces.clear();
  }
  return text;
}

Text plain_text(Part part) {
  Text text;
  add_literal(text, part.text());
  return text;
}

}  // namespace bulkhead::seclang
