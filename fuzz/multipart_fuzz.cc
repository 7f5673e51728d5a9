// A Content-Type (the first line) and a multipart body. Contents must be pieces of the body, in order and apart from each other;
// and what was read without error must be read as the same when it is written anew, with another boundary.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/check.h"
#include "http/multipart.h"

namespace {

using namespace bulkhead;
using namespace bulkhead::http;

class Parts final : public MultipartSink {
 public:
  struct Part {
    std::string_view name;
    std::string_view filename;
    std::string_view content;
    bool operator==(const Part&) const = default;
  };

  bool disposition_name(std::string_view name) override { return name.size() <= kPartHeaderBytesMax; }
  bool disposition_filename(std::string_view name) override { return name.size() <= kPartHeaderBytesMax; }
  bool part_header(std::string_view, std::string_view line) override {
    BULKHEAD_ASSERT(line.find('\0') == std::string_view::npos);
    return true;
  }
  bool field(std::string_view name, std::string_view value) override {
    list.push_back({name, {}, value});
    return true;
  }
  bool file(const MultipartFile& file) override {
    BULKHEAD_ASSERT(!file.filename.empty());
    list.push_back({file.name, file.filename, file.content});
    return true;
  }

  std::vector<Part> list;
};

void check_order(const std::vector<Parts::Part>& parts, std::string_view body) {
  const char* end = body.data();
  for (const Parts::Part& part : parts) {
    BULKHEAD_ASSERT(!part.name.empty());
    if (part.content.data() == nullptr) continue;
    BULKHEAD_ASSERT(part.content.data() >= end);
    end = part.content.data() + part.content.size();
  }
  BULKHEAD_ASSERT(end <= body.data() + body.size());
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

void check_written_anew(const std::vector<Parts::Part>& parts, std::string_view body) {
  std::string boundary = "b0";
  while (body.find(boundary) != std::string_view::npos) boundary += std::to_string(boundary.size());
  std::string anew;
  for (const Parts::Part& part : parts) {
    if (part.name.size() + part.filename.size() > 1'000) return;
    anew += "--" + boundary + "\r\nContent-Disposition: form-data; name=" + quoted(part.name);
    if (!part.filename.empty()) anew += "; filename=" + quoted(part.filename);
    anew.append("\r\n\r\n").append(part.content).append("\r\n");
  }
  anew += "--" + boundary + "--\r\n";
  Arena arena(64u << 20, 0);
  Parts again;
  const MultipartOutcome outcome =
      read_multipart("multipart/form-data; boundary=" + boundary, anew, {}, arena, again);
  BULKHEAD_ASSERT(outcome.error == MultipartError::kNone);
  BULKHEAD_ASSERT(again.list == parts);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(bytes), size);
  const std::string_view content_type = input.substr(0, input.find('\n'));
  const std::string_view body = input.substr(std::min(input.size(), content_type.size() + 1));
  Arena arena(64u << 20, 0);
  Parts parts;
  const MultipartOutcome outcome = read_multipart(content_type, body, {}, arena, parts);
  BULKHEAD_ASSERT(outcome.stop == ReadStop::kNone);
  BULKHEAD_ASSERT(outcome.fields_count + outcome.files_count == parts.list.size());
  BULKHEAD_ASSERT(outcome.files_bytes + outcome.bytes_without_files <= body.size());
  BULKHEAD_ASSERT(!outcome.flags.malformed || outcome.error != MultipartError::kNone);
  check_order(parts.list, body);
  if (outcome.error == MultipartError::kNone) check_written_anew(parts.list, body);
  return 0;
}
