// The images that are kept: state/images/NNNNNN.img, each with the policy text it came from.
//
//     images/000007.img    the image (0644: workers read it, and nothing in it is secret)
//     images/000007.yaml   the policy text (0600: it names operators and token digests)
//     images/current.img   symbolic link to the image in force; what an nginx configuration names
//     images/last          the highest version ever given out: a version means one image, for ever

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "program/image.h"

namespace bulkhead::control {

/// An image and the text it was compiled from, in memory.
struct LoadedImage {
  std::shared_ptr<const std::string> bytes;  ///< What `image` reads.
  program::Image image;
  std::string policy_text;
};

/// One kept image as a list shows it.
struct KeptImage {
  std::uint64_t version = 0;
  std::string path;
  bool current = false;
  /// Why it cannot be used; empty when it can. A damaged image is reported and kept, never chosen.
  std::string damage;
  RealTime created{};  ///< Of its file.
  std::size_t services = 0;
  std::uint64_t bytes = 0;
  program::Digest digest{};
  program::Digest policy_digest{};
};

/// Keeps the newest images and says which is in force. It does not tell workers: that is the Publisher's.
///
/// Threads    Thread-compatible; one writer at any time (the daemon's lock).
/// Time       After a crash at any moment: every listed image is whole or told as damaged, and current is the
///            old one or the new one.
/// Errors     kNoSpace on a full disk, and then nothing changed; kCorrupt says what does not fit.
class ImageStore {
 public:
  static constexpr std::size_t kKeptMax = 5;
  /// Versions are six digits in file names, so that names sort as they count.
  static constexpr std::uint64_t kVersionMax = 999'999;

  /// Makes the folder when it is missing.
  static Result<ImageStore> open(const std::string& folder);

  /// One more than any version ever given out by reserve_version().
  Result<std::uint64_t> reserve_version();

  /// Writes image and policy text, reads both back and verifies them. The version is the image's own and must
  /// be reserved. Does not make it current. Removes the oldest images beyond kKeptMax, never the current one.
  Status add(std::span<const std::byte> image, std::string_view policy_text);

  /// Takes back an add(). Fails with kConflict for the current image.
  Status remove(std::uint64_t version);

  /// From now on `version` is what a gateway that starts uses. Verifies it before.
  Status make_current(std::uint64_t version);

  /// From now on no image is in force, as before the first one was.
  Status make_none_current();

  /// Nothing when no image is in force yet.
  Result<std::optional<std::uint64_t>> current() const;

  /// Newest first, damaged ones too.
  Result<std::vector<KeptImage>> list() const;

  /// Image and text, verified, and made for each other.
  Result<LoadedImage> load(std::uint64_t version) const;
  /// The image alone, verified: which doors there are is known also where its text is harmed. `policy_text` is empty.
  Result<LoadedImage> load_image(std::uint64_t version) const;

  std::string image_path(std::uint64_t version) const;
  std::string policy_path(std::uint64_t version) const;
  std::string current_path() const { return folder_ + "/current.img"; }

 private:
  explicit ImageStore(std::string folder) : folder_(std::move(folder)) {}

  /// Ascending, whatever the files hold.
  Result<std::vector<std::uint64_t>> versions() const;
  Status prune(std::uint64_t added);
  Status remove_files(std::uint64_t version);
  std::string last_path() const { return folder_ + "/last"; }

  std::string folder_;
};

}  // namespace bulkhead::control
