#include "control/images/image_store.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "os/file.h"
#include "os/link.h"
#include "os/sha256.h"
#include "policy/policy.h"

namespace bulkhead::control {
namespace {

constexpr mode_t kFolderMode = 0755;
constexpr mode_t kImageMode = 0644;
constexpr mode_t kPolicyMode = 0600;
// Five images, their policies, what a crash left behind, and whatever a person put there.
constexpr std::size_t kEntriesMax = 1'000;
constexpr std::size_t kNameDigits = 6;
constexpr std::string_view kSuffix = ".img";

std::optional<std::uint64_t> number(std::string_view digits) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || value > ImageStore::kVersionMax)
    return {};
  return value;
}

std::optional<std::uint64_t> version_of(std::string_view file_name) {
  if (file_name.size() != kNameDigits + kSuffix.size() || !file_name.ends_with(kSuffix)) return {};
  return number(file_name.substr(0, kNameDigits));
}

std::string image_name(std::uint64_t version) { return fmt::format("{:06}{}", version, kSuffix); }

std::span<const std::byte> as_bytes(const std::string& text) { return std::as_bytes(std::span(text)); }

}  // namespace

Result<ImageStore> ImageStore::open(const std::string& folder) {
  if (auto made = os::make_folder(folder, kFolderMode); !made) return fail_as(made);
  return ImageStore(folder);
}

std::string ImageStore::image_path(std::uint64_t version) const {
  return folder_ + "/" + image_name(version);
}

std::string ImageStore::policy_path(std::uint64_t version) const {
  return fmt::format("{}/{:06}.yaml", folder_, version);
}

Result<std::vector<std::uint64_t>> ImageStore::versions() const {
  const auto names = os::list_folder(folder_, kEntriesMax);
  if (!names) return fail_as(names);
  std::vector<std::uint64_t> found;
  for (const std::string& name : *names)
    if (const auto version = version_of(name)) found.push_back(*version);
  std::ranges::sort(found);
  return found;
}

Result<std::optional<std::uint64_t>> ImageStore::current() const {
  const auto target = os::link_target(current_path());
  if (!target && target.error().code == ErrorCode::kNotFound) return std::optional<std::uint64_t>{};
  if (!target) return fail_as(target);
  const auto version = version_of(*target);
  if (!version)
    return fail(ErrorCode::kCorrupt, fmt::format("current image: the link says {}, not an image", *target));
  return version;
}

Result<std::uint64_t> ImageStore::reserve_version() {
  const auto kept = versions();
  if (!kept) return fail_as(kept);
  std::uint64_t last = kept->empty() ? 0 : kept->back();
  // A missing or harmed note is no reason to stop: what is kept counts then.
  if (const auto note = os::read_file(last_path(), kNameDigits + 1); note && note->ends_with('\n'))
    last = std::max(last, number(note->substr(0, note->size() - 1)).value_or(0));
  if (last >= kVersionMax)
    return fail(ErrorCode::kLimit, fmt::format("images: version {} is the last of {}", last, kVersionMax));
  if (auto noted = os::write_file_atomically(last_path(), fmt::format("{:06}\n", last + 1), kImageMode);
      !noted)
    return fail_as(noted);
  return last + 1;
}

Status ImageStore::add(std::span<const std::byte> image, std::string_view policy_text) {
  const auto verified = program::Image::verify(image);
  if (!verified) return fail_as(verified);
  const std::uint64_t version = verified->version();
  if (version == 0 || version > kVersionMax)
    return fail(ErrorCode::kInvalid,
                fmt::format("images: version {} is not within 1 and {}", version, kVersionMax));
  const auto kept = versions();
  if (!kept) return fail_as(kept);
  if (std::ranges::binary_search(*kept, version))
    return fail(ErrorCode::kConflict, fmt::format("images: version {} is there already", version));

  const std::string_view bytes(reinterpret_cast<const char*>(image.data()), image.size());
  Status done = os::write_file_atomically(policy_path(version), policy_text, kPolicyMode);
  if (done) done = os::write_file_atomically(image_path(version), bytes, kImageMode);
  if (done) {
    if (const auto back = load(version); !back) done = fail_as(back);
  }
  if (done) done = prune(version);
  // What cannot be removed either is listed as what it is; the first failure is the one to tell.
  if (!done) static_cast<void>(remove_files(version));
  return done;
}

