#include "seclang/step_reader.h"

#include <charconv>
#include <string>
#include <utility>

#include "lexicon/spelling.h"
#include "seclang/control_reader.h"
#include "seclang/text_reader.h"

namespace bulkhead::seclang {

namespace {

/// A name in a collection: `tx.name`, `ip:name`.
struct Member {
  lexicon::Variable collection{};
  Text name;
};

/// Reports the action's value as wrong; `form` is the right one.
void refuse(const RawAction& action, Context& context, std::string_view form) {
  context.findings.error(action.value.at(), std::string(lexicon::name(action.action)) + " needs the form " +
                                                std::string(form) + ", here is " +
                                                quoted(action.value.text()));
}

/// Where `=` stands outside of `%{…}`, or npos.
std::size_t equals_sign(std::string_view text) {
  const std::size_t last = text.rfind('}');
  const std::size_t last_brace = last == std::string_view::npos ? 0 : last;
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "%{") inside = i < last_brace;
    if (text[i] == '}') inside = false;
    if (text[i] == '=' && !inside) return i;
  }
  return std::string_view::npos;
}

/// `'…'` around a whole value behind an equals sign goes.
Part without_quotes(Part part) {
  const std::string_view text = part.text();
  if (text.size() >= 2 && text.front() == '\'' && text.back() == '\'') return part.sub(1, text.size() - 2);
  return part;
}

std::optional<lexicon::Variable> read_collection(Part part, bool persistent_only, Context& context) {
  const auto variable = read_variable_name(part, context);
  if (!variable) return std::nullopt;
  const lexicon::VariableLife life = lexicon::life(*variable);
  if (life == lexicon::VariableLife::kPersistent) return variable;
  if (life == lexicon::VariableLife::kSettable && !persistent_only) return variable;
  context.findings.error(part.at(), std::string(lexicon::name(*variable)) + " cannot be changed by a rule");
  return std::nullopt;
}

std::optional<Member> read_member(Part part, bool persistent_only, const RawAction& action,
                                  Context& context) {
  const std::string_view text = part.text();
  const std::size_t name_size = variable_name_size(text);
  if (name_size == 0 || name_size + 1 >= text.size() || (text[name_size] != '.' && text[name_size] != ':')) {
    refuse(action, context, "collection.name");
    return std::nullopt;
  }
  const auto collection = read_collection(part.sub(0, name_size), persistent_only, context);
  if (!collection) return std::nullopt;
  return Member{*collection, read_text(part.sub(name_size + 1), context)};
}

std::optional<SetVar> read_setvar(const RawAction& action, Context& context) {
  Part value = action.value;
  SetVar set;
  if (value.text().starts_with('!')) {
    set.how = SetVar::How::kUnset;
    value = value.sub(1);
  }
  const std::size_t equals = equals_sign(value.text());
  auto member = read_member(value.sub(0, equals).trimmed(), false, action, context);
  if (!member) return std::nullopt;
  set.collection = member->collection;
  set.name = std::move(member->name);
  if (equals == std::string_view::npos) {
    if (set.how == SetVar::How::kSet) set.value.pieces.push_back({"1", std::nullopt});
    return set;
  }
  if (set.how == SetVar::How::kUnset) {
    refuse(action, context, "!collection.name");
    return std::nullopt;
  }
  value = value.sub(equals + 1);
  if (value.text().starts_with('+') || value.text().starts_with('-')) {
    set.how = value.text()[0] == '+' ? SetVar::How::kAdd : SetVar::How::kSubtract;
    value = value.sub(1);
  }
  set.value = read_text(value, context);
  return set;
}

std::optional<ExpireVar> read_expirevar(const RawAction& action, Context& context) {
  const std::size_t equals = equals_sign(action.value.text());
  auto member = read_member(action.value.sub(0, equals).trimmed(), false, action, context);
  if (!member) return std::nullopt;
  if (equals == std::string_view::npos || equals + 1 == action.value.size()) {
    refuse(action, context, "collection.name=seconds");
    return std::nullopt;
  }
  return ExpireVar{member->collection, std::move(member->name),
                   read_text(action.value.sub(equals + 1), context)};
}

