// Lanes and their networks as runs of an image.

#pragma once

#include "program/section_writer.h"
#include "program/writer.h"

namespace bulkhead::program {

/// Appends the lanes of `service` and their sorted networks, and notes in `record` where they are. A network
/// that two lanes name belongs to the first of them.
void put_lanes(const ImageContents::Service& service, SectionWriter& sections, layout::ServiceRecord& record);

}  // namespace bulkhead::program
