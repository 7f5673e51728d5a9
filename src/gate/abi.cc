// The C ABI over Gate: conversions, and nothing else.

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

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

  explicit bh_gate(const bulkhead::gate::Gate::Options& options) : gate(options, clock, random) {}
};

struct bh_request {
  bulkhead::gate::Request request;
};

namespace {

using namespace bulkhead;

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
  out->close_connection = answer.close_connection ? 1 : 0;
  return BH_DENY;
}

}  // namespace

unsigned bh_abi_version(void) { return BH_ABI_VERSION; }

bh_image* bh_image_open(const char* path, char* error, size_t error_size) {
  auto loaded = gate::LoadedImage::load(path);
  if (!loaded) {
    write_text(loaded.error().message, error, error_size);
    return nullptr;
  }
  return new bh_image{std::move(*loaded)};
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
  const Status prepared = segment::prepare_shared(std::string(state_folder) + "/shared.seg", slots, uid);
  if (prepared) return 0;
  write_text(prepared.error().message, error, error_size);
  return -1;
}

bh_gate* bh_gate_open(const bh_gate_options* options, char* notice, size_t notice_size) {
  auto* gate =
      new bh_gate({options->state_folder ? options->state_folder : "",
                   options->image_path ? options->image_path : "", static_cast<std::uint64_t>(getpid())});
  write_text(gate->gate.missing(), notice, notice_size);
  return gate;
}

void bh_gate_close(bh_gate* gate) { delete gate; }

int bh_wake_fd(const bh_gate* gate) { return gate->gate.wake_fd(); }

int bh_tick(bh_gate* gate) { return gate->gate.tick() ? 1 : 0; }

size_t bh_request_bytes(void) { return sizeof(bh_request); }

bh_action bh_admit(bh_gate* gate, void* memory, const bh_request_info* info, bh_request** request,
                   bh_answer* answer) {
  *request = new (memory) bh_request{};
  const gate::Inquiry inquiry = inquiry_of(*info);
  return answer_for(gate, gate->gate.admit((*request)->request, inquiry), inquiry, answer);
}

bh_action bh_revisit(bh_gate* gate, bh_request* request, const bh_request_info* info, bh_answer* answer) {
  const gate::Inquiry inquiry = inquiry_of(*info);
  return answer_for(gate, gate->gate.revisit(request->request, inquiry), inquiry, answer);
}

int bh_review(bh_gate* gate, bh_request* request) { return gate->gate.review(request->request) ? 1 : 0; }

int bh_wants_response_cookies(const bh_request* request) { return request->request.wants_cookies ? 1 : 0; }

int bh_response_cookie(bh_gate* gate, bh_request* request, bh_str set_cookie, bh_str* companion) {
  const std::string& made = gate->gate.companion(request->request, view(set_cookie));
  *companion = str(made);
  return made.empty() ? 0 : 1;
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
