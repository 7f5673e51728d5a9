// One bank of control.seg in bytes: writing a ControlContent into it, and reading it back. Used by the writer,
// the reader and their tests.

#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"
#include "segment/control_content.h"

namespace bulkhead::segment {

/// Fails with kLimit, and says which, when `content` does not fit into a bank.
Status fits(const ControlContent& content);

/// Fills the bank of `epoch`. Requires: fits(content); nobody reads that bank.
void write_bank(std::span<std::byte> file, std::uint64_t epoch, const ControlContent& content);

/// True when the bank of `epoch` is whole: its header names that epoch and its checksum fits.
bool bank_is_whole(std::span<const std::byte> file, std::uint64_t epoch);

BankHeader read_bank_header(std::span<const std::byte> file, std::uint64_t epoch);
std::optional<Notice> read_notice(std::span<const std::byte> file, std::uint64_t epoch, NoticeIndex index);

/// Requires: bank_is_whole.
ControlContent read_bank(std::span<const std::byte> file, std::uint64_t epoch);

/// Checks magic, layout version and size of a control.seg; kCorrupt says what does not fit.
Status check_control_file(std::span<const std::byte> file);

/// The newest epoch whose bank is whole: the header's, or the one before. Nothing when neither is.
std::optional<std::uint64_t> newest_whole_epoch(std::span<const std::byte> file);

}  // namespace bulkhead::segment
