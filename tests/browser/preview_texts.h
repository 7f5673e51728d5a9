// Sample texts of an invented agency in three languages, one of them written from right to left.

#pragma once

#include <array>
#include <span>
#include <string_view>

namespace bulkhead::preview {

inline constexpr std::size_t kServices = 6;

struct Texts {
  std::string_view tag;
  bool right_to_left;
  std::string_view agency;
  std::string_view contact;
  std::string_view elsewhere;
  std::string_view public_text;
  std::array<std::string_view, kServices> services;  ///< [0] is the one that is closed.
};

inline std::span<const Texts> all_texts() {
  static constexpr std::array<Texts, 3> kTexts = {{
      {"en",
       false,
       "National Agency for Digital Services",
       "tel:+355-00-000-000",
       "At the tax counters of every municipality, Monday to Friday, 8:00 to 16:00, or by phone on 0800 00 "
       "00.",
       "Filing for June is closed until the new forms are in place. Everybody who has to file gets five more "
       "days; nobody pays a penalty for today.",
       {"Tax filing", "Citizens’ portal", "Civil registry", "Health prescriptions", "Business licences",
        "Court records"}},
      {"sq",
       false,
       "Agjencia Kombëtare e Shërbimeve Digjitale",
       "mailto:ndihme@agjencia.example",
       "Në sportelet e tatimeve në çdo bashki, nga e hëna në të premte, ora 8:00–16:00, ose me telefon në "
       "0800 00 00.",
       "Deklarimi për muajin qershor është i mbyllur derisa të vendosen formularët e rinj. Kushdo që duhet "
       "të deklarojë ka edhe pesë ditë kohë; askush nuk gjobitet për ditën e sotme.",
       {"Deklarimi i tatimeve", "Portali i qytetarit", "Gjendja civile", "Recetat mjekësore",
        "Licencat e biznesit", "Dosjet gjyqësore"}},
      {"ar",
       true,
       "الوكالة الوطنية للخدمات الرقمية",
       "https://help.agjencia.example/ar",
       "في مكاتب الضرائب في كل بلدية، من الاثنين إلى الجمعة، من الساعة 8:00 حتى 16:00، أو هاتفيًا على الرقم "
       "0800 00 00.",
       "التصريح عن شهر يونيو مغلق إلى أن تجهز الاستمارات الجديدة. لكل من عليه التصريح خمسة أيام إضافية، ولا "
       "غرامة على أحد عن هذا اليوم.",
       {"التصريح الضريبي", "بوابة المواطن", "السجل المدني", "الوصفات الطبية", "تراخيص الأعمال",
        "سجلات المحاكم"}},
  }};
  return kTexts;
}

}  // namespace bulkhead::preview