std::optional<InitCollection> read_initcol(const RawAction& action, Context& context) {
  const std::size_t equals = equals_sign(action.value.text());
  if (equals == std::string_view::npos || equals + 1 == action.value.size()) {
    refuse(action, context, "collection=key");
    return std::nullopt;
  }
  const auto collection = read_collection(action.value.sub(0, equals).trimmed(), true, context);
  if (!collection) return std::nullopt;
  return InitCollection{*collection,
                        read_text(without_quotes(action.value.sub(equals + 1).trimmed()), context)};
}

std::optional<SetEnv> read_setenv(const RawAction& action, Context& context) {
  const std::size_t equals = equals_sign(action.value.text());
  if (equals == std::string_view::npos || equals == 0) {
    refuse(action, context, "name=value");
    return std::nullopt;
  }
  return SetEnv{read_text(action.value.sub(0, equals), context),
                read_text(without_quotes(action.value.sub(equals + 1)), context)};
}

std::optional<XmlNamespace> read_xmlns(const RawAction& action, Context& context) {
  const std::size_t equals = action.value.text().find('=');
  const Part uri = without_quotes(action.value.sub(std::min(equals, action.value.size() - 1) + 1));
  if (equals == std::string_view::npos || equals == 0 || uri.empty()) {
    refuse(action, context, "prefix=namespace");
    return std::nullopt;
  }
  return XmlNamespace{unescaped(action.value.sub(0, equals).text()), unescaped(uri.text())};
}

lexicon::Variable keyed_collection(lexicon::Action action) {
  if (action == lexicon::Action::kSetSid) return lexicon::Variable::kSession;
  if (action == lexicon::Action::kSetUid) return lexicon::Variable::kUser;
  return lexicon::Variable::kResource;
}

template <typename What>
std::optional<Step> step_of(const RawAction& action, std::optional<What> what) {
  if (!what) return std::nullopt;
  return Step{action.action, std::move(*what), action.name.at()};
}

}  // namespace

bool is_step(lexicon::Action action) {
  return lexicon::group(action) == lexicon::ActionGroup::kVariable || action == lexicon::Action::kXmlNs;
}

std::optional<Step> read_step(const RawAction& action, Context& context) {
  switch (action.action) {
    case lexicon::Action::kSetVar: return step_of(action, read_setvar(action, context));
    case lexicon::Action::kExpireVar: return step_of(action, read_expirevar(action, context));
    case lexicon::Action::kInitCol: return step_of(action, read_initcol(action, context));
    case lexicon::Action::kSetEnv: return step_of(action, read_setenv(action, context));
    case lexicon::Action::kXmlNs: return step_of(action, read_xmlns(action, context));
    case lexicon::Action::kCtl: return step_of(action, read_control(action, context));
    default: break;
  }
  return Step{action.action,
              InitCollection{keyed_collection(action.action), read_text(action.value, context)},
              action.name.at()};
}

std::optional<std::uint64_t> read_number(std::string_view digits, std::uint64_t max) {
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (failure != std::errc() || end != digits.data() + digits.size() || digits.empty() || value > max) {
    return std::nullopt;
  }
  return value;
}

std::optional<IdRange> read_id_range(Part part, Context& context) {
  const std::string_view text = part.text();
  const std::size_t dash = text.find('-');
  const auto first = read_number(text.substr(0, dash), kRuleIdMax);
  const auto last = dash == std::string_view::npos ? first : read_number(text.substr(dash + 1), kRuleIdMax);
  if (!first || !last || *first > *last) {
    context.findings.error(part.at(), "not a rule id, nor a range of them: " + quoted(text));
    return std::nullopt;
  }
  return IdRange{*first, *last};
}

}  // namespace bulkhead::seclang
