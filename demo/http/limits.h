// Every bound on what a client can make the demo hold, read or do.

#pragma once

#include <cstddef>
#include <cstdint>

namespace bulkhead::demo {

inline constexpr std::uint32_t kHeaderBytesMax = 16 * 1024;    ///< Request line and fields: 431 beyond.
inline constexpr std::size_t kTargetBytesMax = 4UL * 1024;     ///< Request target: 414 beyond.
inline constexpr std::uint64_t kBodyBytesMax = 256ULL * 1024;  ///< Forms and JSON: 413 beyond.
inline constexpr std::uint64_t kUploadBytesMax = 2ULL << 30;   ///< /upload, streamed: 413 beyond.
inline constexpr std::uint64_t kDownloadBytesMax = 2ULL << 30;
inline constexpr std::size_t kMessageBytesMax = 1 << 20;  ///< One WebSocket message: close 1009 beyond.
inline constexpr std::size_t kFieldsMax = 100;            ///< Pairs in a query or form: 400 beyond.
inline constexpr std::size_t kCookiesMax = 50;        ///< Cookies read from one request; more are not seen.
inline constexpr std::size_t kConnectionsMax = 8192;  ///< Beyond: 503 and close.
inline constexpr std::size_t kWaitingMax = 20'000;    ///< Requests waiting for a slot: 503 beyond.
inline constexpr std::size_t kSessionsMax = 50'000;   ///< Beyond: the one unused longest goes.

inline constexpr int kHeaderSeconds =
    75;  ///< To send a request's head. Also how long keep-alive waits: longer than proxies do.
inline constexpr int kBodySeconds = 60;     ///< Between two reads of a body, or writes of an answer.
inline constexpr int kSessionMinutes = 30;  ///< Unused sessions end.

}  // namespace bulkhead::demo
