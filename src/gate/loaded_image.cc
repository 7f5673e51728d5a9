#include "gate/loaded_image.h"

#include "segment/control_content.h"

namespace bulkhead::gate {

Result<std::unique_ptr<LoadedImage>> LoadedImage::load(const std::string& path) {
  auto file = os::MappedFile::open_readonly(path);
  if (!file) return fail_as(file);
  return take(std::move(*file), path);
}

Result<std::unique_ptr<LoadedImage>> LoadedImage::take(os::MappedFile file, const std::string& path) {
  auto image = program::Image::verify(file.bytes());
  if (!image) return fail(image.error().code, path + ": " + image.error().message);
  auto rules = ServiceRules::open(*image);
  if (!rules) return fail(rules.error().code, path + ": " + rules.error().message);
  auto loaded = std::make_unique<LoadedImage>(
      LoadedImage{std::move(file), *image, image->zone(), {}, std::move(*rules)});
  loaded->services.reserve(image->services());
  for (std::size_t i = 0; i < image->services(); ++i) {
    const program::ServiceView view = image->service(static_cast<program::ServiceIndex>(i));
    loaded->services.push_back({.name_hash = segment::hash_name(view.name),
                                .name = view.name,
                                .slot = view.slot,
                                .split_by_path = view.split_by_path,
                                .open_on_gateway_failure = view.open_on_gateway_failure,
                                .has_session_cookies = !image->session_cookies(view.index).empty()});
  }
  return loaded;
}

}  // namespace bulkhead::gate
