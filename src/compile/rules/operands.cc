#include "compile/rules/operands.h"

#include <charconv>
#include <limits>

#include "base/address.h"
#include "match/words/word_set.h"

namespace bulkhead::compile {

namespace {

using lexicon::Operator;
using program::rules::BlobKind;
using program::rules::LinkRecord;
using program::rules::Section;

void put_words(Build& build, const seclang::Operator& op, LinkRecord& record) {
  const auto words = match::build_word_set(op.words);
  if (!words.has_value()) return build.error(op.position, words.error().message);
  record.operand =
      build.writer.put_blob(BlobKind::kWords, {reinterpret_cast<const char*>(words->data()), words->size()});
}

// As rules write it: bits behind the prefix may be set and do not count.
Result<Network> read_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = Address::parse(text.substr(0, slash));
  if (!address) return fail_as(address);
  unsigned prefix = address->is_v4() ? 32 : 128;
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    unsigned given = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), given);
    if (error != std::errc{} || end != digits.data() + digits.size() || given > prefix) {
      return fail(ErrorCode::kInvalid, "no network: " + std::string(text));
    }
    prefix = given;
  }
  Network network{*address, static_cast<std::uint8_t>(address->is_v4() ? prefix + 96 : prefix)};
  for (unsigned bit = network.prefix_bits; bit < 128; ++bit) {
    network.address.bytes[bit / 8] &= static_cast<std::uint8_t>(~(0x80u >> (bit % 8)));
  }
  return network;
}

void put_networks(Build& build, const seclang::Operator& op, LinkRecord& record) {
  record.operand = build.writer.count(Section::kNetworks);
  for (const std::string& text : op.words) {
    const auto network = read_network(text);
    if (!network.has_value()) {
      build.error(op.position, network.error().message);
      continue;
    }
    build.writer.put(Section::kNetworks,
                     program::rules::NetworkRecord{network->address.bytes, network->prefix_bits, 0});
  }
  record.operand_count = build.writer.count(Section::kNetworks) - record.operand;
}

// As the engine reads numbers; a text that is none is 0, as rules have it. Too large for 32 bits is 0, for 64 the largest.
template <typename Number>
std::int64_t number_of(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n\v\f");
  if (begin == std::string_view::npos) return 0;
  text.remove_prefix(begin);
  if (text.starts_with('+')) text.remove_prefix(1);
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::result_out_of_range && sizeof(Number) > 4) {
    return text.starts_with('-') ? std::numeric_limits<Number>::min() : std::numeric_limits<Number>::max();
  }
  return number;
}

}  // namespace

Needs put_operator(Build& build, const seclang::Link& link, LinkRecord& record) {
  const seclang::Operator& op = link.op;
  record.op = static_cast<std::uint8_t>(op.kind);
  if (op.negated) record.flags |= program::rules::kNegated;
  if (!op.argument.has_references()) record.flags |= program::rules::kConstantOperand;
  std::optional<BuiltPattern> pattern;
  switch (op.kind) {
    case Operator::kPm:
    case Operator::kPmFromFile: put_words(build, op, record); break;
    case Operator::kIpMatch:
    case Operator::kIpMatchFromFile: put_networks(build, op, record); break;
    case Operator::kValidateByteRange: record.operand = build.writer.put(Section::kByteSets, op.bytes); break;
    case Operator::kRx:
    case Operator::kRxGlobal:
    case Operator::kVerifyCc:
    case Operator::kVerifyCpf:
    case Operator::kVerifySsn:
    case Operator::kVerifySvnr:
      if (op.argument.has_references()) {
        record.operand = build.put_text(op.argument);
        break;
      }
      pattern = build.pattern(op.argument.literal(), false, op.position);
      if (pattern.has_value()) record.operand = pattern->blob;
      break;
    default:
      record.operand = build.put_text(op.argument);
      if (!op.argument.has_references()) {
        const std::string text = op.argument.literal();
        record.number =
            op.kind == Operator::kEq ? number_of<std::int32_t>(text) : number_of<std::int64_t>(text);
      }
  }
  return needs_of(link, pattern.has_value() ? &pattern->syntax : nullptr);
}

}  // namespace bulkhead::compile
