#include "gate/image_in_use.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>
#include <vector>

#include "os/file.h"

namespace bulkhead::gate {
namespace {

constexpr std::size_t kEntriesMax = 256;
constexpr std::string_view kSuffix = ".img";

// "000017.img" → 17.
std::optional<std::uint64_t> version_of(std::string_view name) {
  if (!name.ends_with(kSuffix)) return std::nullopt;
  name.remove_suffix(kSuffix.size());
  std::uint64_t version = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), version);
  if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
  return version;
}

}  // namespace

ImageInUse::ImageInUse(std::string state_folder, std::string configured_path)
    : state_folder_(std::move(state_folder)), configured_path_(std::move(configured_path)) {}

std::string ImageInUse::path_of(std::uint64_t version) const {
  return version == 0 ? configured_path_ : fmt::format("{}/images/{:06}.img", state_folder_, version);
}

void ImageInUse::begin(std::uint64_t named) {
  asked_ = named;
  if (named != 0 && adopt({named, LoadedImage::load(path_of(named))})) return;
  if (!configured_path_.empty() && adopt({0, LoadedImage::load(configured_path_)})) return;
  // What the daemon names is what is asked for again, also where the configured image is as damaged.
  if (named != 0) refused_ = named;
  adopt_newest_kept();
}

void ImageInUse::adopt_newest_kept() {
  const auto entries = os::list_folder(state_folder_ + "/images", kEntriesMax);
  if (!entries) return;
  std::vector<std::uint64_t> versions;
  for (const std::string& entry : *entries)
    if (const auto version = version_of(entry)) versions.push_back(*version);
  std::ranges::sort(versions, std::greater<>());
  for (const std::uint64_t version : versions) {
    auto loaded = LoadedImage::load(path_of(version));
    if (!loaded) continue;
    image_ = std::move(*loaded);
    version_ = version;
    return;
  }
}

ImageInUse::News ImageInUse::follow(std::uint64_t named) {
  News news = News::kNone;
  if (auto outcome = loader_.take()) news = adopt(std::move(*outcome)) ? News::kAdopted : News::kRefused;
  ++calls_since_asked_;
  const bool again = refused_ == named && calls_since_asked_ >= kCallsBetweenAttempts;
  if (named == asked_ && !again) return news;
  asked_ = named;
  calls_since_asked_ = 0;
  if ((!image_ || named != version_) && !path_of(named).empty()) loader_.want(named, path_of(named));
  return news;
}

bool ImageInUse::adopt(ImageLoader::Outcome outcome) {
  if (!outcome.image) {
    refused_ = outcome.version;
    failure_ = outcome.image.error().message;
    return false;
  }
  if (image_) loader_.retire(std::move(image_));
  image_ = std::move(*outcome.image);
  version_ = outcome.version;
  if (refused_ == outcome.version) refused_.reset();
  return true;
}

}  // namespace bulkhead::gate
