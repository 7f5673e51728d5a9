// A verified rule program: SecLang compiled to tables that the engine walks.
//
// compile/ writes one with RuleProgramWriter; inspect/ reads it through this. The layout is drawn in layout.h.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "lexicon/variable.h"
#include "match/literals/literal_filter.h"
#include "match/regex/program.h"
#include "match/words/word_set.h"
#include "program/rules/layout.h"

namespace bulkhead::program::rules {

/// A set of links, `RuleProgram::words()` long.
using LinkBits = std::span<const std::uint64_t>;

inline bool contains(LinkBits bits, std::uint32_t link) {
  return ((bits[link / 64] >> (link % 64)) & 1) != 0;
}

/// Tables over bytes that somebody else keeps alive.
///
/// Ownership  Owns views; spans and strings it returns point into the bytes. Patterns that only PCRE2 can run are compiled by
///            whoever runs them: PCRE2's form cannot be shared.
/// Threads    Immutable: thread-safe. One program serves many engines.
/// Cost       open() reads every table once: do it off the event loop. Everything else is an index.
/// Errors     open() fails with kCorrupt and says what does not fit.
class RuleProgram {
 public:
  static constexpr std::size_t kBytesMax = 128u << 20;

  /// Checks every offset, index and count, so that no hostile byte leads outside. Requires: `bytes` begins at a multiple of 8.
  static Result<RuleProgram> open(std::span<const std::byte> bytes);

  const Header& header() const { return *header_; }
  const Settings& settings() const { return header_->settings; }
  std::size_t words() const { return header_->words; }

  std::span<const LinkRecord> links() const { return links_; }
  const LinkRecord& link(std::uint32_t index) const { return links_[index]; }
  std::span<const TargetRecord> targets(const LinkRecord& link) const {
    return targets_.subspan(link.targets_first, link.targets);
  }
  const TargetRecord& target(std::uint32_t index) const { return targets_[index]; }
  std::span<const TargetRecord> all_targets() const { return targets_; }
  std::span<const SourceRecord> sources() const { return sources_; }
  std::span<const ActionRecord> actions(const LinkRecord& link) const {
    return actions_.subspan(link.actions_first, link.actions);
  }
  std::span<const ActionRecord> after_actions(const LinkRecord& link) const {
    return actions_.subspan(link.after_first, link.after);
  }
  const MetadataRecord& metadata(const LinkRecord& link) const { return metadata_[link.metadata]; }
  std::span<const std::uint32_t> tags(const MetadataRecord& metadata) const {
    return tags_.subspan(metadata.tags_first, metadata.tags);
  }
  std::span<const PieceRecord> pieces(std::uint32_t text) const {
    return pieces_.subspan(templates_[text].first, templates_[text].pieces);
  }
  const NodeRecord& node(std::uint32_t index) const { return nodes_[index]; }
  const NeedRecord& need(std::uint32_t link) const { return needs_[link]; }
  const ByteSet& byte_set(std::uint32_t index) const { return byte_sets_[index]; }
  std::span<const NetworkRecord> networks(const LinkRecord& link) const {
    return networks_.subspan(link.operand, link.operand_count);
  }
  /// The source of a value of `variable` with this key; nullptr when no rule looks at it. Cost: a look at the names of as many
  /// sources as the variable has with a name of that length.
  const SourceRecord* source(lexicon::Variable variable, std::string_view key) const;
  std::span<const GroupRecord> groups(const SourceRecord& source) const {
    return groups_.subspan(source.groups_first, source.groups);
  }
  LinkBits bits(std::uint32_t offset) const { return bits_.subspan(offset, header_->words); }
  std::span<const std::uint16_t> class_links(ClassRun run) const {
    return class_links_.subspan(run.first, run.count);
  }
  LinkBits heads() const { return bits(header_->heads); }
  LinkBits always() const { return bits(header_->always); }
  std::span<const MarkRecord> marks() const { return marks_; }
  const SideRecord& side(Side side) const { return header_->sides[static_cast<std::size_t>(side)]; }
  const match::LiteralFilter& filter(Side side) const { return filters_[static_cast<std::size_t>(side)]; }

  /// Requires: the blob is of that kind; verified for every place that names one.
  const match::regex::Program* regex(std::uint32_t blob) const {
    return std::get_if<match::regex::Program>(&blobs_[blob]);
  }
  const match::WordSet* words(std::uint32_t blob) const { return std::get_if<match::WordSet>(&blobs_[blob]); }
  std::span<const std::byte> blob_bytes(std::uint32_t blob) const {
    return bytes_.subspan(blob_records_[blob].offset, blob_records_[blob].bytes);
  }

  /// Blobs of kind kPcre2.
  std::span<const std::uint32_t> pcre2_patterns() const { return pcre2_; }
  /// Blobs of kind kXPath: what rules ask of XML bodies.
  std::span<const std::uint32_t> xpaths() const { return xpaths_; }
  const BlobRecord& blob(std::uint32_t blob) const { return blob_records_[blob]; }

  std::string_view string(StringRef ref) const {
    return {reinterpret_cast<const char*>(bytes_.data()) + ref.offset, ref.bytes};
  }
  std::size_t tx_names() const { return tx_names_.size(); }
  std::string_view tx_name(std::uint16_t slot) const { return string(tx_names_[slot]); }
  /// Slot of a name in lower case; kNone16 when no rule writes it out. Binary search.
  std::uint16_t tx_slot(std::string_view name) const;

 private:
  friend class ProgramVerifier;
  RuleProgram() = default;

  using Blob = std::variant<std::monostate, match::regex::Program, match::WordSet>;

  const Header* header_ = nullptr;
  std::span<const LinkRecord> links_;
  std::span<const TargetRecord> targets_;
  std::span<const ActionRecord> actions_;
  std::span<const MetadataRecord> metadata_;
  std::span<const TemplateRecord> templates_;
  std::span<const PieceRecord> pieces_;
  std::span<const std::uint32_t> tags_;
  std::span<const NodeRecord> nodes_;
  std::span<const SourceRecord> sources_;
  std::span<const GroupRecord> groups_;
  std::span<const std::uint64_t> bits_;
  std::span<const std::uint16_t> class_links_;
  std::span<const NeedRecord> needs_;
  std::span<const ByteSet> byte_sets_;
  std::span<const NetworkRecord> networks_;
  std::span<const BlobRecord> blob_records_;
  std::span<const StringRef> tx_names_;
  std::span<const MarkRecord> marks_;
  std::span<const std::byte> bytes_;
  std::array<match::LiteralFilter, kSides> filters_;
  std::vector<Blob> blobs_;
  std::vector<std::uint32_t> xpaths_;
  std::vector<std::uint32_t> pcre2_;

  // Sources of one variable: the one for all, and those with a name, as a run of sources_.
  struct VariableSources {
    const SourceRecord* all = nullptr;
    std::uint32_t named_first = 0;
    std::uint32_t named = 0;
    /// Bit n: a name of n bytes (n modulo 64) is there.
    std::uint64_t lengths = 0;
  };
  std::array<VariableSources, lexicon::kVariables> by_variable_;
};

}  // namespace bulkhead::program::rules
