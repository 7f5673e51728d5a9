#include "http/uri.h"

#include <cstddef>

#include "http/percent.h"

namespace bulkhead::http {
namespace {

/// What follows scheme and host. Case by case as libmodsecurity: the first ':' must be followed by "//", and the first '/' behind
/// those ends the host, also when it stands in the query.
std::string_view without_origin(std::string_view decoded) {
  if (decoded.empty() || decoded.front() == '/') return decoded;
  const std::size_t colon = decoded.find(':');
  if (colon == std::string_view::npos || !decoded.substr(colon + 1).starts_with("//")) return decoded;
  const std::size_t path = decoded.find('/', colon + 3);
  return path == std::string_view::npos ? decoded : decoded.substr(path);
}

std::string_view last_segment(std::string_view filename) {
  const std::size_t slash = filename.find_last_of("/\\");
  return slash == std::string_view::npos ? std::string_view{} : filename.substr(slash + 1);
}

}  // namespace

std::optional<Target> read_target(std::string_view raw, Arena& arena) {
  Target target;
  target.uri_raw = raw;
  const std::string_view sent = raw.substr(0, raw.find('#'));
  const auto decoded = percent_decode(sent, Plus::kKept, arena);
  if (!decoded) return {};
  target.uri = without_origin(decoded->text);
  target.filename = decoded->text.substr(0, decoded->text.find('?'));
  target.basename = last_segment(target.filename);
  if (const std::size_t query = sent.find('?'); query != std::string_view::npos)
    target.query_string = sent.substr(query + 1);
  return target;
}

}  // namespace bulkhead::http
