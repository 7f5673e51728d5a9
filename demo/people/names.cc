#include "demo/people/names.h"

namespace bulkhead::demo {
namespace {

constexpr std::string_view kMen[] = {
    "Agim",    "Agron",    "Alban",   "Altin",   "Andi",    "Arben",  "Ardian", "Armend",   "Artan",
    "Arsen",   "Astrit",   "Bardhyl", "Bashkim", "Bekim",   "Besim",  "Besnik", "Blerim",   "Bujar",
    "Dardan",  "Dritan",   "Edmond",  "Edon",    "Elton",   "Endrit", "Enver",  "Ergys",    "Ermal",
    "Fatmir",  "Fatos",    "Flamur",  "Florian", "Gent",    "Genc",   "Gezim",  "Hektor",   "Ilir",
    "Klodian", "Kreshnik", "Kujtim",  "Leart",   "Liridon", "Luan",   "Lulzim", "Mirsad",   "Naim",
    "Nderim",  "Orges",    "Petrit",  "Redon",   "Rinor",   "Roland", "Sajmir", "Shkëlqim", "Sokol",
    "Taulant", "Valon",    "Visar",   "Ylli",    "Zef",     "Zamir"};

constexpr std::string_view kWomen[] = {
    "Adelina", "Afërdita", "Albana",  "Alketa",  "Alma",     "Anila",   "Arta",     "Aurela", "Besa",
    "Blerta",  "Bora",     "Brikena", "Dafina",  "Diana",    "Dorina",  "Drita",    "Elira",  "Elona",
    "Entela",  "Erisa",    "Ermira",  "Eva",     "Fatime",   "Flora",   "Flutura",  "Fjolla", "Gentiana",
    "Genta",   "Hana",     "Ilda",    "Ilira",   "Jeta",     "Jonida",  "Kaltrina", "Klea",   "Kozeta",
    "Lediana", "Lindita",  "Liri",    "Luljeta", "Majlinda", "Manjola", "Mimoza",   "Mira",   "Mirela",
    "Nora",    "Ornela",   "Rea",     "Rozafa",  "Rudina",   "Shpresa", "Silvana",  "Sonila", "Suela",
    "Teuta",   "Valbona",  "Vera",    "Vjollca", "Vlora",    "Zana"};

constexpr std::string_view kLast[] = {
    "Abazi",    "Ademi",  "Agolli",   "Aliaj",  "Arapi",    "Asllani", "Bajrami",  "Balla",   "Bardhi",
    "Basha",    "Begaj",  "Berisha",  "Biba",   "Bushati",  "Cami",    "Çela",     "Çoku",    "Dajti",
    "Dedja",    "Demiri", "Dervishi", "Dibra",  "Doda",     "Dushku",  "Elezi",    "Fejzo",   "Ferati",
    "Frasheri", "Gashi",  "Gega",     "Gjini",  "Gjoka",    "Gjoni",   "Guri",     "Halili",  "Hasani",
    "Haxhi",    "Hoti",   "Hoxha",    "Hysa",   "Ibrahimi", "Isufi",   "Jaho",     "Jakupi",  "Kadriu",
    "Kapo",     "Karaj",  "Kelmendi", "Koka",   "Kola",     "Koci",    "Krasniqi", "Kuka",    "Kurti",
    "Lala",     "Leka",   "Lika",     "Limani", "Lleshi",   "Luli",    "Mali",     "Marku",   "Mema",
    "Meta",     "Molla",  "Morina",   "Muça",   "Murati",   "Mustafa", "Ndoja",    "Nika",    "Osmani",
    "Pali",     "Papa",   "Pasha",    "Pepa",   "Prifti",   "Qosja",   "Ramaj",    "Rexha",   "Rama",
    "Ruçi",     "Sadiku", "Shala",    "Shehu",  "Shkurti",  "Shtylla", "Sina",     "Spahiu",  "Sula",
    "Tafa",     "Toska",  "Tota",     "Troka",  "Uka",      "Vata",    "Veliu",    "Xhaferi", "Zajmi",
    "Zeka"};

constexpr std::string_view kStreets[] = {
    "Rruga e Lisave",    "Rruga e Burimit",     "Rruga e Bregut",    "Rruga e Mullirit", "Rruga e Ullinjve",
    "Rruga e Portit",    "Rruga e Kalasë",      "Rruga e Shkollës",  "Rruga e Pishave",  "Rruga e Tregut",
    "Rruga e Urës",      "Rruga e Kodrës",      "Rruga e Vreshtave", "Rruga e Yjeve",    "Rruga e Gurit",
    "Bulevardi i Detit", "Bulevardi i Ilirisë", "Sheshi i Kroit",    "Sheshi i Paqes",   "Rruga e Muzikës",
    "Rruga e Bletëve",   "Rruga e Dëborës",     "Rruga e Anijeve",   "Rruga e Bukës"};

constexpr Town kTowns[] = {{"Lisara", "1001"},  {"Portavel", "2001"}, {"Drinas", "3001"},
                           {"Valmira", "4001"}, {"Arbenor", "4301"},  {"Korithi", "5001"},
                           {"Selmara", "5301"}, {"Ujvara", "6001"},   {"Malibardh", "6301"},
                           {"Gurrëza", "7001"}, {"Bregovel", "8001"}, {"Ishmara", "9001"}};

constexpr Position kPositions[] = {
    {"shitës", 40'000, 62'000},       {"shofer", 48'000, 78'000},       {"infermier", 62'000, 95'000},
    {"mësues", 64'000, 98'000},       {"kontabilist", 60'000, 120'000}, {"inxhinier", 90'000, 210'000},
    {"kuzhinier", 45'000, 80'000},    {"magazinier", 40'000, 60'000},   {"elektricist", 55'000, 95'000},
    {"programues", 110'000, 320'000}, {"mjek", 130'000, 280'000},       {"jurist", 85'000, 240'000},
    {"recepsionist", 42'000, 65'000}, {"drejtues", 150'000, 480'000},   {"rrobaqepës", 40'000, 58'000},
    {"farmacist", 70'000, 130'000},   {"arkitekt", 90'000, 220'000},    {"roje", 40'000, 55'000}};

constexpr std::string_view kCompanyWords[] = {
    "Arbela",   "Alvora",  "Brezon",   "Borelia", "Dardelon", "Detara",  "Drinova", "Elbora",  "Fanaria",
    "Gurela",   "Helmora", "Ilvana",   "Iskara",  "Kalmera",  "Kroniva", "Lisnova", "Lumeva",  "Marova",
    "Melindra", "Norvela", "Oleandri", "Orakum",  "Pelmora",  "Prenova", "Qelbara", "Rubelia", "Sareva",
    "Shkembra", "Solvara", "Tervola",  "Ulvera",  "Valdora",  "Velmira", "Viskora", "Yllora",  "Zefira"};

constexpr std::string_view kCompanyTrades[] = {
    "Tekstil",  "Ndërtim", "Transport", "Ushqime", "Energji",    "Turizëm",    "Farma",  "Druri",
    "Mekanika", "Digital", "Bujqësi",   "Peshkim", "Konsulencë", "Logjistikë", "Shtypi", "Metal"};

}  // namespace

std::span<const std::string_view> first_names_of_men() { return kMen; }
std::span<const std::string_view> first_names_of_women() { return kWomen; }
std::span<const std::string_view> last_names() { return kLast; }
std::span<const std::string_view> streets() { return kStreets; }
std::span<const Town> towns() { return kTowns; }
std::span<const Position> positions() { return kPositions; }
std::span<const std::string_view> company_words() { return kCompanyWords; }
std::span<const std::string_view> company_trades() { return kCompanyTrades; }

}  // namespace bulkhead::demo
