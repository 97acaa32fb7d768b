#include "webhooks/signature.hpp"

#include <gtest/gtest.h>

namespace tandem::webhooks {
namespace {

// printf '%s' '1700000000.{"event":"ping","plaats":"œuvre ï"}' | openssl dgst -sha256 -hmac 'één-geheim-çà'
TEST(Signature, IsTheHmacThatOpensslComputes) {
  EXPECT_EQ(signature("één-geheim-çà", 1'700'000'000, R"({"event":"ping","plaats":"œuvre ï"})"),
            "t=1700000000,v1=7c5d63a228d92524fb33dc779eb9612b379c77065417419313785ebb3f82b892");
}

TEST(Signature, EachPartOfItCounts) {
  std::string const one = signature("geheim", 1, "inhoud");
  EXPECT_NE(one.substr(4), signature("geheim", 2, "inhoud").substr(4));
  EXPECT_NE(one, signature("Geheim", 1, "inhoud"));
  EXPECT_NE(one, signature("geheim", 1, "Inhoud"));
  EXPECT_EQ(one, signature("geheim", 1, "inhoud"));
}

} // namespace
} // namespace tandem::webhooks
