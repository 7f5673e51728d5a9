// The C ABI over Gate: conversions, and the edge that no exception passes. What can throw here is memory that cannot be
// had and a thread that cannot be started; requests are then decided as for any failure of the gateway's own.

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <vector>

#include "bulkhead/bulkhead.h"
#include "gate/gate.h"

// Opaque to the host; each is one C++ object.
struct bh_image {
  std::unique_ptr<bulkhead::gate::LoadedImage> loaded;
};

struct bh_gate {
  bulkhead::os::SystemClock clock;
  bulkhead::os::SystemRandom random;
  bulkhead::gate::Gate gate;
  std::vector<bulkhead::inspect::HeaderField> fields;

  explicit bh_gate(const bulkhead::gate::Gate::Options& options) : gate(options, clock, random) {}
};

struct bh_request {
  bulkhead::gate::Request request;
};

namespace {

namespace answers = bulkhead::answers;
namespace gate = bulkhead::gate;
namespace segment = bulkhead::segment;
using bulkhead::Status;

std::string_view view(bh_str text) {
  return text.data ? std::string_view(text.data, text.size) : std::string_view();
}
bh_str str(std::string_view text) { return {text.data(), text.size()}; }

void write_text(std::string_view text, char* out, std::size_t size) {
  if (!out || size == 0) return;
  const std::size_t length = std::min(text.size(), size - 1);
  std::memcpy(out, text.data(), length);
  out[length] = '\0';
}

gate::Inquiry inquiry_of(const bh_request_info& info) {
  gate::Inquiry inquiry;
  inquiry.service = view(info.service);
  inquiry.open_on_failure = info.open_on_failure != 0;
  inquiry.method = view(info.method);
  inquiry.host = view(info.host);
  inquiry.host_field = view(info.host_field);
  inquiry.path = view(info.path);
  inquiry.target = view(info.target);
  inquiry.accept = view(info.accept);
  inquiry.accept_language = view(info.accept_language);
  inquiry.cookie = view(info.cookie);
  std::memcpy(inquiry.client.bytes.data(), info.address, sizeof info.address);
  inquiry.secure = (info.flags & BH_REQUEST_SECURE) != 0;
  inquiry.by_self_test_listener = (info.flags & BH_REQUEST_SELF_TEST) != 0;
  inquiry.self_test = view(info.self_test);
  return inquiry;
}

bh_action answer_for(bh_gate* gate, const gate::Decision& decision, const gate::Inquiry& inquiry,
                     bh_answer* out) {
  if (decision.allowed) return BH_ALLOW;
  const gate::Answer& answer = gate->gate.answer(decision, inquiry);
  static_assert(answers::FieldSet::kFieldsMax <= BH_FIELDS_MAX);
  out->status = answer.status;
  out->content_type = str(answer.content_type);
  out->fields_count = 0;
  for (const answers::Field& field : answer.fields.fields())
    if (field.name != "Content-Type") out->fields[out->fields_count++] = {str(field.name), str(field.value)};
  out->body = str(answer.body);
  out->location = str(answer.location);
  out->close_connection = answer.close_connection ? 1 : 0;
  return BH_DENY;
}

// The host may be out of memory: nothing here asks for any. What was refused already stays refused.
bh_action decide_as_declared(const bh_request_info& info, bool refused, bh_answer* out) noexcept {
  if (info.open_on_failure != 0 && !refused) return BH_ALLOW;
  *out = {};
  out->status = 503;
  out->content_type = str("text/plain");
  return BH_DENY;
}

/// Runs `act`; when it throws, `otherwise`.
template <typename Act, typename Otherwise>
auto guarded(Act act, Otherwise otherwise) noexcept {
  try {
    return act();
  } catch (...) {
    return otherwise();
  }
}

/// `ask` is Gate::admit or Gate::revisit.
bh_action ask_gate(bh_gate* gate, bh_request* request, const bh_request_info& info, bh_answer* answer,
                   gate::Decision (gate::Gate::*ask)(gate::Request&, const gate::Inquiry&)) noexcept {
  bool refused = false;
  return guarded(
      [&] {
        const gate::Inquiry inquiry = inquiry_of(info);
        const gate::Decision decision = (gate->gate.*ask)(request->request, inquiry);
        refused = !decision.allowed;
        return answer_for(gate, decision, inquiry, answer);
      },
      [&] { return decide_as_declared(info, refused, answer); });
}

/// `ask` gives the Decision of one part of a request's inspection.
template <typename Ask>
bh_action ask_rules(bh_gate* gate, const bh_request_info& info, bh_answer* answer, Ask ask) noexcept {
  bool refused = false;
  return guarded(
      [&] {
        const gate::Decision decision = ask();
        refused = !decision.allowed;
        return answer_for(gate, decision, inquiry_of(info), answer);
      },
      [&] { return decide_as_declared(info, refused, answer); });
}

// The host's fields as inspection's, in memory that the gate keeps for it: inspection takes a copy.
std::span<const bulkhead::inspect::HeaderField> fields_of(bh_gate* gate, const bh_field* fields,
                                                          std::size_t count) {
  gate->fields.clear();
  for (std::size_t i = 0; i < count; ++i)
    gate->fields.push_back({view(fields[i].name), view(fields[i].value)});
  return gate->fields;
}

int failed(const char* why, char* error, std::size_t size) {
  write_text(why, error, size);
  return -1;
}

constexpr const char* kNoMemory = "no memory, or no thread, to be had";

}  // namespace

