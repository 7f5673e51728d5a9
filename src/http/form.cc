#include "http/form.h"

#include <algorithm>

#include "http/percent.h"

namespace bulkhead::http {

FormOutcome read_form(std::string_view bytes, char separator, Arena& arena, ArgumentSink& sink) {
  FormOutcome outcome;
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, bytes.find(separator));
    bytes.remove_prefix(std::min(bytes.size(), piece.size() + 1));
    const std::string_view raw_name = piece.substr(0, piece.find('='));
    const auto name = percent_decode(raw_name, Plus::kSpace, arena);
    const auto value =
        percent_decode(piece.substr(std::min(piece.size(), raw_name.size() + 1)), Plus::kSpace, arena);
    if (!name || !value) {
      outcome.stop = ReadStop::kMemory;
      return outcome;
    }
    outcome.invalid_encoding |= name->invalid_encoding || value->invalid_encoding;
    if (!sink.argument(name->text, value->text)) {
      outcome.stop = ReadStop::kSink;
      return outcome;
    }
    ++outcome.arguments_count;
  }
  return outcome;
}

}  // namespace bulkhead::http
