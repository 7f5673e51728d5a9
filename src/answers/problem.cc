#include "answers/problem.h"

#include <algorithm>
#include <array>

#include "answers/html.h"
#include "answers/json.h"
#include "base/timestamp.h"

namespace bulkhead::answers {
namespace {

constexpr std::string_view kReferenceGap = "00000000000000000000000000";
constexpr std::string_view kRetryAfterGap = "     0";
static_assert(kReferenceGap.size() == RenderedPage::kReferenceBytes);
static_assert(kRetryAfterGap.size() == RenderedPage::kRetryAfterBytes);

std::string title(const DoorContext& context, const PhraseSource& phrases, const Refusal& refusal) {
  const bool named = refusal.names_service && !context.service_title.empty();
  const std::array<Substitution, 1> values = {
      {{"service", named ? context.service_title : text(phrases, Phrase::kThisService)}}};
  return fill(text(phrases, refusal.title), values);
}

std::string detail(const DoorContext& context, const PhraseSource& phrases, const Refusal& refusal) {
  if (context.kind != RefusalKind::kClosed) return std::string(text(phrases, refusal.text));
  if (!context.public_text.empty()) return std::string(context.public_text);
  return std::string(text(phrases, closed_text(context.cause)));
}

void write_service(Json& json, const DoorContext& context) {
  if (!context.service.empty()) json.member("service", context.service);
  if (!context.service_title.empty()) json.member("service_title", context.service_title);
}

void write_closed(Json& json, const DoorContext& context) {
  if (context.since) json.member("since", rfc3339(*context.since));
  if (context.expected_end) {
    json.member("expected_end", rfc3339(*context.expected_end));
  } else {
    json.key("expected_end").raw("null");
  }
}

void write_ways_on(Json& json, const DoorContext& context, const Refusal& refusal) {
  if (!context.agency_contact.empty()) json.member("contact", context.agency_contact);
  if (refusal.retry && !context.elsewhere.empty()) json.member("elsewhere", context.elsewhere);
  if (refusal.retry && !context.alternatives.empty()) {
    json.key("alternatives").open('[');
    for (const Link& link :
         context.alternatives.first(std::min(context.alternatives.size(), DoorContext::kAlternativesMax))) {
      json.item().open('{').member("title", link.title);
      if (is_linkable(link.url)) json.member("url", link.url);
      json.close('}');
    }
    json.close(']');
  }
  if (is_linkable(context.status_url)) json.member("status_page", context.status_url);
}

}  // namespace

RenderedPage render_problem(const DoorContext& context) {
  const Refusal& fixed = refusal(context.kind);
  const PhraseSource& phrases = context.phrases != nullptr ? *context.phrases : english();
  RenderedPage page;
  Json json(2'048);
  json.open('{').member("type", fixed.problem_type).member("title", title(context, phrases, fixed));
  json.key("status").raw(std::to_string(fixed.status));
  json.member("detail", detail(context, phrases, fixed));
  if (fixed.names_service) write_service(json, context);
  if (context.kind == RefusalKind::kClosed) write_closed(json, context);
  if (fixed.retry) {
    json.key("retry_after");
    page.retry_after_at = json.size();
    json.raw(kRetryAfterGap);
  }
  if (context.submission) json.key("received").raw("false");
  if (fixed.names_service) write_ways_on(json, context, fixed);
  json.key("reference").raw("\"");
  page.reference_at = json.size();
  json.raw(kReferenceGap).raw("\"").close('}');
  json.raw("\n");
  page.bytes = std::move(json).take();
  return page;
}

}  // namespace bulkhead::answers
