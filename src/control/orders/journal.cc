#include "control/orders/journal.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "control/orders/codec.h"
#include "os/file.h"
#include "os/mapped_file.h"

namespace bulkhead::control {
namespace {

using Digest = std::array<std::byte, 16>;

struct Header {
  std::array<char, 8> magic{};
  std::uint32_t version = 0;
  std::uint32_t bytes = 0;
  std::uint64_t generation = 0;
  Digest digest{};
  std::array<std::byte, 24> reserved{};
};
static_assert(sizeof(Header) == 64);

struct RecordHead {
  std::uint32_t magic = 0;
  std::uint32_t payload_bytes = 0;
  std::uint64_t generation = 0;
  std::uint64_t number = 0;
  Digest digest{};
};
static_assert(sizeof(RecordHead) == 40);

constexpr std::array<char, 8> kMagic = {'b', 'h', 'd', 'i', 'r', 'e', 'c', 't'};
constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kRecordMagic = 0x44524f42;  // "BORD"
constexpr std::size_t kAlign = 8;

std::size_t padded(std::size_t bytes) { return (bytes + kAlign - 1) / kAlign * kAlign; }

template <typename Part>
std::span<const std::byte> bytes_of(const Part& part, std::size_t bytes = sizeof(Part)) {
  return std::as_bytes(std::span(&part, 1)).first(bytes);
}

Digest digest_of(std::span<const std::byte> first, std::span<const std::byte> second) {
  crypto_generichash_state state;
  Digest digest{};
  const auto* const one = reinterpret_cast<const unsigned char*>(first.data());
  const auto* const two = reinterpret_cast<const unsigned char*>(second.data());
  crypto_generichash_init(&state, nullptr, 0, digest.size());
  crypto_generichash_update(&state, one, first.size());
  crypto_generichash_update(&state, two, second.size());
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(digest.data()), digest.size());
  return digest;
}

Header make_header(std::uint64_t generation) {
  Header header{.magic = kMagic, .version = kVersion, .bytes = Journal::kBytes, .generation = generation};
  header.digest = digest_of(bytes_of(header, offsetof(Header, digest)), {});
  return header;
}

Status check_header(const Header& header, std::size_t file_bytes, const std::string& path) {
  const auto refuse = [&](std::string_view why) -> Status {
    return fail(ErrorCode::kCorrupt,
                fmt::format("{} is not a journal that can be used: {}; set it aside", path, why));
  };
  if (header.magic != kMagic) return refuse("it does not begin as one");
  if (header.digest != digest_of(bytes_of(header, offsetof(Header, digest)), {}))
    return refuse("its header is damaged");
  if (header.version != kVersion) return refuse("it has another version");
  if (header.bytes != Journal::kBytes || file_bytes != Journal::kBytes)
    return refuse("it has another length");
  return {};
}

RecordHead make_head(std::uint64_t generation, std::uint64_t number, std::string_view payload) {
  RecordHead head{.magic = kRecordMagic, .generation = generation, .number = number};
  head.payload_bytes = static_cast<std::uint32_t>(payload.size());
  head.digest = digest_of(bytes_of(head, offsetof(RecordHead, digest)), std::as_bytes(std::span(payload)));
  return head;
}

bool is_blank(std::span<const std::byte> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::byte byte) { return byte == std::byte{0}; });
}

// A record that begins at `offset`: its head and payload, if whole.
std::optional<std::pair<RecordHead, std::string_view>> whole_record(std::span<const std::byte> file,
                                                                    std::size_t offset) {
  RecordHead head;
  if (file.size() - offset < sizeof head) return std::nullopt;
  std::memcpy(&head, file.data() + offset, sizeof head);
  if (head.magic != kRecordMagic || head.payload_bytes > Journal::kPayloadBytesMax) return std::nullopt;
  const std::size_t padded_bytes = padded(head.payload_bytes);
  if (file.size() - offset - sizeof head < padded_bytes) return std::nullopt;
  if (!is_blank(file.subspan(offset + sizeof head).first(padded_bytes).subspan(head.payload_bytes)))
    return std::nullopt;
  const std::string_view payload(reinterpret_cast<const char*>(file.data()) + offset + sizeof head,
                                 head.payload_bytes);
  if (make_head(head.generation, head.number, payload).digest != head.digest) return std::nullopt;
  return std::pair(head, payload);
}

// Where the next whole record of this generation after `offset` begins.
std::optional<std::size_t> later_record(std::span<const std::byte> file, std::size_t offset,
                                        std::uint64_t generation) {
  for (std::size_t at = offset + kAlign; at + sizeof(RecordHead) <= file.size(); at += kAlign) {
    const auto found = whole_record(file, at);
    if (found && found->first.generation == generation) return at;
  }
  return std::nullopt;
}

}  // namespace

struct Journal::State {
  std::string path;
  os::MappedFile file;
  std::uint64_t generation = 1;
  std::size_t end = sizeof(Header);
  std::uint64_t next_number = 1;
  Reading reading;

  void write_header() {
    const Header header = make_header(generation);
    std::memcpy(file.writable_bytes().data(), &header, sizeof header);
  }

  Status load(os::MappedFile opened) {
    Header header;
    if (opened.bytes().size() < sizeof header) {
      return fail(ErrorCode::kCorrupt,
                  fmt::format("{} is not a journal that can be used: it has {} bytes; set it aside", path,
                              opened.bytes().size()));
    }
    std::memcpy(&header, opened.bytes().data(), sizeof header);
    if (auto status = check_header(header, opened.bytes().size(), path); !status) return status;
    file = std::move(opened);
    generation = header.generation;
    read();
    return half_forgotten() ? forget() : Status{};
  }

