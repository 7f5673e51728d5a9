#include "conformance/server_body.h"

#include <charconv>
#include <limits>

#include "conformance/server_line.h"

namespace bulkhead::conformance {

namespace {

std::unexpected<Refusal> refuse(std::uint16_t status, std::string reason) {
  return std::unexpected(Refusal{status, std::move(reason)});
}

std::expected<std::string, Refusal> take_chunks(std::string_view rest) {
  std::string body;
  while (true) {
    const auto line = take_line(rest);
    if (!line) return refuse(0, "chunks without end");
    std::size_t bytes = 0;
    const auto [end, wrong] = std::from_chars(line->data(), line->data() + line->size(), bytes, 16);
    const std::string_view after(end, line->data() + line->size());
    if (wrong != std::errc() || !(after.empty() || after[0] == ';' || after[0] == ' ' || after[0] == '\t'))
      return refuse(400, "an invalid chunk");
    if (bytes == 0) break;
    if (rest.size() < bytes) return refuse(0, "a chunk that is not all there");
    body += rest.substr(0, bytes);
    rest.remove_prefix(bytes);
    const auto ended = take_line(rest);
    if (!ended) return refuse(rest.empty() ? 0 : 400, "a chunk without end");
    if (!ended->empty()) return refuse(400, "a chunk longer than it says");
  }
  for (auto trailer = take_line(rest);; trailer = take_line(rest)) {
    if (!trailer) return refuse(0, "chunks without end");
    if (trailer->empty()) return body;
  }
}

std::expected<std::string, Refusal> take_length(std::string_view text, std::string_view rest) {
  std::uint64_t bytes = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), bytes);
  if (text.empty() || wrong != std::errc() || end != text.data() + text.size() ||
      bytes > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    return refuse(400, "an invalid Content-Length");
  if (rest.size() < bytes) return refuse(0, "a body that is not all there");
  return std::string(rest.substr(0, bytes));
}

}  // namespace

std::expected<std::string, Refusal> take_body(const Request& request, std::string_view rest) {
  const std::string* length = request.field("content-length");
  const std::string* coding = request.field("transfer-encoding");
  if (coding == nullptr) return length == nullptr ? std::string() : take_length(*length, rest);
  if (request.version == "1.0") return refuse(400, "Transfer-Encoding in HTTP/1.0");
  if (!same_name(*coding, "chunked")) return refuse(501, "an unknown Transfer-Encoding");
  if (length != nullptr) return refuse(400, "Content-Length and Transfer-Encoding");
  return take_chunks(rest);
}

}  // namespace bulkhead::conformance
