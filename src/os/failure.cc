#include "os/failure.h"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "base/escape.h"

namespace bulkhead::os {
namespace {

constexpr std::size_t kPathBytesMax = 256;

ErrorCode code_of(int error_number) {
  switch (error_number) {
    case ENOSPC:
    case EDQUOT: return ErrorCode::kNoSpace;
    case ENOENT:
    case ENOTDIR: return ErrorCode::kNotFound;
    case EACCES:
    case EPERM:
    case EROFS: return ErrorCode::kDenied;
    case EEXIST: return ErrorCode::kConflict;
    default: return ErrorCode::kSystem;
  }
}

}  // namespace

std::unexpected<Error> fail_errno(std::string_view doing, std::string_view path, int error_number) {
  const char* meaning = strerrordesc_np(error_number);
  return fail(code_of(error_number),
              fmt::format("cannot {} {}: {}", doing, escape_log(cut(path, kPathBytesMax)),
                          meaning != nullptr ? meaning : "unknown error"));
}

}  // namespace bulkhead::os
