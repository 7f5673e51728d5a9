#include "cli/answer.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "base/check.h"

namespace bulkhead::cli {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr std::size_t kStepBytes = AnswerReader::kHeadBytesMax / 2;

}  // namespace

struct AnswerReader::State {
  http::response_parser<http::string_body> parser;
  boost::beast::flat_buffer unread;
};

AnswerReader::AnswerReader() : state_(std::make_unique<State>()) {
  state_->parser.header_limit(kHeadBytesMax);
  state_->parser.body_limit(kBodyBytesMax);
}

AnswerReader::~AnswerReader() = default;

Result<bool> AnswerReader::take(std::string_view piece) {
  auto& [parser, unread] = *state_;
  while (!parser.is_done() && !piece.empty()) {
    const std::string_view step = piece.substr(0, kStepBytes);
    piece.remove_prefix(step.size());
    const auto room = unread.prepare(step.size());
    unread.commit(asio::buffer_copy(room, asio::buffer(step.data(), step.size())));
    error_code code;
    // Step by step: an eager parser of Boost 1.74 forgets that the length is beyond the limit where the body's first bytes
    // come together with the head, and makes room for all that was announced.
    while (!code && !parser.is_done() && unread.size() > 0) unread.consume(parser.put(unread.data(), code));
    // The parser bounds the head and the body, but not the line before a chunk.
    if (code == http::error::need_more && unread.size() >= kHeadBytesMax) code = http::error::header_limit;
    if (code && code != http::error::need_more) return fail(ErrorCode::kUnavailable, code.message());
  }
  return parser.is_done();
}

Status AnswerReader::end() {
  auto& parser = state_->parser;
  error_code code;
  if (!parser.got_some())
    code = http::error::end_of_stream;
  else if (!parser.is_done())
    parser.put_eof(code);
  if (code) return fail(ErrorCode::kUnavailable, code.message());
  return {};
}

ApiAnswer AnswerReader::answer() const {
  BULKHEAD_ASSERT(state_->parser.is_done());
  const auto& in = state_->parser.get();
  return {static_cast<int>(in.result_int()), std::string(in[http::field::content_type]), in.body()};
}

}  // namespace bulkhead::cli
