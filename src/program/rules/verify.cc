// Everything that the engine relies on, checked once: after this no offset or index leads outside.

#include <fmt/core.h>
#include <sodium.h>

#include <bit>
#include <cstring>

#include "lexicon/action.h"
#include "lexicon/ctl.h"
#include "lexicon/operator.h"
#include "lexicon/transformation.h"
#include "program/rules/rule_program.h"

namespace bulkhead::program::rules {

namespace {

std::unexpected<Error> corrupt(std::string what) {
  return fail(ErrorCode::kCorrupt, "rule program: " + std::move(what));
}

template <typename T>
bool run_fits(std::uint64_t first, std::uint64_t count, std::span<const T> in) {
  return first <= in.size() && count <= in.size() - first;
}

}  // namespace

/// Runs the checks in the order in which they rely on each other; stops at the first that fails.
class ProgramVerifier {
 public:
  explicit ProgramVerifier(std::span<const std::byte> bytes) : bytes_(bytes) {}

  Result<RuleProgram> run() {
    using Check = Status (ProgramVerifier::*)();
    for (const Check check : {&ProgramVerifier::header, &ProgramVerifier::sections, &ProgramVerifier::texts,
                              &ProgramVerifier::targets, &ProgramVerifier::nodes, &ProgramVerifier::blobs,
                              &ProgramVerifier::sides, &ProgramVerifier::sources, &ProgramVerifier::actions,
                              &ProgramVerifier::links, &ProgramVerifier::settings}) {
      if (Status status = (this->*check)(); !status.has_value()) return std::unexpected(status.error());
    }
    return std::move(program_);
  }