Status ImageStore::prune(std::uint64_t added) {
  const auto kept = versions();
  if (!kept) return fail_as(kept);
  const auto in_force = current();
  // With a harmed link nobody knows which image must not go.
  if (!in_force) return fail_as(in_force);
  std::size_t count = kept->size();
  for (const std::uint64_t version : *kept) {
    if (count <= kKeptMax) break;
    if (version == added || version == *in_force) continue;
    if (auto removed = remove_files(version); !removed) return removed;
    --count;
  }
  return {};
}

Status ImageStore::remove_files(std::uint64_t version) {
  const auto image = os::remove_file(image_path(version));
  const auto text = os::remove_file(policy_path(version));
  return image ? text : image;
}

Status ImageStore::remove(std::uint64_t version) {
  const auto in_force = current();
  if (!in_force) return fail_as(in_force);
  if (*in_force == version)
    return fail(ErrorCode::kConflict, fmt::format("images: version {} is in force", version));
  return remove_files(version);
}

Status ImageStore::make_current(std::uint64_t version) {
  if (const auto whole = load(version); !whole) return fail_as(whole);
  return os::point_link_atomically(current_path(), image_name(version));
}

Status ImageStore::make_none_current() {
  if (auto removed = os::remove_file(current_path()); !removed) return removed;
  return os::sync_folder(folder_);
}

Result<LoadedImage> ImageStore::load_image(std::uint64_t version) const {
  auto bytes = os::read_file(image_path(version), program::Image::kBytesMax);
  if (!bytes) return fail_as(bytes);
  LoadedImage loaded{
      .bytes = std::make_shared<const std::string>(std::move(*bytes)), .image = {}, .policy_text = {}};
  const auto image = program::Image::verify(as_bytes(*loaded.bytes));
  if (!image) return fail_as(image);
  loaded.image = *image;
  if (image->version() != version)
    return fail(ErrorCode::kCorrupt,
                fmt::format("{} holds version {}", image_name(version), image->version()));
  return loaded;
}

Result<LoadedImage> ImageStore::load(std::uint64_t version) const {
  auto loaded = load_image(version);
  if (!loaded) return loaded;
  auto text = os::read_file(policy_path(version), policy::Limits::kFileBytesMax);
  if (!text) return fail_as(text);
  if (os::sha256(*text) != loaded->image.policy_digest())
    return fail(ErrorCode::kCorrupt, fmt::format("{:06}.yaml is not the policy that {} was compiled from",
                                                 version, image_name(version)));
  loaded->policy_text = std::move(*text);
  return loaded;
}

Result<std::vector<KeptImage>> ImageStore::list() const {
  const auto kept = versions();
  if (!kept) return fail_as(kept);
  const auto in_force = current();
  std::vector<KeptImage> images;
  for (const std::uint64_t version : *kept) {
    KeptImage shown;
    shown.version = version;
    shown.path = image_path(version);
    shown.current = in_force && *in_force == version;
    if (const auto created = os::modified_at(shown.path)) shown.created = *created;
    if (const auto loaded = load(version)) {
      shown.services = loaded->image.services();
      shown.bytes = loaded->image.bytes();
      shown.digest = loaded->image.digest();
      shown.policy_digest = loaded->image.policy_digest();
    } else {
      shown.damage = loaded.error().message;
    }
    images.push_back(std::move(shown));
  }
  std::ranges::reverse(images);
  return images;
}

}  // namespace bulkhead::control
