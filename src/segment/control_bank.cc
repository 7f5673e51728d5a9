#include "segment/control_bank.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "segment/shared_words.h"

namespace bulkhead::segment {
namespace {

constexpr std::size_t kLanguageBytes = 12;
constexpr std::size_t kHeaderWordsBytes = (sizeof(BankHeader) + 7) / 8 * 8;
constexpr std::size_t kEpochOffset = offsetof(ControlHeader, epoch);

std::size_t notice_text_bytes(const Notice& notice) {
  std::size_t bytes = 0;
  for (const auto& [language, text] : notice.texts) bytes += kLanguageBytes + 2 + text.size();
  return bytes;
}

// Order of the fields as in NoticeHeader and its comment. Texts that would not fit are left out: people then see
// the stock phrase in that language.
std::array<std::byte, kNoticeBytes> notice_bytes(const Notice& notice) {
  std::array<std::byte, kNoticeBytes> bytes{};
  NoticeHeader header{};
  header.order_high = notice.order.high();
  header.order_low = notice.order.low();
  header.since_real_ms = notice.since.time_since_epoch().count();
  header.until_real_ms = notice.until ? notice.until->time_since_epoch().count() : 0;
  std::size_t at = sizeof(NoticeHeader);
  for (const auto& [language, text] : notice.texts) {
    if (language.size() > kLanguageBytes || text.size() > 0xffff) continue;
    if (at + kLanguageBytes + 2 + text.size() > kNoticeBytes) continue;
    std::memcpy(&bytes[at], language.data(), language.size());
    const auto length = static_cast<std::uint16_t>(text.size());
    std::memcpy(&bytes[at + kLanguageBytes], &length, 2);
    std::memcpy(bytes.data() + at + kLanguageBytes + 2, text.data(), text.size());
    at += kLanguageBytes + 2 + text.size();
    ++header.texts;
  }
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes;
}

std::uint64_t bank_checksum(std::span<const std::byte> file, std::uint64_t epoch, const BankHeader& header) {
  BankHeader plain = header;
  plain.checksum = 0;
  const std::size_t cells = std::min<std::size_t>(header.cells, kServicesMax);
  const std::size_t notices = std::min<std::size_t>(header.notices, kNoticesMax);
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, 16);
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&plain), sizeof plain);
  const auto update = [&](std::size_t from, std::size_t bytes) {
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(file.data() + from), bytes);
  };
  update(cells_at(epoch), cells * sizeof(Cell));
  for (std::size_t i = 1; i < notices; ++i) update(notice_at(epoch, i), kNoticeBytes);
  std::array<unsigned char, 16> digest{};
  crypto_generichash_final(&state, digest.data(), digest.size());
  std::uint64_t checksum = 0;
  std::memcpy(&checksum, digest.data(), sizeof checksum);
  return checksum;
}

Cell cell_of(const Door& door) {
  Cell cell{door.name_hash, {}};
  const DoorStep* before = nullptr;
  for (std::size_t i = 0; i < door.steps.size(); ++i) {
    const DoorStep& step = door.steps[i];
    const bool loosens =
        before != nullptr && (step.level < before->level || step.share_permille > before->share_permille);
    cell.steps[i] = pack(step, loosens);
    before = &step;
  }
  return cell;
}

}  // namespace

Status fits(const ControlContent& content) {
  const auto over = [](const char* what, std::size_t have, std::size_t max) {
    return fail(ErrorCode::kLimit, std::string("control segment: too many ") + what + ": " +
                                       std::to_string(have) + ", at most " + std::to_string(max));
  };
  if (content.doors.size() > kServicesMax) return over("doors", content.doors.size(), kServicesMax);
  if (content.notices.size() >= kNoticesMax) return over("notices", content.notices.size(), kNoticesMax - 1);
  for (const Door& door : content.doors) {
    if (door.slot >= kServicesMax) return over("slots", door.slot + 1u, kServicesMax);
    if (door.steps.empty() || door.steps.size() > kStepsMax)
      return over("steps of a door", door.steps.size(), kStepsMax);
  }
  for (const Notice& notice : content.notices)
    if (const std::size_t bytes = notice_text_bytes(notice); bytes > kNoticeTextBytesMax)
      return over("bytes of public text", bytes, kNoticeTextBytesMax);
  return {};
}

