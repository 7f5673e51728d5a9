// Writes every page that people can meet to a folder, with a manifest of what each must be, for browser tests
// and for the eyes of whoever changes the design.
//
//     answers_preview FOLDER
//
// FOLDER/manifest.json lists {file, page, language, right_to_left, status, fields, …}; the files lie beside
// it.

#include <array>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

#include "answers/door_page.h"
#include "answers/headers.h"
#include "answers/json.h"
#include "answers/problem.h"
#include "answers/status_site.h"
#include "base/timestamp.h"
#include "os/file.h"
#include "policy/translations.h"
#include "preview_texts.h"

namespace bulkhead::preview {
namespace {

using answers::DoorContext;
using answers::RefusalKind;

RealTime at(std::string_view text) { return parse_rfc3339(text).value(); }

/// Phrases of one language, from the translation files.
class Phrases final : public answers::PhraseSource {
 public:
  explicit Phrases(const std::map<std::string, std::string>& texts) : texts_(texts) {}
  std::string_view phrase(std::string_view key) const override {
    const auto found = texts_.find(std::string(key));
    return found == texts_.end() ? std::string_view() : std::string_view(found->second);
  }

 private:
  const std::map<std::string, std::string>& texts_;
};

struct Language {
  const Texts& texts;
  Phrases phrases;
};

/// Collects files and the manifest.
class Preview {
 public:
  explicit Preview(std::string folder) : folder_(std::move(folder)), manifest_(65'536) {
    manifest_.open('[');
  }

  bool door(std::string_view name, const DoorContext& context, std::string_view name_of_case) {
    const answers::RenderedPage page = answers::render_door_page(context);
    const std::string file = std::string(name) + "." + std::string(context.language) + ".html";
    const answers::PerRequest request = {Id::make(at("2026-07-17T10:42:31Z"), 1, 0x5eed),
                                         at("2026-07-17T10:42:31Z"), 900};
    entry(file, "door", context.language, context.right_to_left, refusal(context.kind).status);
    manifest_.member("case", name_of_case).member("kind", refusal(context.kind).name);
    manifest_.key("submission").raw(context.submission ? "true" : "false");
    const answers::FieldSet set = answer_fields(context.kind, answers::Format::kHtml, context.language, 900);
    fields(set.fields());
    manifest_.close('}');
    return write(file, page.filled(request));
  }

  bool status(std::string_view name, const answers::StatusSnapshot& site) {
    bool ok = os::make_folder(folder_ + "/" + std::string(name) + "/api/v2", 0755).has_value();
    for (const answers::StatusFile& file : render_status_site(site)) {
      const std::string path = std::string(name) + "/" + file.path;
      ok = write(path, file.bytes) && ok;
      for (const answers::StatusLanguage& language : site.languages) {
        if (file.path != "index." + language.tag + ".html") continue;
        entry(path, "status", language.tag, language.right_to_left, 200);
        manifest_.member("case", name);
        const std::array<answers::Field, 2> set = {
            {{"Content-Type", "text/html; charset=utf-8"},
             {"Content-Security-Policy", std::string(answers::status_content_security_policy())}}};
        fields(set);
        manifest_.close('}');
      }
    }
    return ok;
  }

  bool finish() {
    manifest_.close(']').raw("\n");
    return write("manifest.json", std::move(manifest_).take());
  }

 private:
  void entry(std::string_view file, std::string_view page, std::string_view language, bool right_to_left,
             int status) {
    manifest_.item().open('{').member("file", file).member("page", page).member("language", language);
    manifest_.key("right_to_left")
        .raw(right_to_left ? "true" : "false")
        .key("status")
        .raw(std::to_string(status));
  }

  void fields(std::span<const answers::Field> fields) {
    manifest_.key("fields").open('[');
    for (const answers::Field& field : fields) {
      manifest_.item().open('[').item().string(field.name).item().string(field.value).close(']');
    }
    manifest_.close(']');
  }

  bool write(const std::string& file, std::string_view bytes) {
    const Status written = os::write_file_atomically(folder_ + "/" + file, bytes, 0644);
    if (!written) static_cast<void>(std::fprintf(stderr, "%s\n", written.error().message.c_str()));
    return written.has_value();
  }

