#include "compile/rules/build.h"

#include <algorithm>

#include "lexicon/spelling.h"
#include "match/regex/compile.h"
#include "match/regex/pcre2_regex.h"

namespace bulkhead::compile {

using program::rules::BlobKind;
using program::rules::kNone;
using program::rules::PieceRecord;
using program::rules::Section;
using program::rules::Selector;
using program::rules::TargetRecord;
using program::rules::TemplateRecord;

namespace {

std::string lower(std::string_view text) {
  std::string folded(text);
  std::transform(folded.begin(), folded.end(), folded.begin(), lexicon::lower);
  return folded;
}

std::string full_name(const seclang::Target& target) {
  std::string full(lexicon::name(target.variable));
  const std::string selector = target.selector.spelled();
  if (target.kind == seclang::SelectorKind::kRegex) return full + ":/" + selector + "/";
  if (target.kind != seclang::SelectorKind::kNone) full += ":" + selector;
  return full;
}

// An XPath with the prefixes it may use, as BlobKind::kXPath has it.
std::string xpath_blob(const std::string& expression, const seclang::Link& link) {
  std::string blob = expression;
  for (const seclang::Step& step : link.steps) {
    const auto* xmlns = std::get_if<seclang::XmlNamespace>(&step.what);
    if (xmlns != nullptr) blob += std::string(1, '\0') + xmlns->prefix + std::string(1, '\0') + xmlns->uri;
  }
  return blob;
}

}  // namespace

void Build::error(const seclang::Position& position, std::string message) {
  seclang::Diagnostic diagnostic;
  diagnostic.position = position;
  if (position.file < rules_.files.size()) diagnostic.file = rules_.files[position.file];
  diagnostic.message = std::move(message);
  diagnostics_.push_back(std::move(diagnostic));
}

std::uint32_t Build::put_text(const seclang::Text& text) {
  if (text.empty()) return kNone;
  const std::string spelled = text.spelled();
  if (const auto known = texts_.find(spelled); known != texts_.end()) return known->second;
  std::vector<PieceRecord> pieces;
  for (const seclang::Piece& piece : text.pieces) {
    PieceRecord record;
    if (piece.reference.has_value()) {
      seclang::Target target;
      target.variable = piece.reference->variable;
      if (!piece.reference->selector.empty()) {
        target.kind = target.variable == lexicon::Variable::kXml ? seclang::SelectorKind::kXPath
                                                                 : seclang::SelectorKind::kName;
        target.selector.pieces.push_back({piece.reference->selector, std::nullopt});
      }
      record.target = writer.put(Section::kTargets, this->target(target, {}, 0));
    } else {
      record.literal = writer.intern(piece.literal);
    }
    pieces.push_back(record);
  }
  const TemplateRecord record{writer.count(Section::kPieces), static_cast<std::uint32_t>(pieces.size())};
  for (const PieceRecord& piece : pieces) writer.put(Section::kPieces, piece);
  const std::uint32_t index = writer.put(Section::kTemplates, record);
  texts_.emplace(spelled, index);
  return index;
}

TargetRecord Build::target(const seclang::Target& target, const seclang::Link& link, std::uint8_t flags) {
  TargetRecord record;
  record.variable = static_cast<std::uint8_t>(target.variable);
  record.flags = static_cast<std::uint8_t>(flags | (target.count ? program::rules::kCount : 0) |
                                           (target.exclusion ? program::rules::kExclude : 0));
  record.full = writer.intern(full_name(target));
  switch (target.kind) {
    case seclang::SelectorKind::kNone: break;
    case seclang::SelectorKind::kName:
      record.selector = Selector::kName;
      if (target.selector.has_references()) {
        error(target.position,
              "a name that is computed for each request cannot be a rule's target: " + full_name(target));
        break;
      }
      record.name = writer.intern(lower(target.selector.literal()));
      if (target.variable == lexicon::Variable::kTx) record.tx_slot = tx_.slot(target.selector.literal());
      break;
    case seclang::SelectorKind::kRegex: {
      record.selector = Selector::kRegex;
      const auto built = pattern(target.selector.literal(), true, target.position);
      if (built.has_value()) record.regex = built->blob;
      break;
    }
    case seclang::SelectorKind::kXPath: {
      record.selector = Selector::kXPath;
      const std::string blob = xpath_blob(target.selector.literal(), link);
      writer.put_blob(BlobKind::kXPath, blob);
      record.name = writer.intern(blob);
      break;
    }
  }
  return record;
}

std::optional<BuiltPattern> Build::pattern(const std::string& text, bool caseless,
                                           const seclang::Position& position) {
  match::regex::SyntaxOptions options;
  options.caseless = caseless;
  auto syntax = match::regex::parse(text, options);
  if (!syntax.has_value()) {
    error(position, "the pattern is none, at its byte " + std::to_string(syntax.error().offset_bytes) + ": " +
                        syntax.error().message);
    return std::nullopt;
  }
  BuiltPattern built{std::move(*syntax), kNone};
  if (!built.syntax.needs_backtracking()) {
    if (auto program = match::regex::compile(built.syntax); program.has_value()) {
      built.blob = writer.put_blob(BlobKind::kRegex,
                                   {reinterpret_cast<const char*>(program->data()), program->size()});
      return built;
    }
  }
  // PCRE2 is the judge of what only PCRE2 can run.
  if (auto checked = match::regex::Pcre2Regex::compile(text, options, {}); !checked.has_value()) {
    error(position, "the pattern is none: " + checked.error().message);
    return std::nullopt;
  }
  built.blob = writer.put_blob(BlobKind::kPcre2, text, caseless ? 1 : 0);
  return built;
}

std::uint16_t Build::node(const std::vector<lexicon::Transformation>& chain) {
  std::uint16_t at = 0;
  for (const lexicon::Transformation transformation : chain) {
    const auto [known, is_new] =
        node_of_.try_emplace({at, transformation}, static_cast<std::uint16_t>(nodes_.size()));
    if (is_new) {
      nodes_.push_back(
          {at, static_cast<std::uint8_t>(transformation), static_cast<std::uint8_t>(nodes_[at].depth + 1)});
    }
    at = known->second;
  }
  return at;
}

std::vector<std::uint16_t> Build::way_to(std::uint16_t node) const {
  std::vector<std::uint16_t> way;
  for (std::uint16_t at = node; at != program::rules::kNone16; at = nodes_[at].parent) way.push_back(at);
  std::reverse(way.begin(), way.end());
  return way;
}

}  // namespace bulkhead::compile
