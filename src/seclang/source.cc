#include "seclang/source.h"

namespace bulkhead::seclang {

Result<Source> NoFiles::read(std::string_view path, std::string_view /*relative_to*/) {
  return fail(ErrorCode::kNotFound, "no file can be read here: " + std::string(path));
}

std::vector<std::string> NoFiles::glob(std::string_view /*pattern*/, std::string_view /*relative_to*/) {
  return {};
}

}  // namespace bulkhead::seclang
