// Writes rule programs and what each service makes of them into an image.

#pragma once

#include <cstddef>
#include <vector>

#include "program/section_writer.h"
#include "program/writer.h"

namespace bulkhead::program {

void put_rule_programs(const std::vector<std::vector<std::byte>>& programs, SectionWriter& sections);

/// One record; services come in the order of kServices.
void put_inspection(const ImageContents::Inspection& inspection, SectionWriter& sections);

}  // namespace bulkhead::program
