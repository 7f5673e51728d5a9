// What is read: texts with names, and how further files are asked for. This folder opens no file itself.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bulkhead::seclang {

/// A file: its name as messages show it, and its bytes.
struct Source {
  std::string name;
  std::string text;
};

/// Gives the files that rules name: by Include, by operators such as @pmFromFile, by SecUnicodeMapFile.
///
/// Threads    Called only within parse(), by its thread.
/// Errors     A file that cannot be had is a failure whose message says why; it becomes a diagnostic.
class FileReader {
 public:
  virtual ~FileReader() = default;

  /// The file `path`; a path that is not absolute is meant from the folder of the file `relative_to`.
  virtual Result<Source> read(std::string_view path, std::string_view relative_to) = 0;

  /// The paths of the files that `pattern` (with `*`, `?` and `[…]`) stands for, in the order of their names; none is
  /// no failure. Each is handed to read() as it is.
  virtual std::vector<std::string> glob(std::string_view pattern, std::string_view relative_to) = 0;
};

/// For texts that name no further file: has none.
class NoFiles final : public FileReader {
 public:
  Result<Source> read(std::string_view path, std::string_view relative_to) override;
  std::vector<std::string> glob(std::string_view pattern, std::string_view relative_to) override;
};

}  // namespace bulkhead::seclang
