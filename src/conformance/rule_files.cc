#include "conformance/rule_files.h"

#include <glob.h>

#include <algorithm>

#include "compile/rules/compile_rules.h"
#include "os/file.h"
#include "os/sha256.h"
#include "seclang/parse.h"

namespace bulkhead::conformance {

namespace {

std::string resolved(std::string_view path, std::string_view relative_to) {
  if (path.starts_with('/')) return std::string(path);
  const std::size_t slash = relative_to.rfind('/');
  if (slash == std::string_view::npos) return std::string(path);
  return std::string(relative_to.substr(0, slash + 1)) + std::string(path);
}

Result<std::vector<seclang::Source>> read_sources(std::span<const std::string> patterns, DiskFiles& files) {
  std::vector<seclang::Source> sources;
  for (const std::string& pattern : patterns) {
    const std::vector<std::string> paths = files.glob(pattern, "");
    if (paths.empty()) return fail(ErrorCode::kNotFound, "no rules at " + pattern);
    for (const std::string& path : paths) {
      Result<seclang::Source> source = files.read(path, "");
      if (!source) return fail_as(source);
      sources.push_back(std::move(*source));
    }
  }
  return sources;
}

}  // namespace

Result<seclang::Source> DiskFiles::read(std::string_view path, std::string_view relative_to) {
  seclang::Source source{resolved(path, relative_to), ""};
  Result<std::string> text = os::read_file(source.name, kFileBytesMax);
  if (!text) return fail_as(text);
  source.text = std::move(*text);
  return source;
}

std::vector<std::string> DiskFiles::glob(std::string_view pattern, std::string_view relative_to) {
  glob_t found{};
  std::vector<std::string> paths;
  if (::glob(resolved(pattern, relative_to).c_str(), 0, nullptr, &found) == 0)
    paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  return paths;
}

LoadedRules::LoadedRules(std::vector<std::byte> bytes, program::rules::RuleProgram program)
    : bytes_(std::make_unique<std::vector<std::byte>>(std::move(bytes))),
      program_(std::make_unique<program::rules::RuleProgram>(std::move(program))) {}

Result<LoadedRules> LoadedRules::load(std::span<const std::string> patterns,
                                      std::vector<seclang::Diagnostic>& diagnostics) {
  DiskFiles files;
  const Result<std::vector<seclang::Source>> sources = read_sources(patterns, files);
  if (!sources) return fail_as(sources);
  seclang::Parsed parsed = seclang::parse(*sources, files);
  diagnostics = std::move(parsed.diagnostics);
  if (!parsed.rules) return fail(ErrorCode::kInvalid, "the rules have errors");
  std::string text;
  for (const seclang::Source& source : *sources) text += source.text;
  compile::CompiledRules compiled = compile::compile_rules(*parsed.rules, os::sha256(text));
  std::ranges::move(compiled.diagnostics, std::back_inserter(diagnostics));
  if (compiled.program.empty()) return fail(ErrorCode::kInvalid, "the rules have errors");
  // The program looks into the bytes: moving a vector leaves them where they are.
  Result<program::rules::RuleProgram> program = program::rules::RuleProgram::open(compiled.program);
  if (!program) return fail_as(program);
  return LoadedRules(std::move(compiled.program), std::move(*program));
}

}  // namespace bulkhead::conformance
