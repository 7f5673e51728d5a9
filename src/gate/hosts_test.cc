// What must hold: the Host field and the host that the server routed by are one name, however it is spelled, and two
// names are never taken for one.

#include "gate/hosts.h"

#include <gtest/gtest.h>

namespace bulkhead::gate {
namespace {

struct Case {
  const char* field;
  const char* host;
  bool same;
};

TEST(Hosts, NamesHost) {
  const Case cases[] = {
      {"tax.example", "tax.example", true},
      {"TAX.Example", "tax.example", true},
      {"tax.example:8080", "tax.example", true},
      {"tax.example.", "tax.example", true},
      {"tax.example.:443", "tax.example", true},
      {"tax.example:", "tax.example", true},
      {"[::1]:8080", "[::1]", true},
      {"[::1]", "[::1]", true},
      {"portal.example", "tax.example", false},
      {"tax.example.evil", "tax.example", false},
      {"tax.example:80:80", "tax.example", false},
      {"tax.example..", "tax.example", false},
      {"xtax.example", "tax.example", false},
      {"", "tax.example", false},
      {"tax.example:8a", "tax.example", false},
  };
  for (const Case& c : cases) EXPECT_EQ(names_host(c.field, c.host), c.same) << c.field << " vs " << c.host;
}

}  // namespace
}  // namespace bulkhead::gate
