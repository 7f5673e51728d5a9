#include "seclang/operator_reader.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/address.h"
#include "seclang/known_words.h"
#include "seclang/text_reader.h"

namespace bulkhead::seclang {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The bytes of `3c 73`; nothing when it is anything else.
std::optional<std::string> hex_bytes(std::string_view text) {
  std::string bytes;
  int high = -1;
  for (const char c : text) {
    if (c == ' ') continue;
    const int value = hex_value(c);
    if (value < 0) return std::nullopt;
    if (high < 0) {
      high = value;
    } else {
      bytes += static_cast<char>(high * 16 + value);
      high = -1;
    }
  }
  if (high >= 0 || bytes.empty()) return std::nullopt;
  return bytes;
}

/// Calls `take` with each piece of `text` between bytes of `separators`, empty ones left out, and its offset.
template <typename Take>
void for_each_piece(std::string_view text, std::string_view separators, Take take) {
  std::size_t from = 0;
  while ((from = text.find_first_not_of(separators, from)) != std::string_view::npos) {
    const std::size_t to = std::min(text.find_first_of(separators, from), text.size());
    take(text.substr(from, to - from), from);
    from = to;
  }
}

/// An address with or without a prefix. Bits beyond the prefix may be set, as ModSecurity has it.
bool is_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const Result<Address> address = Address::parse(text.substr(0, slash));
  if (!address) return false;
  if (slash == std::string_view::npos) return true;
  const std::string_view digits = text.substr(slash + 1);
  unsigned bits = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  return failure == std::errc() && end == digits.data() + digits.size() && !digits.empty() &&
         bits <= (text.find(':') == std::string_view::npos ? 32U : 128U);
}

std::optional<unsigned> byte_value(std::string_view digits) {
  unsigned value = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (failure != std::errc() || end != digits.data() + digits.size() || value > 255) return std::nullopt;
  return value;
}

Part without_leading_blanks(Part part) {
  const std::size_t from = part.text().find_first_not_of(" \t");
  return part.sub(std::min(from, part.size()));
}

class OperatorReader {
 public:
  OperatorReader(Part part, Context& context) : part_(part), context_(context) {}

  std::optional<Operator> read();

 private:
  std::optional<lexicon::Operator> kind();
  bool argument();
  bool phrases();
  bool networks();
  bool bytes();
  bool files();
  bool file(std::string_view name, Position at);
  bool add_word(std::string word, Position at);

  Part part_;
  Context& context_;
  Operator op_;
};

std::optional<Operator> OperatorReader::read() {
  part_ = without_leading_blanks(part_);
  if (!part_.empty() && part_.text()[0] == '!') {
    op_.negated = true;
    part_ = without_leading_blanks(part_.sub(1));
  }
  op_.position = part_.at();
  const auto kind = this->kind();
  if (!kind) return std::nullopt;
  op_.kind = *kind;
  const lexicon::Standing standing = lexicon::standing(*kind);
  const std::string spelled = '@' + std::string(lexicon::name(*kind));
  if (standing.refused()) {
    context_.findings.error(op_.position, spelled + " is not supported: " + std::string(standing.reason));
    return std::nullopt;
  }
  if (!standing.supported()) {
    context_.findings.warning(op_.position, spelled + " has no effect: " + std::string(standing.reason));
  }
  if (part_.size() > context_.limits.pattern_bytes_max) {
    context_.over_limit(part_.at(), "operator's argument too long", "pattern_bytes_max",
                        context_.limits.pattern_bytes_max, part_.size());
    return std::nullopt;
  }
  if (!argument()) return std::nullopt;
  return std::move(op_);
}

/// The operator's name is cut off `part_`, so that the argument is left.
std::optional<lexicon::Operator> OperatorReader::kind() {
  const std::string_view text = part_.text();
  if (text.size() < 2 || text[0] != '@' || !is_letter(text[1])) return lexicon::Operator::kRx;
  const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
  const std::string_view word = text.substr(1, end - 1);
  const auto found = lexicon::find_operator(word);
  if (!found) {
    const auto& known = all_names<lexicon::Operator, lexicon::kOperators>();
    context_.unknown(part_.at(), "operator", word, known);
    return std::nullopt;
  }
  part_ = without_leading_blanks(part_.sub(end));
  return found;
}

bool OperatorReader::argument() {
  switch (lexicon::argument(op_.kind)) {
    case lexicon::OperatorArgument::kNone: return true;
    case lexicon::OperatorArgument::kText:
    case lexicon::OperatorArgument::kNumber:
    case lexicon::OperatorArgument::kPattern: {
      const std::size_t before = context_.findings.errors();
      op_.argument = read_text(part_, context_);
      return context_.findings.errors() == before;
    }
    case lexicon::OperatorArgument::kWords: return phrases();
    case lexicon::OperatorArgument::kNetworks: return networks();
    case lexicon::OperatorArgument::kBytes: return bytes();
    case lexicon::OperatorArgument::kFileName: return files();
  }
  return false;
}

