#include "inspect/inspection.h"

#include <algorithm>

#include "inspect/exclusion.h"
#include "inspect/phase.h"
#include "inspect/request_values.h"

namespace bulkhead::inspect {

namespace {

std::span<const HeaderField> keep(Arena& arena, std::span<const HeaderField> fields) {
  const std::span<HeaderField> kept = arena.take_array<HeaderField>(fields.size());
  std::copy_n(fields.begin(), kept.size(), kept.begin());
  return kept;
}

}  // namespace

Inspection::Inspection(Engine& engine, const program::rules::RuleProgram& program,
                       const program::rules::Overlay& overlay, const RequestHead& head, Tracer* tracer)
    : engine_(engine),
      arena_(engine.take_arena()),
      state_(program, overlay, engine.workspace(), engine.collections(), *arena_) {
  const auto& settings = program.settings();
  state_.request = head;
  state_.request.fields = keep(*arena_, head.fields);
  state_.tracer = tracer;
  state_.countries = engine.countries();
  state_.budget.left = engine.options().budget_bytes;
  state_.settings.engine = overlay.decides_mode ? overlay.mode : std::min(settings.engine, overlay.mode);
  state_.settings.request_body_access = settings.request_body_access != 0;
  state_.settings.response_body_access = settings.response_body_access != 0;
  state_.settings.request_body_bytes_max = settings.request_body_bytes_max;
  state_.settings.response_body_bytes_max = settings.response_body_bytes_max;
  if (settings.unicode_map_blob != program::rules::kNone) {
    const auto bytes = program.blob_bytes(settings.unicode_map_blob);
    state_.unicode_map = text::UnicodeMap({reinterpret_cast<const text::UnicodeMapping*>(bytes.data()),
                                           bytes.size() / sizeof(text::UnicodeMapping)});
  }
  state_.candidates = arena_->take_array<std::uint64_t>(program.words());
  if (state_.candidates.size() != program.words() || !state_.tx.begin(overlay.pinned)) {
    state_.overran(Overrun::kMemory);
    state_.settings.engine = program::rules::EngineMode::kOff;
    return;
  }
  if (!overlay.exclusions.empty()) remove_excluded_rules(state_);
}

Inspection::~Inspection() { engine_.give_arena(std::move(arena_)); }

void Inspection::request_head() {
  if (state_.settings.engine == program::rules::EngineMode::kOff) return;
  take_request_head(state_);
  run_phase(state_, lexicon::Phase::kRequestHeaders);
}

void Inspection::request_body(std::string_view body, bool cut) {
  if (state_.settings.engine == program::rules::EngineMode::kOff || state_.interruption) return;
  take_request_body(state_, body, cut);
  run_phase(state_, lexicon::Phase::kRequestBody);
}

void Inspection::response_head(const ResponseHead& head) {
  state_.response = head;
  state_.response.fields = keep(*arena_, head.fields);
  if (state_.settings.engine == program::rules::EngineMode::kOff || state_.interruption) return;
  take_response_head(state_);
  run_phase(state_, lexicon::Phase::kResponseHeaders);
}

bool Inspection::wants_response_body() const {
  return state_.settings.response_body_access && is_inspected_type(state_);
}

void Inspection::response_body(std::string_view body, bool cut) {
  if (state_.settings.engine == program::rules::EngineMode::kOff || state_.interruption) return;
  take_response_body(state_, body, cut);
  run_phase(state_, lexicon::Phase::kResponseBody);
}

void Inspection::log() { run_phase(state_, lexicon::Phase::kLogging); }

std::string_view Inspection::tx(std::string_view name) {
  TxStore::Entry* entry = state_.tx.find(name);
  return entry == nullptr ? std::string_view() : state_.tx.text_of(*entry);
}

}  // namespace bulkhead::inspect