 private:
  Status header() {
    if (bytes_.size() < sizeof(Header)) return corrupt("shorter than its header");
    if (std::bit_cast<std::uintptr_t>(bytes_.data()) % 8 != 0)
      return corrupt("does not begin at a multiple of 8");
    program_.header_ = reinterpret_cast<const Header*>(bytes_.data());
    const Header& header = *program_.header_;
    if (header.magic != kMagic) return corrupt("does not begin with BHRULES");
    if (header.format != kFormat || header.header_bytes != sizeof(Header)) {
      return corrupt(fmt::format("format {}, this release reads {}", header.format, kFormat));
    }
    if (header.total_bytes != bytes_.size() || bytes_.size() > RuleProgram::kBytesMax) {
      return corrupt(fmt::format("{} bytes, says {}", bytes_.size(), header.total_bytes));
    }
    std::array<std::uint8_t, 32> digest{};
    constexpr std::size_t kFrom = offsetof(Header, text_digest);
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes_.data()) + kFrom,
                       bytes_.size() - kFrom);
    if (digest != header.digest) return corrupt("its digest is not that of its bytes");
    return {};
  }

  template <typename T>
  Status section(Section section, std::span<const T>& out) {
    const SectionRef ref = program_.header_->sections[static_cast<std::size_t>(section)];
    static_assert(alignof(T) <= 8);
    if (ref.offset % 8 != 0 || ref.offset > bytes_.size() ||
        ref.count > (bytes_.size() - ref.offset) / sizeof(T)) {
      return corrupt(fmt::format("section {} lies outside", static_cast<int>(section)));
    }
    out = {reinterpret_cast<const T*>(bytes_.data() + ref.offset), ref.count};
    return {};
  }

  Status sections() {
    RuleProgram& p = program_;
    for (Status status : {section(Section::kLinks, p.links_), section(Section::kTargets, p.targets_),
                          section(Section::kActions, p.actions_), section(Section::kMetadata, p.metadata_),
                          section(Section::kTemplates, p.templates_), section(Section::kPieces, p.pieces_),
                          section(Section::kTags, p.tags_), section(Section::kNodes, p.nodes_),
                          section(Section::kSources, p.sources_), section(Section::kGroups, p.groups_),
                          section(Section::kBits, p.bits_), section(Section::kClassLinks, p.class_links_),
                          section(Section::kNeeds, p.needs_), section(Section::kByteSets, p.byte_sets_),
                          section(Section::kNetworks, p.networks_), section(Section::kBlobs, p.blob_records_),
                          section(Section::kTxNames, p.tx_names_), section(Section::kMarks, p.marks_),
                          section(Section::kBytes, p.bytes_)}) {
      if (!status.has_value()) return status;
    }
    const Header& header = *p.header_;
    if (p.links_.size() > kLinksMax || header.words != (p.links_.size() + 63) / 64)
      return corrupt("number of links");
    if (p.needs_.size() != p.links_.size()) return corrupt("needs are not one per link");
    std::uint32_t before = 0;
    for (const std::uint32_t first : header.phase_first) {
      if (first < before || first > p.links_.size()) return corrupt("phases are not in order");
      before = first;
    }
    if (before != p.links_.size() || header.phase_first[0] != 0)
      return corrupt("phases do not cover the links");
    if (!set(header.heads) || !set(header.always)) return corrupt("a set of links lies outside");
    return {};
  }

  bool text(StringRef ref) const {
    return ref.offset <= program_.bytes_.size() && ref.bytes <= program_.bytes_.size() - ref.offset;
  }
  // A set has bits for links alone: whoever walks over it looks them up.
  bool set(std::uint32_t offset) const {
    const std::size_t words = program_.header_->words;
    if (!run_fits(offset, words, program_.bits_)) return false;
    const std::size_t last = program_.links_.size() % 64;
    return last == 0 || words == 0 || program_.bits_[offset + words - 1] >> last == 0;
  }
  bool set_or_none(std::uint32_t offset) const { return offset == kNone || set(offset); }
  bool template_or_none(std::uint32_t index) const {
    return index == kNone || index < program_.templates_.size();
  }
  bool slot_or_none(std::uint16_t slot) const { return slot == kNone16 || slot < program_.tx_names_.size(); }

  Status texts() {
    const RuleProgram& p = program_;
    for (const TemplateRecord& text : p.templates_) {
      if (!run_fits(text.first, text.pieces, p.pieces_)) return corrupt("a template lies outside");
    }
    for (const PieceRecord& piece : p.pieces_) {
      if (!text(piece.literal) || (piece.target != kNone && piece.target >= p.targets_.size()))
        return corrupt("a piece lies outside");
    }
    for (const std::uint32_t tag : p.tags_) {
      if (tag >= p.templates_.size()) return corrupt("a tag lies outside");
    }
    for (const MetadataRecord& m : p.metadata_) {
      if (!template_or_none(m.message) || !template_or_none(m.log_data) ||
          !run_fits(m.tags_first, m.tags, p.tags_) || !text(m.file) || !text(m.version) ||
          !text(m.revision)) {
        return corrupt("metadata lies outside");
      }
    }
    std::string_view before;
    for (std::size_t i = 0; i < p.tx_names_.size(); ++i) {
      if (!text(p.tx_names_[i])) return corrupt("a TX name lies outside");
      const std::string_view name = p.string(p.tx_names_[i]);
      if (i > 0 && !(before < name)) return corrupt("TX names are not in order");
      before = name;
    }
    // Captures are kept under these slots.
    constexpr std::string_view kDigits = "0123456789";
    if (p.tx_names_.size() < kDigits.size() || p.tx_names_.size() > kTxNamesMax)
      return corrupt("number of TX names");
    for (std::size_t i = 0; i < kDigits.size(); ++i) {
      if (p.string(p.tx_names_[i]) != kDigits.substr(i, 1))
        return corrupt("TX:0 to TX:9 are not the first names");
    }
    for (const MarkRecord& mark : p.marks_) {
      if (!text(mark.text) || !set(mark.links)) return corrupt("a mark lies outside");
    }
    return {};
  }

  Status targets() {
    const RuleProgram& p = program_;
    for (const TargetRecord& target : p.targets_) {
      if (target.variable >= lexicon::kVariables || target.selector > Selector::kXPath || target.flags > 7 ||
          !slot_or_none(target.tx_slot) || !text(target.name) || !text(target.full)) {
        return corrupt("a target lies outside");
      }
      if (target.selector == Selector::kRegex && target.regex >= p.blob_records_.size())
        return corrupt("a selector lies outside");
    }
    return {};
  }

  Status nodes() {
    const RuleProgram& p = program_;
    if (p.nodes_.empty() || p.nodes_.size() > kNodesMax) return corrupt("number of nodes");
    for (std::size_t i = 0; i < p.nodes_.size(); ++i) {
      const NodeRecord& node = p.nodes_[i];
      if (i == 0 ? node.parent != kNone16
                 : node.parent >= i || node.transformation >= lexicon::kTransformations) {
        return corrupt("the tree of transformations is none");
      }
    }
    return {};
  }

  Status blobs() {
    RuleProgram& p = program_;
    p.blobs_.resize(p.blob_records_.size());
    for (std::uint32_t i = 0; i < p.blob_records_.size(); ++i) {
      const BlobRecord& record = p.blob_records_[i];
      if (record.offset % 8 != 0 || !run_fits(record.offset, record.bytes, p.bytes_))
        return corrupt("a blob lies outside");
      if (Status status = blob(record, i); !status.has_value()) return status;
    }
    return {};
  }

  Status blob(const BlobRecord& record, std::uint32_t index) {
    RuleProgram& p = program_;
    const auto bytes = p.bytes_.subspan(record.offset, record.bytes);
    switch (record.kind) {
      case BlobKind::kRegex: {
        auto regex = match::regex::Program::verify(bytes);
        if (!regex.has_value()) return std::unexpected(regex.error());
        p.blobs_[index] = *regex;
        return {};
      }
      case BlobKind::kPcre2: p.pcre2_.push_back(index); return {};
      case BlobKind::kWords: {
        auto words = match::WordSet::verify(bytes);
        if (!words.has_value()) return std::unexpected(words.error());
        p.blobs_[index] = *words;
        return {};
      }
      case BlobKind::kUnicodeMap:
        if (bytes.size() % 4 != 0) return corrupt("a unicode map is cut");
        return {};
      case BlobKind::kXPath: p.xpaths_.push_back(index); return {};
      case BlobKind::kFilter: return {};
    }
    return corrupt("a blob of unknown kind");
  }

  Status sides() {
    RuleProgram& p = program_;
    for (const std::uint16_t link : p.class_links_) {
      if (link >= p.links_.size()) return corrupt("a class names a link that is not there");
    }
    for (std::size_t s = 0; s < kSides; ++s) {
      const SideRecord& side = p.header_->sides[s];
      if (side.filter_blob >= p.blob_records_.size() ||
          p.blob_records_[side.filter_blob].kind != BlobKind::kFilter) {
        return corrupt("a filter lies outside");
      }
      // A payload's upper bit says which clause; a link beyond the last would be one of another set.
      auto filter = match::LiteralFilter::verify(p.blob_bytes(side.filter_blob), 65'536);
      if (!filter.has_value()) return std::unexpected(filter.error());
      for (const std::uint16_t payload : filter->payloads()) {
        if ((payload & 0x7fffu) >= p.links_.size())
          return corrupt("a literal names a link that is not there");
      }
      p.filters_[s] = *filter;
      for (const ClassRun run : side.by_class) {
        if (!run_fits(run.first, run.count, p.class_links_)) return corrupt("links of a class lie outside");
      }
      if (!set(side.no_second_clause) || !set(side.no_class)) return corrupt("a set of links lies outside");
    }
    return {};
  }

  Status sources() {
    RuleProgram& p = program_;
    if (p.sources_.size() > kSourcesMax) return corrupt("number of sources");
    for (std::uint32_t i = 0; i < p.sources_.size(); ++i) {
      const SourceRecord& source = p.sources_[i];
      if (source.variable >= lexicon::kVariables || source.side > Side::kResponse || !text(source.name) ||
          source.groups == 0 || source.groups > kGroupsPerSourceMax ||
          !run_fits(source.groups_first, source.groups, p.groups_)) {
        return corrupt("a source lies outside");
      }
      if (Status status = groups(source); !status.has_value()) return status;
      auto& known = p.by_variable_[source.variable];
      if (source.name.bytes == 0) {
        known.all = &source;
      } else {
        if (known.named == 0) known.named_first = i;
        if (known.named_first + known.named != i)
          return corrupt("named sources of a variable are not one run");
        ++known.named;
        known.lengths |= std::uint64_t{1} << (source.name.bytes % 64);
      }
    }
    return {};
  }

  Status groups(const SourceRecord& source) {
    const auto groups = program_.groups(source);
    for (std::size_t g = 0; g < groups.size(); ++g) {
      const GroupRecord& group = groups[g];
      if (group.node >= program_.nodes_.size() || !set_or_none(group.filtered) ||
          !set_or_none(group.present)) {
        return corrupt("a group lies outside");
      }
      if (g == 0 ? group.node != 0 : group.parent >= g || group.transformation >= lexicon::kTransformations) {
        return corrupt("groups of a source are not in order");
      }
    }
    return {};
  }

  Status actions() {
    const RuleProgram& p = program_;
    for (const ActionRecord& action : p.actions_) {
      if (action.kind > ActionKind::kCtl || action.operation > SetOperation::kUnset ||
          action.variable >= lexicon::kVariables || !slot_or_none(action.tx_slot) ||
          !template_or_none(action.name) || !template_or_none(action.value) || !set_or_none(action.links) ||
          (action.target != kNone && action.target >= p.targets_.size()) ||
          (action.kind == ActionKind::kCtl && action.option >= lexicon::kCtls)) {
        return corrupt("an action lies outside");
      }
    }
    return {};
  }

  Status links() {
    const RuleProgram& p = program_;
    for (std::uint32_t i = 0; i < p.links_.size(); ++i) {
      const LinkRecord& link = p.links_[i];
      if (!run_fits(link.targets_first, link.targets, p.targets_) ||
          !run_fits(link.actions_first, link.actions, p.actions_) ||
          !run_fits(link.after_first, link.after, p.actions_) || link.metadata >= p.metadata_.size() ||
          link.node >= p.nodes_.size() || link.rest > p.links_.size() - i - 1 || link.rest > kChainLinksMax ||
          link.op >= lexicon::kOperators || link.disruption > Disruption::kRedirect ||
          (link.flags & ~kLinkFlagsKnown) != 0 || !template_or_none(link.redirect)) {
        return corrupt(fmt::format("link {} lies outside", i));
      }
      // Jumps lead forward only: a phase ends.
      if (link.jump != kNone && (link.jump <= i || link.jump > p.links_.size()))
        return corrupt("a jump leads back");
      if (!operand_fits(link)) return corrupt(fmt::format("operand of link {} does not fit its operator", i));
    }
    return {};
  }

  bool operand_fits(const LinkRecord& link) const {
    using lexicon::Operator;
    const RuleProgram& p = program_;
    const auto blob_is = [&](BlobKind kind) {
      return link.operand < p.blob_records_.size() && p.blob_records_[link.operand].kind == kind;
    };
    switch (static_cast<Operator>(link.op)) {
      case Operator::kPm:
      case Operator::kPmFromFile: return blob_is(BlobKind::kWords);
      case Operator::kIpMatch:
      case Operator::kIpMatchFromFile: return run_fits(link.operand, link.operand_count, p.networks_);
      case Operator::kValidateByteRange: return link.operand < p.byte_sets_.size();
      case Operator::kVerifyCc:
      case Operator::kVerifyCpf:
      case Operator::kVerifySsn:
      case Operator::kVerifySvnr: return blob_is(BlobKind::kRegex) || blob_is(BlobKind::kPcre2);
      case Operator::kRx:
      case Operator::kRxGlobal:
        if ((link.flags & kConstantOperand) != 0)
          return blob_is(BlobKind::kRegex) || blob_is(BlobKind::kPcre2);
        return template_or_none(link.operand);
      default: return template_or_none(link.operand);
    }
  }

  Status settings() {
    const Settings& settings = program_.settings();
    if (settings.engine > EngineMode::kOn ||
        settings.request_body_limit_action > LimitAction::kProcessPartial ||
        settings.response_body_limit_action > LimitAction::kProcessPartial ||
        !text(settings.response_mime_types) || !text(settings.component_signatures) ||
        !text(settings.web_app_id)) {
      return corrupt("settings lie outside");
    }
    if (settings.unicode_map_blob != kNone &&
        (settings.unicode_map_blob >= program_.blob_records_.size() ||
         program_.blob_records_[settings.unicode_map_blob].kind != BlobKind::kUnicodeMap)) {
      return corrupt("the unicode map lies outside");
    }
    return {};
  }

  std::span<const std::byte> bytes_;
  RuleProgram program_;
};

Result<RuleProgram> RuleProgram::open(std::span<const std::byte> bytes) {
  return ProgramVerifier(bytes).run();
}

}  // namespace bulkhead::program::rules