bool OperatorReader::add_word(std::string word, Position at) {
  if (op_.words.size() >= context_.limits.words_max) {
    context_.over_limit(at, "too many words", "words_max", context_.limits.words_max, op_.words.size() + 1);
    return false;
  }
  op_.words.push_back(std::move(word));
  return true;
}

bool OperatorReader::phrases() {
  op_.argument = plain_text(part_);
  for (std::string& phrase : split_phrases(op_.argument.literal())) {
    if (!add_word(std::move(phrase), part_.at())) return false;
  }
  if (!op_.words.empty()) return true;
  context_.findings.error(op_.position, "@pm needs at least one word");
  return false;
}

bool OperatorReader::networks() {
  op_.argument = plain_text(part_);
  bool good = true;
  for_each_piece(part_.text(), ", \t", [&](std::string_view word, std::size_t offset) {
    if (!is_network(word)) {
      context_.findings.error(part_.at(offset), "not an address or a network: " + quoted(word));
      good = false;
    } else if (good) {
      good = add_word(std::string(word), part_.at(offset));
    }
  });
  if (good && op_.words.empty()) {
    context_.findings.error(op_.position, "@ipMatch needs at least one address or network");
    return false;
  }
  return good;
}

bool OperatorReader::bytes() {
  op_.argument = plain_text(part_);
  bool good = true;
  bool any = false;
  for_each_piece(part_.text(), ", \t", [&](std::string_view word, std::size_t offset) {
    const std::size_t dash = word.find('-');
    const auto first = byte_value(word.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : byte_value(word.substr(dash + 1));
    any = true;
    if (!first || !last || *first > *last) {
      context_.findings.error(part_.at(offset),
                              "not a byte from 0 to 255, nor a range of them: " + quoted(word));
      good = false;
      return;
    }
    op_.bytes |= ByteSet::range(static_cast<std::uint8_t>(*first), static_cast<std::uint8_t>(*last));
  });
  if (!any) {
    context_.findings.error(op_.position, "@validateByteRange needs at least one byte or range");
    return false;
  }
  return good;
}

bool OperatorReader::files() {
  op_.argument = plain_text(part_);
  bool good = true;
  bool any = false;
  const std::string names = op_.argument.literal();
  for_each_piece(names, " \t", [&](std::string_view name, std::size_t offset) {
    any = true;
    if (good) good = file(name, part_.at(offset));
  });
  if (!any) {
    context_.findings.error(op_.position,
                            '@' + std::string(lexicon::name(op_.kind)) + " needs the name of a file");
    return false;
  }
  return good;
}

bool OperatorReader::file(std::string_view name, Position at) {
  const std::optional<Source> source = context_.read_file(name, at);
  if (!source) return false;
  const bool addresses = op_.kind == lexicon::Operator::kIpMatchFromFile;
  std::size_t number = 0;
  bool good = true;
  std::string_view rest = source->text;
  while (!rest.empty() && good) {
    ++number;
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t begin = line.find_first_not_of(" \t\v\f");
    if (begin == std::string_view::npos || line[begin] == '#') continue;
    if (!addresses) {
      // A phrase is the whole line, blanks at its ends too.
      good = add_word(std::string(line), at);
      continue;
    }
    for_each_piece(line.substr(0, line.find('#')), ", \t", [&](std::string_view word, std::size_t) {
      if (!is_network(word)) {
        context_.findings.error(at, source->name + ':' + std::to_string(number) +
                                        ": not an address or a network: " + quoted(word));
        good = false;
      } else if (good) {
        good = add_word(std::string(word), at);
      }
    });
  }
  return good;
}

}  // namespace

std::optional<Operator> read_operator(Part part, Context& context) {
  return OperatorReader(part, context).read();
}

std::vector<std::string> split_phrases(std::string_view text) {
  std::vector<std::string> phrases;
  std::string phrase;
  const auto end_phrase = [&] {
    if (!phrase.empty()) phrases.push_back(std::exchange(phrase, {}));
  };
  std::size_t close = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ' || text[i] == '\t') {
      end_phrase();
      continue;
    }
    if (text[i] == '|') {
      close = text.find('|', i + 1);
      const auto bytes =
          close == std::string_view::npos ? std::nullopt : hex_bytes(text.substr(i + 1, close - i - 1));
      if (bytes) {
        phrase += *bytes;
        i = close;
        continue;
      }
    }
    if (text[i] == '\\' && i + 1 < text.size() &&
        std::string_view("\\:;").find(text[i + 1]) != std::string_view::npos) {
      ++i;
    }
    phrase += text[i];
  }
  end_phrase();
  return phrases;
}

}  // namespace bulkhead::seclang
