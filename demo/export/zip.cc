#include "demo/export/zip.h"

#include <array>
#include <cstddef>
#include <new>

#include <zlib.h>

namespace bulkhead::demo {
namespace {

constexpr std::uint16_t kVersionNeeded = 20;     // deflate
constexpr std::uint16_t kSizesFollow = 1u << 3;  // general purpose bit 3: a data descriptor follows
constexpr std::uint16_t kDeflated = 8;
constexpr std::uint16_t kMidnight = 0;
constexpr std::uint16_t kFirstOf1980 = (1u << 5) | 1u;  // year 1980 + 0, month 1, day 1
constexpr int kFastLevel = 3;                           // the size hardly changes above it, the time does

// Little-endian numbers, one after another.
class Record {
 public:
  Record& u16(std::uint16_t value) { return put(value, 2); }
  Record& u32(std::uint32_t value) { return put(value, 4); }
  Record& text(std::string_view value) {
    bytes_ += value;
    return *this;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  Record& put(std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) bytes_.push_back(static_cast<char>((value >> (8 * i)) & 0xff));
    return *this;
  }
  std::string bytes_;
};

}  // namespace

struct ZipWriter::Deflater {
  Deflater() {
    // Negative window bits: raw deflate, as zip wants it.
    if (deflateInit2(&stream, kFastLevel, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
  }
  ~Deflater() { deflateEnd(&stream); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  z_stream stream{};
};

ZipWriter::ZipWriter() : deflater_(std::make_unique<Deflater>()) {}
ZipWriter::~ZipWriter() = default;

void ZipWriter::emit(std::string_view bytes, std::string& out) {
  out += bytes;
  written_bytes_ += static_cast<std::uint32_t>(bytes.size());
}

void ZipWriter::begin_entry(std::string_view name, std::string& out) {
  entries_.push_back({.name = std::string(name), .offset = written_bytes_});
  deflateReset(&deflater_->stream);
  emit(Record()
           .u32(0x04034b50)
           .u16(kVersionNeeded)
           .u16(kSizesFollow)
           .u16(kDeflated)
           .u16(kMidnight)
           .u16(kFirstOf1980)
           .u32(0)
           .u32(0)
           .u32(0)
           .u16(static_cast<std::uint16_t>(name.size()))
           .u16(0)
           .text(name)
           .bytes(),
       out);
}

void ZipWriter::compress(std::string_view bytes, int flush, std::string& out) {
  z_stream& stream = deflater_->stream;
  // zlib reads only; its interface is older than const.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::array<char, 32 * 1024> packed;
  do {
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, flush);
    const std::size_t made = packed.size() - stream.avail_out;
    entries_.back().packed_bytes += static_cast<std::uint32_t>(made);
    emit({packed.data(), made}, out);
  } while (stream.avail_out == 0);
}

void ZipWriter::write(std::string_view bytes, std::string& out) {
  Entry& entry = entries_.back();
  entry.crc = static_cast<std::uint32_t>(
      crc32(entry.crc, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
  entry.bytes += static_cast<std::uint32_t>(bytes.size());
  compress(bytes, Z_NO_FLUSH, out);
}

void ZipWriter::end_entry(std::string& out) {
  compress({}, Z_FINISH, out);
  const Entry& entry = entries_.back();
  emit(Record().u32(0x08074b50).u32(entry.crc).u32(entry.packed_bytes).u32(entry.bytes).bytes(), out);
}

void ZipWriter::finish(std::string& out) {
  const std::uint32_t directory_at = written_bytes_;
  for (const Entry& entry : entries_) {
    emit(Record()
             .u32(0x02014b50)
             .u16(kVersionNeeded)
             .u16(kVersionNeeded)
             .u16(kSizesFollow)
             .u16(kDeflated)
             .u16(kMidnight)
             .u16(kFirstOf1980)
             .u32(entry.crc)
             .u32(entry.packed_bytes)
             .u32(entry.bytes)
             .u16(static_cast<std::uint16_t>(entry.name.size()))
             .u16(0)
             .u16(0)
             .u16(0)
             .u16(0)
             .u32(0)
             .u32(entry.offset)
             .text(entry.name)
             .bytes(),
         out);
  }
  const auto count = static_cast<std::uint16_t>(entries_.size());
  const std::uint32_t directory_bytes = written_bytes_ - directory_at;
  emit(Record()
           .u32(0x06054b50)
           .u16(0)
           .u16(0)
           .u16(count)
           .u16(count)
           .u32(directory_bytes)
           .u32(directory_at)
           .u16(0)
           .bytes(),
       out);
}

}  // namespace bulkhead::demo
