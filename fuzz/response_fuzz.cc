// Any bytes as a server's answer to the load generator. However they are cut into pieces, the reader comes to the same: where the
// answer ends, what its status is, who gave it, and whether the connection may be used again.

#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "drill/load/response_reader.h"

using bulkhead::load::ResponseReader;
using State = ResponseReader::State;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  ResponseReader whole;
  ResponseReader pieces;
  State of_whole = text.empty() ? State::kMore : whole.feed(text);
  State of_pieces = State::kMore;
  std::size_t at = 0;
  while (of_pieces == State::kMore && at < size) of_pieces = pieces.feed(text.substr(at++, 1));
  // Bytes behind the end are malformed when they come with it, and not seen yet when they come after it.
  if (of_pieces == State::kDone && at < size) return 0;
  if (of_whole == State::kMore) of_whole = whole.end();
  if (of_pieces == State::kMore) of_pieces = pieces.end();
  BULKHEAD_ASSERT(of_whole == of_pieces);
  if (of_whole != State::kDone) return 0;
  BULKHEAD_ASSERT(whole.status() >= 200 && whole.status() <= 599);
  BULKHEAD_ASSERT(whole.status() == pieces.status() && whole.refused() == pieces.refused());
  BULKHEAD_ASSERT(whole.keep_alive() == pieces.keep_alive());
  return 0;
}
