#include "gate/loaded_image.h"

#include "segment/control_content.h"

namespace bulkhead::gate {

Result<std::unique_ptr<LoadedImage>> LoadedImage::load(const std::string& path) {
  auto file = os::MappedFile::open_readonly(path);
  if (!file) return fail_as(file);
  auto image = program::Image::verify(file->bytes());
  if (!image) return fail(image.error().code, path + ": " + image.error().message);
  auto loaded = std::make_unique<LoadedImage>(LoadedImage{std::move(*file), *image, {}});
  loaded->name_hashes.reserve(image->services());
  for (std::size_t i = 0; i < image->services(); ++i)
    loaded->name_hashes.push_back(
        segment::hash_name(image->service(static_cast<program::ServiceIndex>(i)).name));
  return loaded;
}

}  // namespace bulkhead::gate
