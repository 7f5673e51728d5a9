#include "cli/inspect/raw_response.h"

#include <charconv>

#include "conformance/server_line.h"

namespace bulkhead::cli {

Result<RawResponse> read_response(std::string_view bytes) {
  const auto wrong = [](const char* what) {
    return fail(ErrorCode::kInvalid, std::string("the response cannot be read: ") + what);
  };
  RawResponse response;
  const auto line = conformance::take_line(bytes);
  if (!line || !line->starts_with("HTTP/1.") || line->size() < 12)
    return wrong("it does not begin with a status line");
  const auto [end, failed] = std::from_chars(line->data() + 9, line->data() + 12, response.status);
  if (failed != std::errc{} || end != line->data() + 12) return wrong("its status is no number");
  while (true) {
    const auto field = conformance::take_line(bytes);
    if (!field) return wrong("its fields have no end");
    if (field->empty()) break;
    const std::size_t colon = field->find(':');
    if (colon == std::string_view::npos || colon == 0) return wrong("a field without a name");
    std::string_view value = field->substr(colon + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    response.fields.push_back({std::string(field->substr(0, colon)), std::string(value)});
  }
  response.body = std::string(bytes);
  return response;
}

}  // namespace bulkhead::cli
