#include "segment/control_writer.h"

#include <cerrno>
#include <cstdio>
#include <string>

#include "os/failure.h"
#include "os/file.h"
#include "os/file_watch.h"
#include "segment/control_bank.h"
#include "segment/shared_words.h"

namespace bulkhead::segment {
namespace {

constexpr std::size_t kEpochOffset = offsetof(ControlHeader, epoch);
constexpr std::uint32_t kMode = 0640;

void write_new_header(std::span<std::byte> file) {
  ControlHeader header{};
  header.magic = kControlMagic;
  header.layout_version = kControlLayoutVersion;
  header.services_max = kServicesMax;
  header.file_bytes = kControlBytes;
  copy_to_shared(file.data(), &header, sizeof header);
}

Status rename_file(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) return os::fail_errno("rename", from, errno);
  const std::size_t slash = to.rfind('/');
  return os::sync_folder(slash == std::string::npos ? "." : to.substr(0, slash));
}

}  // namespace

Result<ControlWriter> ControlWriter::open(const std::string& path) {
  if (auto file = os::MappedFile::open_readwrite(path)) {
    if (check_control_file(file->bytes())) return ControlWriter(path, std::move(*file));
    if (Status aside = rename_file(path, path + ".old"); !aside) return fail_as(aside);
  } else if (file.error().code != ErrorCode::kNotFound) {
    return fail_as(file);
  }
  // Made under another name: a worker never maps a file that is not whole.
  const std::string fresh = path + ".new";
  if (Status removed = os::remove_file(fresh); !removed) return fail_as(removed);
  auto file = os::MappedFile::create(fresh, kControlBytes, kMode);
  if (!file) return fail_as(file);
  write_new_header(file->writable_bytes());
  if (Status synced = file->sync(); !synced) return fail_as(synced);
  if (Status named = rename_file(fresh, path); !named) return fail_as(named);
  return ControlWriter(path, std::move(*file));
}

Status ControlWriter::publish(const ControlContent& content) {
  if (Status fit = fits(content); !fit) return fit;
  const std::span<std::byte> file = file_.writable_bytes();
  const std::uint64_t now = epoch();
  // The bank to fill is the one that nobody reads. When the newest bank is damaged, readers are on the one before it,
  // so the damaged one is filled: one epoch further.
  const bool newest_damaged = now != 0 && newest_whole_epoch(file) != now;
  const std::uint64_t next = now + (newest_damaged ? 2 : 1);
  write_bank(file, next, content);
  store_word(file.data() + kEpochOffset, next, std::memory_order_release);
  // Whoever is not told looks by itself within a tick.
  (void)os::touch_file(path_);
  return file_.sync();
}

Result<ControlContent> ControlWriter::content() const {
  const auto whole = newest_whole_epoch(file_.bytes());
  if (!whole) return fail(ErrorCode::kNotFound, "control segment: nothing valid was published yet");
  return read_bank(file_.bytes(), *whole);
}

std::uint64_t ControlWriter::epoch() const {
  return load_word(file_.bytes().data() + kEpochOffset, std::memory_order_acquire);
}

void ControlWriter::heartbeat(BootTime boot, RealTime real) {
  std::byte* file = file_.writable_bytes().data();
  store_word(file + offsetof(ControlHeader, heartbeat_boot_ms),
             static_cast<std::uint64_t>(boot.time_since_epoch().count()));
  store_word(file + offsetof(ControlHeader, heartbeat_real_ms),
             static_cast<std::uint64_t>(real.time_since_epoch().count()));
}

}  // namespace bulkhead::segment
