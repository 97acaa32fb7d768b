#include "services_directory/postcode.hpp"

#include <gtest/gtest.h>

namespace directory {
namespace {

TEST(Postcode, PlacesOfTheRegionAreKnownInBothLanguages) {
  ASSERT_NE(place_of("1060"), nullptr);
  EXPECT_EQ(place_of("1060")->dutch, "Sint-Gillis");
  EXPECT_EQ(place_of("1060")->french, "Saint-Gilles");
  EXPECT_EQ(place_of("1190")->french, "Forest");
  EXPECT_EQ(place_of("1130")->dutch, "Haren");
}

TEST(Postcode, OthersAreNot) {
  for (auto const* other : {"1500", "9000", "999", "", "1000 ", "10000", "1061"})
    EXPECT_EQ(place_of(other), nullptr) << other;
}

} // namespace
} // namespace directory