void write_bank(std::span<std::byte> file, std::uint64_t epoch, const ControlContent& content) {
  BULKHEAD_ASSERT(file.size() == kControlBytes);
  BankHeader header{};
  header.epoch = epoch;
  header.boot_id = content.boot_id;
  header.anchor_boot_ms = content.anchor_boot.time_since_epoch().count();
  header.anchor_real_ms = content.anchor_real.time_since_epoch().count();
  header.image_version = content.image_version;
  header.staged_version = content.staged_version;
  header.staged_slot = content.staged_slot;
  header.gateway_id = content.gateway_id;
  header.local_keys = content.local_keys;
  header.notices = static_cast<std::uint32_t>(content.notices.size() + 1);
  for (const Door& door : content.doors) header.cells = std::max<std::uint32_t>(header.cells, door.slot + 1u);

  const std::uint32_t cells_before =
      std::min<std::uint32_t>(read_bank_header(file, epoch).cells, kServicesMax);
  const Cell none{};
  for (std::size_t slot = 0; slot < std::max(cells_before, header.cells); ++slot)
    copy_to_shared(file.data() + cells_at(epoch) + slot * sizeof(Cell), &none, sizeof(Cell));
  for (const Door& door : content.doors) {
    const Cell cell = cell_of(door);
    copy_to_shared(file.data() + cells_at(epoch) + door.slot * sizeof(Cell), &cell, sizeof cell);
  }
  for (std::size_t i = 0; i < content.notices.size(); ++i)
    copy_to_shared(file.data() + notice_at(epoch, i + 1), notice_bytes(content.notices[i]).data(),
                   kNoticeBytes);

  header.checksum = bank_checksum(file, epoch, header);
  std::array<std::byte, kHeaderWordsBytes> bytes{};
  std::memcpy(bytes.data(), &header, sizeof header);
  copy_to_shared(file.data() + bank_at(epoch), bytes.data(), bytes.size());
}

BankHeader read_bank_header(std::span<const std::byte> file, std::uint64_t epoch) {
  std::array<std::byte, kHeaderWordsBytes> bytes{};
  copy_from_shared(bytes.data(), file.data() + bank_at(epoch), bytes.size());
  BankHeader header{};
  std::memcpy(&header, bytes.data(), sizeof header);
  return header;
}

bool bank_is_whole(std::span<const std::byte> file, std::uint64_t epoch) {
  const BankHeader header = read_bank_header(file, epoch);
  return header.epoch == epoch && header.cells <= kServicesMax && header.notices <= kNoticesMax &&
         header.checksum == bank_checksum(file, epoch, header);
}

std::optional<Notice> read_notice(std::span<const std::byte> file, std::uint64_t epoch, NoticeIndex index) {
  if (index == kStockNotice || index >= kNoticesMax) return std::nullopt;
  std::array<std::byte, kNoticeBytes> bytes{};
  copy_from_shared(bytes.data(), file.data() + notice_at(epoch, index), bytes.size());
  NoticeHeader header{};
  std::memcpy(&header, bytes.data(), sizeof header);
  Notice notice;
  notice.order = Id::from_words(header.order_high, header.order_low);
  notice.since = RealTime(Milliseconds(header.since_real_ms));
  if (header.until_real_ms != 0) notice.until = RealTime(Milliseconds(header.until_real_ms));
  std::size_t at = sizeof(NoticeHeader);
  for (std::uint32_t i = 0; i < header.texts && at + kLanguageBytes + 2 <= kNoticeBytes; ++i) {
    std::uint16_t length = 0;
    std::memcpy(&length, &bytes[at + kLanguageBytes], 2);
    if (at + kLanguageBytes + 2 + length > kNoticeBytes) break;
    const auto* language = reinterpret_cast<const char*>(&bytes[at]);
    const auto* text = reinterpret_cast<const char*>(bytes.data() + at + kLanguageBytes + 2);
    notice.texts.emplace(std::string(language, strnlen(language, kLanguageBytes)), std::string(text, length));
    at += kLanguageBytes + 2 + length;
  }
  return notice;
}

