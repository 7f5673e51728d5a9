// A zip archive written from front to back, never looked back at.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bulkhead::demo {

/// Writes deflated entries; sizes and checksums follow each entry's bytes (APPNOTE 4.3.9, data
/// descriptor), so that nothing is held back. All entries carry the same date: equal content, equal bytes.
///
/// Requires: an archive and each entry below 4 GiB, at most 65,535 entries; names in ASCII.
class ZipWriter {
 public:
  ZipWriter();
  ~ZipWriter();

  void begin_entry(std::string_view name, std::string& out);
  void write(std::string_view bytes, std::string& out);
  void end_entry(std::string& out);
  /// Writes the directory; the archive is complete.
  void finish(std::string& out);

 private:
  struct Deflater;
  struct Entry {
    std::string name;
    std::uint32_t offset = 0;
    std::uint32_t crc = 0;
    std::uint32_t packed_bytes = 0;
    std::uint32_t bytes = 0;
  };

  void emit(std::string_view bytes, std::string& out);
  void compress(std::string_view bytes, int flush, std::string& out);

  std::unique_ptr<Deflater> deflater_;
  std::vector<Entry> entries_;
  std::uint32_t written_bytes_ = 0;
};

}  // namespace bulkhead::demo
