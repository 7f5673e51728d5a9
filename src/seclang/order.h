// One directive as it is written: its name and the words behind it. Internal.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lexicon/directive.h"
#include "seclang/context.h"
#include "seclang/line.h"

namespace bulkhead::seclang {

/// Points into its line.
struct Order {
  lexicon::Directive directive{};
  Part name;
  std::vector<Word> words;
};

/// True when `order` has `least` to `most` words; reports the right form otherwise.
bool has_words(const Order& order, std::size_t least, std::size_t most, std::string_view form,
               Context& context);

/// The words of `order` as one text, with one blank between them, unescaped.
std::string joined(const Order& order);

}  // namespace bulkhead::seclang