unsigned bh_abi_version(void) { return BH_ABI_VERSION; }

bh_image* bh_image_open(const char* path, char* error, size_t error_size) {
  return guarded(
      [&]() -> bh_image* {
        auto loaded = gate::LoadedImage::load(path);
        if (loaded) return new bh_image{std::move(*loaded)};
        write_text(loaded.error().message, error, error_size);
        return nullptr;
      },
      [&]() -> bh_image* {
        write_text(kNoMemory, error, error_size);
        return nullptr;
      });
}

void bh_image_close(bh_image* image) { delete image; }

int bh_image_has_service(const bh_image* image, bh_str name, int* open_on_failure) {
  const auto service = image->loaded->image.find(view(name));
  if (service && open_on_failure)
    *open_on_failure = image->loaded->image.service(*service).open_on_gateway_failure ? 1 : 0;
  return service ? 1 : 0;
}

int bh_prepare_state(const char* state_folder, unsigned workers, int64_t uid, char* error,
                     size_t error_size) {
  const std::size_t slots =
      std::min<std::size_t>(std::max(1u, workers) * segment::kSlotsPerWorker, segment::kSlotsMax);
  return guarded(
      [&] {
        const Status prepared =
            segment::prepare_shared(std::string(state_folder) + "/shared.seg", slots, uid);
        return prepared ? 0 : failed(prepared.error().message.c_str(), error, error_size);
      },
      [&] { return failed(kNoMemory, error, error_size); });
}

bh_gate* bh_gate_open(const bh_gate_options* options, char* notice, size_t notice_size) {
  return guarded(
      [&]() -> bh_gate* {
        auto gate = std::make_unique<bh_gate>(gate::Gate::Options{
            options->state_folder ? options->state_folder : "",
            options->image_path ? options->image_path : "", static_cast<std::uint64_t>(getpid())});
        write_text(gate->gate.missing(), notice, notice_size);
        return gate.release();
      },
      [&]() -> bh_gate* {
        write_text(kNoMemory, notice, notice_size);
        return nullptr;
      });
}

void bh_gate_close(bh_gate* gate) { delete gate; }

int bh_wake_fd(const bh_gate* gate) { return gate->gate.wake_fd(); }

int bh_tick(bh_gate* gate) {
  // What could not be looked at is looked at again in the next tick.
  return guarded([&] { return gate->gate.tick() ? 1 : 0; }, [] { return 1; });
}

size_t bh_request_bytes(void) { return sizeof(bh_request); }

bh_action bh_admit(bh_gate* gate, void* memory, const bh_request_info* info, bh_request** request,
                   bh_answer* answer) {
  *request = new (memory) bh_request{};
  return ask_gate(gate, *request, *info, answer, &gate::Gate::admit);
}

