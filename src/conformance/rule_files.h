// Rules from the disk, made into a program.

#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "program/rules/rule_program.h"
#include "seclang/diagnostic.h"
#include "seclang/source.h"

namespace bulkhead::conformance {

/// Gives the parser the files that rules name.
class DiskFiles final : public seclang::FileReader {
 public:
  static constexpr std::size_t kFileBytesMax = std::size_t{32} << 20;

  Result<seclang::Source> read(std::string_view path, std::string_view relative_to) override;
  std::vector<std::string> glob(std::string_view pattern, std::string_view relative_to) override;
};

/// A compiled rule set and the bytes that it looks into.
class LoadedRules {
 public:
  /// Reads the files that `patterns` stand for (each a file, or with `*`, `?` and `[…]`), in that order, as one text. What is wrong
  /// with them goes to `diagnostics`, warnings as well.
  ///
  /// Errors   kNotFound when a pattern stands for no file; kInvalid when rules are wrong.
  static Result<LoadedRules> load(std::span<const std::string> patterns,
                                  std::vector<seclang::Diagnostic>& diagnostics);

  const program::rules::RuleProgram& program() const { return *program_; }

 private:
  LoadedRules(std::vector<std::byte> bytes, program::rules::RuleProgram program);

  std::unique_ptr<std::vector<std::byte>> bytes_;
  std::unique_ptr<program::rules::RuleProgram> program_;
};

}  // namespace bulkhead::conformance