ControlContent read_bank(std::span<const std::byte> file, std::uint64_t epoch) {
  const BankHeader header = read_bank_header(file, epoch);
  ControlContent content;
  content.boot_id = header.boot_id;
  content.anchor_boot = BootTime(Milliseconds(header.anchor_boot_ms));
  content.anchor_real = RealTime(Milliseconds(header.anchor_real_ms));
  content.image_version = header.image_version;
  content.staged_version = header.staged_version;
  content.staged_slot = header.staged_slot;
  content.gateway_id = static_cast<std::uint16_t>(header.gateway_id);
  content.local_keys = header.local_keys;
  // Bounded by what this program knows: the file may have been damaged since its checksum was looked at.
  const std::size_t cells = std::min<std::size_t>(header.cells, kServicesMax);
  const std::size_t notices = std::min<std::size_t>(header.notices, kNoticesMax);
  for (std::size_t slot = 0; slot < cells; ++slot) {
    Cell cell{};
    copy_from_shared(&cell, file.data() + cells_at(epoch) + slot * sizeof(Cell), sizeof cell);
    if (cell.name_hash == 0) continue;
    Door door{static_cast<std::uint16_t>(slot), cell.name_hash, {}};
    for (const std::uint64_t word : cell.steps)
      if (DoorStep step; unpack(word, step)) door.steps.push_back(step);
    content.doors.push_back(std::move(door));
  }
  for (std::size_t i = 1; i < notices; ++i)
    content.notices.push_back(read_notice(file, epoch, static_cast<NoticeIndex>(i)).value_or(Notice{}));
  return content;
}

Status check_control_file(std::span<const std::byte> file) {
  if (file.size() != kControlBytes)
    return fail(ErrorCode::kCorrupt, "control segment: " + std::to_string(file.size()) + " bytes, expected " +
                                         std::to_string(kControlBytes));
  ControlHeader header{};
  copy_from_shared(&header, file.data(), sizeof header);
  if (header.magic != kControlMagic)
    return fail(ErrorCode::kCorrupt, "control segment: not a control segment");
  if (header.layout_version != kControlLayoutVersion)
    return fail(ErrorCode::kCorrupt, "control segment: layout version " +
                                         std::to_string(header.layout_version) + ", this program reads " +
                                         std::to_string(kControlLayoutVersion));
  return {};
}

std::optional<std::uint64_t> newest_whole_epoch(std::span<const std::byte> file) {
  const std::uint64_t epoch = load_word(file.data() + kEpochOffset, std::memory_order_acquire);
  if (epoch == 0) return std::nullopt;
  if (bank_is_whole(file, epoch)) return epoch;
  if (epoch > 1 && bank_is_whole(file, epoch - 1)) return epoch - 1;
  return std::nullopt;
}

std::uint64_t hash_name(std::string_view service) {
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (const char c : service) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ull;
  }
  return hash == 0 ? 1 : hash;
}

std::array<std::uint8_t, 16> boot_id_bytes(std::string_view boot_id) {
  std::array<std::uint8_t, 16> bytes{};
  crypto_generichash(bytes.data(), bytes.size(), reinterpret_cast<const unsigned char*>(boot_id.data()),
                     boot_id.size(), nullptr, 0);
  return bytes;
}

}  // namespace bulkhead::segment