  std::string folder_;
  answers::Json manifest_;
};

/// Most pages tell the agency's time; those of a gateway without a zone of its own tell UTC.
const Zone& tirane() {
  static const Zone zone{"Europe/Tirane",
                         {{1'577'836'800, 3'600}, {1'774'746'000, 7'200}, {1'792'890'000, 3'600}}};
  return zone;
}

DoorContext context(const Language& language, RefusalKind kind, std::span<const answers::Link> alternatives) {
  DoorContext context;
  context.kind = kind;
  context.language = language.texts.tag;
  context.right_to_left = language.texts.right_to_left;
  context.phrases = &language.phrases;
  context.zone = &tirane();
  context.agency_name = language.texts.agency;
  context.agency_contact = language.texts.contact;
  context.agency_homepage = "https://agjencia.example/";
  context.service = "tax-filing";
  context.service_title = language.texts.services[0];
  context.cause = posture::Cause::kMaintenance;
  context.since = at("2026-07-17T10:30:00Z");
  context.expected_end = at("2026-07-17T14:00:00Z");
  context.elsewhere = language.texts.elsewhere;
  context.alternatives = alternatives;
  context.status_url = "/status/";
  return context;
}

std::vector<answers::Link> links(const Texts& texts) {
  static constexpr std::array<std::string_view, kServices> kUrls = {
      "https://tatime.example/", "https://portal.example/", "https://gjendja.example/",
      "https://receta.example/", "https://biznes.example/", "https://gjykata.example/dosje"};
  std::vector<answers::Link> all;
  for (std::size_t i = 1; i < kServices; ++i) all.push_back({texts.services[i], kUrls[i]});
  return all;
}

bool write_doors(Preview& preview, const Language& language) {
  const std::vector<answers::Link> alternatives = links(language.texts);
  bool ok = true;
  for (std::size_t i = 0; i < answers::kRefusalKinds; ++i) {
    DoorContext door = context(language, static_cast<RefusalKind>(i), alternatives);
    const std::string name(refusal(door.kind).name);
    ok = preview.door(name + ".get", door, "full") && ok;
    door.submission = true;
    ok = preview.door(name + ".post", door, "full") && ok;
  }
  for (const auto cause :
       {posture::Cause::kNone, posture::Cause::kLoad, posture::Cause::kAttack, posture::Cause::kCompromise}) {
    DoorContext door = context(language, RefusalKind::kClosed, alternatives);
    door.cause = cause;
    door.expected_end.reset();
    ok = preview.door("closed." + std::string(posture::name(cause)), door, "unknown_end") && ok;
  }
  DoorContext worded = context(language, RefusalKind::kClosed, alternatives);
  worded.public_text = language.texts.public_text;
  ok = preview.door("closed.worded", worded, "worded") && ok;
  DoorContext bare;
  bare.language = language.texts.tag;
  bare.right_to_left = language.texts.right_to_left;
  bare.phrases = &language.phrases;
  return preview.door("closed.bare", bare, "bare") && ok;
}

answers::StatusSnapshot calm_site(std::span<const Language> languages) {
  answers::StatusSnapshot site;
  site.agency_homepage = "https://agjencia.example/";
  site.base_url = "https://status.example";
  site.as_of = at("2026-07-17T10:42:00Z");
  // Far away, so that a page that has not gone stale can be looked at on any day; the script gets its own
  // test.
  site.valid_until = at("2126-07-17T10:47:00Z");
  static constexpr std::array<const char*, kServices> kNames = {
      "tax-filing", "portal", "civil-registry", "prescriptions", "business-licences", "court-records"};
  for (std::size_t i = 0; i < kServices; ++i) {
    answers::StatusService service;
    service.name = kNames[i];
    for (const Language& language : languages)
      service.title[std::string(language.texts.tag)] = language.texts.services[i];
    site.services.push_back(std::move(service));
  }
  for (const Language& language : languages) {
    const std::string tag(language.texts.tag);
    site.languages.push_back({tag, language.texts.right_to_left, &language.phrases});
    site.agency_name[tag] = language.texts.agency;
    site.agency_contact[tag] = language.texts.contact;
  }
  return site;
}

answers::StatusSnapshot troubled_site(std::span<const Language> languages) {
  answers::StatusSnapshot site = calm_site(languages);
  site.zone = tirane();
  answers::StatusService& tax = site.services[0];
  tax.view.state = answers::PublicState::kClosed;
  tax.cause = posture::Cause::kMaintenance;
  tax.since = at("2026-07-17T10:30:00Z");
  tax.expected_end = at("2026-07-17T14:00:00Z");
  for (const Language& language : languages)
    tax.elsewhere[std::string(language.texts.tag)] = language.texts.elsewhere;
  answers::StatusService& registry = site.services[2];
  registry.view = {answers::PublicState::kDegraded, answers::Limitation::kReopening};
  registry.since = at("2026-07-17T10:12:00Z");
  site.services[5].view = {answers::PublicState::kDegraded, answers::Limitation::kFault};
  site.incidents.push_back({"01J2Z0QK3T0001",
                            "tax-filing",
                            tax.title,
                            answers::PublicState::kClosed,
                            tax.cause,
                            {},
                            *tax.since,
                            std::nullopt,
                            *tax.since});
  answers::StatusIncident past = {"01J2YZZZZZ0001",
                                  "civil-registry",
                                  registry.title,
                                  answers::PublicState::kClosed,
                                  posture::Cause::kAttack,
                                  {},
                                  at("2026-07-16T21:05:00Z"),
                                  at("2026-07-17T10:12:00Z"),
                                  at("2026-07-17T10:12:00Z")};
  for (const Language& language : languages)
    past.public_text[std::string(language.texts.tag)] = language.texts.public_text;
  site.incidents.push_back(std::move(past));
  return site;
}

answers::StatusSnapshot dark_site(std::span<const Language> languages) {
  answers::StatusSnapshot site = troubled_site(languages);
  for (answers::StatusService& service : site.services) {
    service.view = {answers::PublicState::kClosed, answers::Limitation::kNone};
    service.cause = posture::Cause::kAttack;
    service.since = at("2026-07-17T10:30:00Z");
  }
  return site;
}

/// The site as it lies there when nobody has renewed it.
answers::StatusSnapshot stale_site(std::span<const Language> languages) {
  answers::StatusSnapshot site = calm_site(languages);
  site.valid_until = at("2020-01-01T00:05:00Z");
  site.as_of = at("2020-01-01T00:00:00Z");
  return site;
}

policy::TranslationReading read_phrases() {
  const std::string source = BULKHEAD_SOURCE_DIR;
  const std::vector<std::string> folders = {source + "/translations", source + "/tests/browser/translations"};
  std::vector<std::string> tags;
  for (const Texts& texts : all_texts()) tags.emplace_back(texts.tag);
  std::vector<policy::WantedPhrase> wanted;
  for (const answers::PhraseEntry& entry : answers::phrases()) wanted.push_back({entry.key, entry.english});
  return policy::read_translations(folders, tags, wanted);
}

int run(const std::string& folder) {
  const policy::TranslationReading reading = read_phrases();
  for (const policy::Diagnostic& found : reading.diagnostics) {
    static_cast<void>(std::fprintf(stderr, "%s:%u: %s: %s\n", found.file.c_str(), found.line,
                                   found.key.c_str(), found.message.c_str()));
  }
  if (!reading.table || !os::make_folder(folder, 0755)) return 1;
  std::vector<Language> languages;
  for (const Texts& texts : all_texts())
    languages.push_back({texts, Phrases(reading.table->at(std::string(texts.tag)))});
  Preview preview(folder);
  bool ok = true;
  for (const Language& language : languages) ok = write_doors(preview, language) && ok;
  ok = preview.status("calm", calm_site(languages)) && ok;
  ok = preview.status("troubled", troubled_site(languages)) && ok;
  ok = preview.status("dark", dark_site(languages)) && ok;
  ok = preview.status("stale", stale_site(languages)) && ok;
  return preview.finish() && ok ? 0 : 1;
}

}  // namespace
}  // namespace bulkhead::preview

int main(int argc, char** argv) {
  if (argc != 2) {
    static_cast<void>(std::fprintf(stderr, "usage: answers_preview FOLDER\n"));
    return 2;
  }
  return bulkhead::preview::run(argv[1]);
}