  // Made under another name, so that a crash leaves a whole journal or none. Written, not only reserved: a block that
  // holds zeros by promise alone may still need room for its first write.
  Status make() {
    const std::string making = path + ".new";
    if (auto status = os::remove_file(making); !status) return status;
    auto made = os::MappedFile::create(making, kBytes, 0600);
    if (!made) return fail_as(made);
    file = *std::move(made);
    std::ranges::fill(file.writable_bytes(), std::byte{0});
    write_header();
    if (auto status = file.sync(); !status) return status;
    std::error_code failed;
    std::filesystem::rename(making, path, failed);
    if (failed) return fail(ErrorCode::kSystem, fmt::format("cannot make {}: {}", path, failed.message()));
    return os::sync_folder(std::filesystem::path(path).parent_path().string());
  }

  // Forgetting bumps the generation first, so that a crash in between leaves records that nobody reads again.
  Status forget() {
    ++generation;
    write_header();
    if (auto status = file.sync(0, sizeof(Header)); !status) return status;
    std::ranges::fill(file.writable_bytes().subspan(sizeof(Header)), std::byte{0});
    end = sizeof(Header);
    next_number = 1;
    reading = {};
    return file.sync();
  }

  void note_damage(std::string text) {
    reading.damage += (reading.damage.empty() ? "" : "; ") + std::move(text);
  }

  void take(const RecordHead& head, std::string_view payload) {
    auto record = decode_journal_record(payload);
    if (record) {
      reading.records.push_back(*std::move(record));
    } else {
      note_damage(fmt::format("record {} at byte {}: {}", head.number, end, record.error().message));
    }
    end += sizeof head + padded(head.payload_bytes);
    next_number = head.number + 1;
  }

  // A record that is not whole is told from a torn tail by what follows it: a torn append is always the last.
  void read() {
    const std::span<const std::byte> bytes = file.bytes();
    for (;;) {
      const auto found = whole_record(bytes, end);
      if (found && found->first.generation == generation && found->first.number >= next_number) {
        take(found->first, found->second);
        continue;
      }
      const auto later = later_record(bytes, end, generation);
      if (!later) break;
      note_damage(fmt::format("bytes {} to {} are damaged, and whole records follow", end, *later - 1));
      end = *later;
    }
    reading.torn = !is_blank(bytes.subspan(end));
  }

  // A crash while forgetting leaves a whole record of the generation before at the very start.
  bool half_forgotten() const {
    const auto first = whole_record(file.bytes(), sizeof(Header));
    return reading.records.empty() && first && first->first.generation < generation;
  }
};

Journal::Journal(std::unique_ptr<State> state) : state_(std::move(state)) {}
Journal::~Journal() = default;

Result<std::unique_ptr<Journal>> Journal::open(const std::filesystem::path& path) {
  auto state = std::make_unique<State>();
  state->path = path.string();
  auto existing = os::MappedFile::open_readwrite(state->path);
  if (!existing && existing.error().code != ErrorCode::kNotFound) return fail_as(existing);
  if (auto status = existing ? state->load(*std::move(existing)) : state->make(); !status)
    return fail_as(status);
  return std::unique_ptr<Journal>(new Journal(std::move(state)));
}

Status Journal::append(const JournalRecord& record) {
  const std::string payload = encode(record);
  const std::size_t bytes = sizeof(RecordHead) + padded(payload.size());
  if (payload.size() > kPayloadBytesMax || state_->end + bytes > kBytes) {
    return fail(ErrorCode::kLimit,
                fmt::format("the reserve journal is full: {} of {} bytes are used and the order needs "
                            "{}; make room on the disk",
                            state_->end, kBytes, bytes));
  }
  const RecordHead head = make_head(state_->generation, state_->next_number, payload);
  if (state_->reading.torn) {
    // Else what is left of the torn record beyond the new one would look torn for ever.
    std::ranges::fill(state_->file.writable_bytes().subspan(state_->end), std::byte{0});
    if (auto status = state_->file.sync(); !status) return status;
    state_->reading.torn = false;
  }
  std::byte* const at = state_->file.writable_bytes().data() + state_->end;
  std::memcpy(at + sizeof head, payload.data(), payload.size());
  std::memset(at + sizeof head + payload.size(), 0, bytes - sizeof head - payload.size());
  std::memcpy(at, &head, sizeof head);
  if (auto status = state_->file.sync(state_->end, bytes); !status) return status;
  state_->reading.records.push_back(record);
  state_->end += bytes;
  ++state_->next_number;
  return {};
}

const Journal::Reading& Journal::reading() const { return state_->reading; }
bool Journal::empty() const {
  const Reading& reading = state_->reading;
  return reading.records.empty() && reading.damage.empty() && !reading.torn;
}
std::size_t Journal::bytes_used() const { return state_->end; }

Status Journal::reset() {
  if (state_->reading.torn || !state_->reading.damage.empty()) {
    const auto* const bytes = reinterpret_cast<const char*>(state_->file.bytes().data());
    const std::string_view content(bytes, state_->file.bytes().size());
    if (auto status = os::write_file_atomically(state_->path + ".damaged", content, 0600); !status)
      return status;
  }
  return state_->forget();
}

}  // namespace bulkhead::control
