// Every look-up of an image must answer what a plain search through its contents answers: hosts, wildcards,
// path prefixes and lanes are compared with a linear oracle over random contents; the rest is shown on a
// small image.

#include "program/image.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "program/contents_for_test.h"

namespace bulkhead::program {
namespace {

// The naive twin: no tables, no hashes, everything looked at.
class Oracle {
 public:
  explicit Oracle(ImageContents contents) : services_(std::move(contents.services)) {
    std::ranges::sort(services_, {}, &ImageContents::Service::name);
  }

  ServiceIndex find(const std::string& host, const std::string& path) const {
    const std::string claimed = claimed_host(host);
    ServiceIndex best = kNoService;
    std::size_t best_bytes = 0;
    for (std::size_t index = 0; index < services_.size(); ++index) {
      if (std::ranges::find(services_[index].hosts, claimed) == services_[index].hosts.end()) continue;
      for (std::string prefix : services_[index].paths) {
        if (prefix == "/") prefix.clear();
        if (path != prefix && !path.starts_with(prefix + "/")) continue;
        if (best != kNoService && prefix.size() <= best_bytes) continue;
        best = static_cast<ServiceIndex>(index);
        best_bytes = prefix.size();
      }
    }
    return best;
  }

  bool knows(const std::string& host) const { return !claimed_host(host).empty(); }

  // Names of all lanes whose narrowest containing network is as narrow as it gets.
  std::vector<std::string> lanes(ServiceIndex index, const Address& address) const {
    int narrowest = -1;
    std::vector<std::string> names;
    for (const auto& lane : services_[index].lanes) {
      for (const Network& network : lane.networks) {
        if (!network.contains(address) || network.prefix_bits < narrowest) continue;
        if (network.prefix_bits > narrowest) names.clear();
        narrowest = network.prefix_bits;
        names.push_back(lane.name);
      }
    }
    return names;
  }

 private:
  // The host as some service with at least one path spells it; the longest wildcard when none is exact.
  std::string claimed_host(const std::string& host) const {
    std::string best;
    for (const auto& service : services_) {
      if (service.paths.empty()) continue;
      for (const std::string& claim : service.hosts) {
        if (claim == host) return claim;
        const bool below =
            claim.starts_with("*.") && host.size() > claim.size() - 1 && host.ends_with(claim.substr(1));
        if (below && claim.size() > best.size()) best = claim;
      }
    }
    return best;
  }

  std::vector<ImageContents::Service> services_;
};

TEST(Image, FindsWhatALinearSearchFinds) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomContents random(seed);
    const ImageContents contents = random.contents();
    const auto bytes = write_image(contents);
    ASSERT_TRUE(bytes) << bytes.error().message;
    const auto image = Image::verify(*bytes);
    ASSERT_TRUE(image) << image.error().message;
    const Oracle oracle(contents);
    for (int ask = 0; ask < 200; ++ask) {
      const std::string host = random.host();
      const std::string path = random.path() + (random.below(3) == 0 ? "/" : "");
      ASSERT_EQ(image->find(host, path), oracle.find(host, path)) << host << path;
      ASSERT_EQ(image->knows_host(host), oracle.knows(host)) << host;
      const auto index = static_cast<ServiceIndex>(random.below(contents.services.size()));
      const Address address = random.address();
      const auto lanes = oracle.lanes(index, address);
      const std::string lane(image->lane(index, address));
      if (lanes.empty())
        ASSERT_EQ(lane, "") << address.text();
      else
        ASSERT_TRUE(std::ranges::find(lanes, lane) != lanes.end()) << address.text() << " " << lane;
    }
  }
}

class SmallImage : public testing::Test {
 protected:
  void SetUp() override {
    bytes_ = *write_image(contents_for_test());
    image_ = *Image::verify(bytes_);
  }
  std::vector<std::byte> bytes_;
  Image image_;
};

TEST_F(SmallImage, ServicesAreInNameOrder) {
  ASSERT_EQ(image_.services(), 2u);
  EXPECT_EQ(image_.find("forms"), 0);
  EXPECT_EQ(image_.find("tax-filing"), 1);
  EXPECT_EQ(image_.find("tax"), std::nullopt);
  EXPECT_EQ(image_.find("zzz"), std::nullopt);
  const ServiceView tax = image_.service(1);
  EXPECT_EQ(tax.name, "tax-filing");
  EXPECT_EQ(tax.compartment, "tax-filing");
  EXPECT_EQ(tax.slot, 3);
  EXPECT_EQ(tax.criticality, 0);
  EXPECT_TRUE(tax.open_on_gateway_failure);
  EXPECT_EQ(tax.client_body_bytes_max, 1u << 20);
}

