// The portal: the agency's home page, and the contact details that other offices use.

#include <string_view>

#include "demo/services/all.h"

namespace bulkhead::demo {
namespace {

constexpr const char* kRegister = R"(
CREATE VIEW register AS
SELECT id, national_number, first_name, last_name, phone, email, address, town, postcode FROM persons;
)";

void fill(Database& database, const Country&, Draw&) { database.execute(kRegister); }

std::optional<Phrase> wrong_phone(std::string_view phone) {
  if (phone.size() >= 6 && phone.find_first_not_of("+0123456789 ") == std::string_view::npos)
    return std::nullopt;
  return Phrase{"A phone number has digits, blanks and a plus sign.",
                "Numri i telefonit ka shifra, hapësira dhe shenjën plus."};
}

std::optional<Phrase> wrong_email(std::string_view email) {
  const std::size_t at = email.find('@');
  if (at != std::string_view::npos && at > 0 && email.find('.', at) != std::string_view::npos &&
      email.find_first_of(" <>\"") == std::string_view::npos) {
    return std::nullopt;
  }
  return Phrase{"This is not an e-mail address.", "Kjo nuk është adresë e-poste."};
}

std::vector<Step> steps() {
  return {{.title = {"How we reach you", "Si ju kontaktojmë"},
           .fields = {{.name = "phone",
                       .label = {"Phone", "Telefoni"},
                       .first_value = [](const Ask& ask) { return ask.citizen.phone; },
                       .wrong = wrong_phone},
                      {.name = "email",
                       .label = {"E-mail", "E-posta"},
                       .first_value = [](const Ask& ask) { return ask.citizen.email; },
                       .wrong = wrong_email}}},
          {.title = {"Where you live", "Ku jetoni"},
           .fields = {{.name = "address",
                       .label = {"Street and number", "Rruga dhe numri"},
                       .first_value = [](const Ask& ask) { return ask.citizen.address; }},
                      {.name = "town", .label = {"Town", "Qyteti"}, .first_value = [](const Ask& ask) {
                         return ask.citizen.town;
                       }}}}};
}

void update_contact(const Ask& ask) {
  const auto answer = [&ask](std::string_view name) -> std::string_view {
    const auto found = ask.answers.find(name);
    return found == ask.answers.end() ? std::string_view() : std::string_view(found->second);
  };
  ask.database.run("UPDATE persons SET phone = ?2, email = ?3, address = ?4, town = ?5 WHERE id = ?1",
                   {ask.citizen.id, answer("phone"), answer("email"), answer("address"), answer("town")});
}

Service make() {
  return {
      .kind = "portal",
      .host = "portal.localhost",
      .receipt_prefix = "POR",
      .title = {"Citizens' portal", "Portali i qytetarëve"},
      .purpose = {"All public services of Ilyria in one place.",
                  "Të gjitha shërbimet publike të Ilirisë në një vend."},
      .task = {.id = "contact-details",
               .title = {"Change your contact details", "Ndryshoni të dhënat e kontaktit"},
               .about = {"Tell all offices at once how they reach you.",
                         "Njoftoni të gjitha zyrat njëherësh se si t'ju kontaktojnë."},
               .steps = steps(),
               .effect = update_contact},
      .records = {.name = "accounts",
                  .title = {"Accounts", "Llogaritë"},
                  .columns = {{"national_number", {"National number", "Numri personal"}},
                              {"first_name", {"First name", "Emri"}},
                              {"last_name", {"Last name", "Mbiemri"}},
                              {"phone", {"Phone", "Telefoni"}},
                              {"email", {"E-mail", "E-posta"}},
                              {.name = "address", .label = {"Address", "Adresa"}, .in_list = false},
                              {.name = "town", .label = {"Town", "Qyteti"}},
                              {.name = "postcode", .label = {"Postcode", "Kodi postar"}, .in_list = false}},
                  .searched = {"national_number", "first_name", "last_name", "email"}},
      .fill = fill,
      .is_portal = true};
}

}  // namespace

const Service& portal() {
  static const Service service = make();
  return service;
}

}  // namespace bulkhead::demo
