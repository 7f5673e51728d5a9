#include "drill/report/not_seen.h"

#include <array>

namespace bulkhead::drill {

std::span<const std::string_view> not_seen() {
  static constexpr std::array<std::string_view, 11> kSentences = {
      "What happens inside the agency's own network. Who is in there already does not come through the "
      "gateway.",
      "Remote access of staff and suppliers (VPN, remote desktop), and whoever has stolen a password for it.",
      "Mail: a false link, an infected attachment, a letter in somebody else's name.",
      "Copied disks, backups and database dumps, taken by whoever can reach them.",
      "USB sticks, laptops and whatever else people carry in and out.",
      "How servers come to be wiped or encrypted. Here they only stop answering.",
      "A flood that fills the line to the building, and attacks on the names (DNS) or on the provider.",
      "People who did not come: who had read the news and stayed away, or went to a counter. Here everybody "
      "tries.",
      "Real people. Ours are programs: they mistype nothing, call nobody, and give up at the first page that "
      "fails twice.",
      "The agency's own services. Ours are small, and each is as fast as the scenario says, neither more nor "
      "less.",
      "Holes in the services. The attacks look real and carry nothing harmful: whether a real one would have "
      "got in is not shown.",
  };
  return kSentences;
}

}  // namespace bulkhead::drill
