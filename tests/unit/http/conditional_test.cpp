#include "http/conditional.hpp"

#include <gtest/gtest.h>

namespace tandem::http {
namespace {

TEST(NamesEtag, ComparesEachOfTheList) {
  EXPECT_TRUE(names_etag("\"a1\"", "\"a1\""));
  EXPECT_TRUE(names_etag("W/\"a1\"", "\"a1\"")) << "weak comparison";
  EXPECT_TRUE(names_etag("\"b2\", \"a1\"", "\"a1\""));
  EXPECT_TRUE(names_etag("\"b2\",W/\"a1\" , \"c\"", "\"a1\""));
  EXPECT_TRUE(names_etag("*", "\"a1\""));
  EXPECT_FALSE(names_etag("", "\"a1\""));
  EXPECT_FALSE(names_etag("\"a1-br\"", "\"a1\"")) << "another coding";
  EXPECT_FALSE(names_etag("a1", "\"a1\""));
  EXPECT_FALSE(names_etag("\"a1", "\"a1\""));
  EXPECT_FALSE(names_etag("\"b\" \"a1", "\"a1\""));
  EXPECT_FALSE(names_etag("\"*\"", "\"a1\""));
}

} // namespace
} // namespace tandem::http