bh_action bh_revisit(bh_gate* gate, bh_request* request, const bh_request_info* info, bh_answer* answer) {
  return ask_gate(gate, request, *info, answer, &gate::Gate::revisit);
}

bh_action bh_inspect_head(bh_gate* gate, bh_request* request, const bh_request_info* info,
                          const bh_head* head, bh_answer* answer) {
  return ask_rules(gate, *info, answer, [&] {
    bulkhead::inspect::RequestHead told;
    told.method = view(info->method);
    told.target = view(info->target);
    told.path = view(info->path);
    told.version = view(head->http_version);
    told.fields = fields_of(gate, head->fields, head->fields_count);
    told.client_address = view(head->client_address);
    told.client_port = head->client_port;
    told.server_address = view(head->server_address);
    told.server_port = head->server_port;
    return gate->gate.inspect_head(request->request, inquiry_of(*info), told);
  });
}

uint64_t bh_request_body_bytes(const bh_request* request) {
  return request->request.inspection != nullptr ? request->request.inspection->request_body_bytes() : 0;
}

bh_action bh_inspect_body(bh_gate* gate, bh_request* request, const bh_request_info* info, bh_str body,
                          int cut, bh_answer* answer) {
  return ask_rules(gate, *info, answer,
                   [&] { return gate->gate.inspect_body(request->request, view(body), cut != 0); });
}

bh_action bh_inspect_response_head(bh_gate* gate, bh_request* request, const bh_request_info* info,
                                   const bh_response_head* head, bh_answer* answer) {
  return ask_rules(gate, *info, answer, [&] {
    return gate->gate.inspect_response_head(
        request->request, {static_cast<std::uint16_t>(head->status), view(head->http_version),
                           fields_of(gate, head->fields, head->fields_count)});
  });
}

uint64_t bh_response_body_bytes(const bh_request* request) {
  return request->request.inspection != nullptr ? request->request.inspection->response_body_bytes() : 0;
}

bh_action bh_inspect_response_body(bh_gate* gate, bh_request* request, const bh_request_info* info,
                                   bh_str body, int cut, bh_answer* answer) {
  return ask_rules(gate, *info, answer,
                   [&] { return gate->gate.inspect_response_body(request->request, view(body), cut != 0); });
}

int bh_next_log_line(bh_request* request, bh_str* line) {
  if (request->request.inspection == nullptr || request->request.self_test) return 0;
  return guarded(
      [&] {
        const auto next = request->request.inspection->next_line();
        if (next) *line = str(*next);
        return next ? 1 : 0;
      },
      [] { return 0; });
}

void bh_inspect_log(bh_request* request) {
  if (request->request.inspection == nullptr) return;
  guarded(
      [&] {
        request->request.inspection->log();
        return 0;
      },
      [] { return 0; });
}

void bh_end_inspection(bh_gate* gate, bh_request* request) { gate->gate.end_inspection(request->request); }

int bh_review(bh_gate* gate, bh_request* request) { return gate->gate.review(request->request) ? 1 : 0; }

int bh_wants_response_cookies(const bh_request* request) { return request->request.wants_cookies ? 1 : 0; }

int bh_response_cookie(bh_gate* gate, bh_request* request, bh_str set_cookie, bh_str* companion) {
  // Without its companion a session counts as unknown: a loss, not a failure.
  return guarded(
      [&] {
        const std::string& made = gate->gate.companion(request->request, view(set_cookie));
        *companion = str(made);
        return made.empty() ? 0 : 1;
      },
      [] { return 0; });
}

void bh_leave(bh_gate* gate, bh_request* request) { gate->gate.leave(request->request); }

void bh_account(bh_gate* gate, bh_request* request, unsigned status, uint64_t bytes_received,
                uint64_t bytes_sent, int upstream_failed) {
  gate->gate.account(request->request, {status, bytes_received, bytes_sent, upstream_failed != 0});
}

void bh_account_unasked(bh_gate* gate, const bh_request_info* info, unsigned status, uint64_t bytes_received,
                        uint64_t bytes_sent) {
  gate->gate.account_unasked(inquiry_of(*info), {status, bytes_received, bytes_sent, false});
}
