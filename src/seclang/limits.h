// Every bound on what a rule author can make the parser do.

#pragma once

#include <cstddef>

namespace bulkhead::seclang {

/// Going beyond one is an error that names it and both numbers. The Core Rule Set's own sizes are in brackets.
struct Limits {
  std::size_t file_bytes_max = std::size_t{8} << 20;    ///< One file [120 KiB].
  std::size_t bytes_max = std::size_t{32} << 20;        ///< All files together, included and named ones too.
  std::size_t files_max = 1'000;                        ///< Files, included and named ones too [60].
  std::size_t include_depth_max = 16;                   ///< Includes within includes.
  std::size_t line_bytes_max = std::size_t{256} << 10;  ///< A line with its continuations [13 KiB].
  std::size_t rules_max = 50'000;                       ///< Rules; a chain is one [600].
  std::size_t chain_links_max = 32;                     ///< [6]
  std::size_t variables_max = 256;                      ///< Of one link, also after updates [60].
  std::size_t actions_max = 512;                        ///< Of one link, also after updates [30].
  std::size_t transformations_max = 64;                 ///< Of one link [8].
  std::size_t pattern_bytes_max = std::size_t{32} << 10;  ///< An operator's argument [12 KiB].
  std::size_t pieces_max = 256;                           ///< Of a text with %{…} in it [12].
  std::size_t words_max = 100'000;      ///< Of one operator, from its argument or its files [2,200].
  std::size_t markers_max = 10'000;     ///< [40]
  std::size_t exclusions_max = 10'000;  ///< SecRuleRemove… and SecRuleUpdate… [60].
  /// The list of one SecDefaultAction, which every rule of its phase gets [30].
  std::size_t default_bytes_max = 1'024;
  /// What updates add to all rules together, as written [2 KiB].
  std::size_t update_bytes_max = std::size_t{16} << 20;
  std::size_t diagnostics_max = 1'000;  ///< Kept; the rest is counted.
};

}  // namespace bulkhead::seclang