TEST_F(SmallImage, DoorsByHostAndPath) {
  struct Row {
    std::string_view host, path;
    ServiceIndex service;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"tax-filing.example", "/", 1},
           {"tax-filing.example", "/anything/below", 1},
           {"tax-filing.example", "/forms", 0},
           {"tax-filing.example", "/forms/", 0},
           {"tax-filing.example", "/forms/a", 0},
           {"tax-filing.example", "/formsx", 1},
           {"tax-filing.example", "/Forms", 1},
           {"tax-filing.example", "/print", 1},
           {"tax-filing.example", "/print/all", 0},
           {"tax-filing.example", "/print/all.pdf", 1},
           {"a.forms.example", "/forms", 0},
           {"a.b.forms.example", "/forms/x", 0},
           {"a.forms.example", "/", kNoService},
           {"forms.example", "/forms", kNoService},
           {".forms.example", "/forms", kNoService},
           {"xforms.example", "/forms", kNoService},
           {"", "/", kNoService},
           {"tax-filing.example", "", kNoService},
           {"tax-filing.example", "forms", kNoService},
           {"example", "/", kNoService},
       })
    EXPECT_EQ(image_.find(row.host, row.path), row.service) << row.host << " " << row.path;
}

TEST_F(SmallImage, KnowsAHostEvenWhereNoPathFits) {
  EXPECT_TRUE(image_.knows_host("a.forms.example"));
  EXPECT_FALSE(image_.knows_host("forms.example"));
  EXPECT_FALSE(image_.knows_host(""));
  EXPECT_FALSE(image_.knows_host(std::string(layout::kHostBytesMax + 1, 'a')));
}

TEST_F(SmallImage, HomeIsWhatAPersonCanType) {
  EXPECT_EQ(image_.home(0).host, "tax-filing.example");
  EXPECT_EQ(image_.home(0).path, "/forms") << "the shortest of its paths";
  ImageContents contents = contents_for_test();
  contents.services[1].hosts = {"*.forms.example"};
  const auto bytes = write_image(contents);
  EXPECT_EQ(Image::verify(*bytes)->home(0).host, "") << "nobody can type a wildcard";
}

TEST_F(SmallImage, SharingAHostSplitsByPath) {
  EXPECT_TRUE(image_.service(0).split_by_path);
  EXPECT_TRUE(image_.service(1).split_by_path);
}

TEST_F(SmallImage, NarrowestLaneServes) {
  EXPECT_EQ(image_.lane(1, *Address::parse("10.20.7.9")), "border");
  EXPECT_EQ(image_.lane(1, *Address::parse("10.20.8.9")), "counters");
  EXPECT_EQ(image_.lane(1, *Address::parse("::ffff:10.20.8.9")), "counters");
  EXPECT_EQ(image_.lane(1, *Address::parse("10.21.0.0")), "");
  EXPECT_EQ(image_.lane(0, *Address::parse("10.20.7.9")), "");
}

TEST_F(SmallImage, TextsByLanguage) {
  ASSERT_EQ(image_.languages().size(), 2u);
  EXPECT_EQ(image_.languages()[1], "ar");
  EXPECT_FALSE(image_.right_to_left(0));
  EXPECT_TRUE(image_.right_to_left(1));
  EXPECT_EQ(image_.text(1, TextKind::kTitle, 0), "The tax-filing");
  EXPECT_EQ(image_.text(1, TextKind::kElsewhere, 1), "");
  EXPECT_EQ(image_.agency_name(1), "الوكالة الرقمية");
  EXPECT_EQ(image_.agency_contact(0), "call 117");
  EXPECT_EQ(image_.agency_homepage(), "https://agency.example/");
  EXPECT_EQ(image_.phrase("contact_title", 1), "أسئلة");
  EXPECT_EQ(image_.phrase("nothing", 1), "");
  EXPECT_EQ(image_.phrase_keys().size(), 2u);
}

TEST_F(SmallImage, TheTimeZoneIsThatOfThePolicy) {
  EXPECT_EQ(image_.zone(), contents_for_test().zone);
  ImageContents contents = contents_for_test();
  contents.zone = utc();
  const auto bytes = write_image(contents);
  EXPECT_EQ(Image::verify(*bytes)->zone(), utc());
}

TEST_F(SmallImage, SessionCookiesAreReadInPlace) {
  std::vector<std::string_view> names;
  for (const std::string_view name : image_.session_cookies(1)) names.push_back(name);
  EXPECT_EQ(names, (std::vector<std::string_view>{"SESSION", "tax_sid"}));
  EXPECT_TRUE(image_.session_cookies(0).empty());
}

TEST_F(SmallImage, CopiesAnswerAlone) {
  Image copy = image_;
  image_ = Image();
  EXPECT_EQ(copy.languages()[0], "en");
  EXPECT_EQ(copy.find("tax-filing.example", "/"), 1);
}

TEST(EmptyImage, KnowsNothing) {
  const Image image;
  EXPECT_TRUE(image.empty());
  EXPECT_EQ(image.services(), 0u);
  EXPECT_EQ(image.find("a.example", "/"), kNoService);
  EXPECT_EQ(image.find("a"), std::nullopt);
  EXPECT_FALSE(image.knows_host("a.example"));
  EXPECT_EQ(image.agency_homepage(), "");
  EXPECT_EQ(image.zone(), utc());
  EXPECT_TRUE(image.languages().empty());
}

}  // namespace
}  // namespace bulkhead::program
