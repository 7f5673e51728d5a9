#include "gate/answer_desk.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "answers/door_page.h"
#include "answers/problem.h"

namespace bulkhead::gate {
namespace {

class ImagePhrases final : public answers::PhraseSource {
 public:
  ImagePhrases(const program::Image& image, std::size_t language) : image_(image), language_(language) {}
  std::string_view phrase(std::string_view key) const override { return image_.phrase(key, language_); }

 private:
  const program::Image& image_;
  std::size_t language_;
};

// ":8080" of the Host field, so that links lead back to where the client came from; empty for a default port.
std::string_view port_of(const Inquiry& inquiry) {
  const std::size_t colon = inquiry.host_field.rfind(':');
  if (colon == std::string_view::npos || inquiry.host_field.ends_with(']')) return {};
  const std::string_view port = inquiry.host_field.substr(colon);
  const bool digits = port.size() > 1 && port.size() <= 6 &&
                      std::ranges::all_of(port.substr(1), [](char c) { return c >= '0' && c <= '9'; });
  return digits ? port : std::string_view{};
}

// Services whose doors are open, most critical first.
std::vector<program::ServiceIndex> open_services(const LoadedImage& loaded, const Doors& doors,
                                                 BootTime now) {
  std::vector<program::ServiceIndex> open;
  for (std::uint8_t criticality = 0; criticality <= 2; ++criticality)
    for (std::size_t i = 0; i < loaded.image.services(); ++i) {
      if (open.size() == answers::DoorContext::kAlternativesMax) return open;
      const auto service = loaded.image.service(static_cast<program::ServiceIndex>(i));
      if (service.criticality != criticality || loaded.image.home(service.index).host.empty()) continue;
      const auto step = doors.step(service.slot, loaded.services[i].name_hash, now);
      if (step && step->level != posture::Level::kClosed) open.push_back(service.index);
    }
  return open;
}

// The order's words in the page's language, else in the agency's first. Else it keeps to the stock phrase.
void choose_public_text(answers::DoorContext& context, const segment::Notice& notice,
                        std::string_view fallback) {
  auto text = notice.texts.find(std::string(context.language));
  if (text == notice.texts.end()) text = notice.texts.find(std::string(fallback));
  if (text == notice.texts.end()) return;
  context.public_text = text->second;
  if (text->first != context.language) context.public_text_language = text->first;
}

}  // namespace

const AnswerDesk::Page& AnswerDesk::page(const Key& key, const Decision& decision, const LoadedImage* loaded,
                                         const Doors& doors, BootTime now) {
  if (const auto kept = pages_.find(key); kept != pages_.end()) return kept->second;
  if (pages_.size() >= kPagesMax) pages_.clear();

  const auto& [kind, service_index, language, format, submission, secure, port] = key;
  answers::DoorContext context;
  context.kind = kind;
  context.submission = submission;
  std::optional<ImagePhrases> phrases;
  std::optional<segment::Notice> notice;
  std::string status_url;
  std::vector<std::string> urls;
  std::vector<answers::Link> links;
  if (loaded) {
    const program::Image& image = loaded->image;
    phrases.emplace(image, language);
    context.phrases = &*phrases;
    context.zone = &loaded->zone;
    context.language = image.languages()[language];
    context.right_to_left = image.right_to_left(language);
    context.agency_name = image.agency_name(language);
    context.agency_contact = image.agency_contact(language);
    context.agency_homepage = image.agency_homepage();
    status_url = "/status/index." + std::string(context.language) + ".html";
    context.status_url = status_url;
    if (service_index != program::kNoService) {
      context.service = image.service(service_index).name;
      context.service_title = image.text(service_index, program::TextKind::kTitle, language);
      context.elsewhere = image.text(service_index, program::TextKind::kElsewhere, language);
    }
    if (decision.step) {
      context.cause = decision.step->cause;
      notice = doors.notice(decision.step->notice);
      if (notice) {
        context.since = notice->since;
        context.expected_end = notice->until;
        choose_public_text(context, *notice, image.languages()[0]);
      }
      const auto open = open_services(*loaded, doors, now);
      urls.reserve(open.size());
      for (const program::ServiceIndex i : open) {
        const auto home = image.home(i);
        urls.push_back((secure ? "https://" : "http://") + std::string(home.host) + port +
                       std::string(home.path));
        links.push_back({image.text(i, program::TextKind::kTitle, language), urls.back()});
      }
      context.alternatives = links;
    }
  }
  auto rendered = format == answers::Format::kHtml ? render_door_page(context) : render_problem(context);
  return pages_.emplace(key, Page{std::move(rendered), context.expected_end}).first->second;
}

const Answer& AnswerDesk::answer(const Decision& decision, const Inquiry& inquiry, const LoadedImage* loaded,
                                 const Doors& doors, BootTime now, RealTime real_now, os::Random& random) {
  const std::size_t language =
      loaded ? answers::choose_language(inquiry.accept_language, loaded->image.languages()) : 0;
  const answers::Format format = answers::choose_format(inquiry.accept);
  const Key key{decision.refusal,
                decision.service,
                language,
                format,
                inquiry.is_submission(),
                inquiry.secure,
                std::string(port_of(inquiry))};
  const Page& found = page(key, decision, loaded, doors, now);

  const answers::RetryContext retry{decision.refusal,
                                    decision.step ? decision.step->cause : posture::Cause::kNone, real_now,
                                    found.expected_end};
  const std::uint32_t wait_s = answers::retry_after_s(retry, random.next());
  const auto gateway = static_cast<std::uint16_t>(doors.bank().gateway_id);
  answer_.status = decision.status != 0 ? decision.status : answers::refusal(decision.refusal).status;
  answer_.content_type = answers::content_type(format);
  answer_.fields = answers::answer_fields(decision.refusal, format,
                                          loaded ? loaded->image.languages()[language] : "en", wait_s);
  const Id reference =
      decision.reference.empty() ? Id::make(real_now, gateway, random.next()) : decision.reference;
  answer_.body = found.rendered.filled({reference, real_now, wait_s});
  answer_.location = decision.location;
  answer_.close_connection = decision.close_connection;
  return answer_;
}

}  // namespace bulkhead::gate
