#include "content/facts/phone.hpp"

#include <gtest/gtest.h>

namespace tandem::facts {
namespace {

TEST(Phone, WhatPeopleWriteBecomesE164) {
  for (auto const* written :
       {"02 537 59 28", "02/537.59.28", "0032 2 537 59 28", "+32 (0)2/537.59.28", "+3225375928", "(02) 537-59-28"})
    EXPECT_EQ(to_e164(written), "+3225375928") << written;
  EXPECT_EQ(to_e164("0470 12 34 56"), "+32470123456");
  EXPECT_EQ(to_e164("04 222 33 44"), "+3242223344") << "Liège: 04 is also the code of a zone";
  EXPECT_EQ(to_e164("+33 1 42 34 56 78"), "+33142345678");
}

TEST(Phone, WhatCannotBeANumberIsRefused) {
  for (auto const* written : {"", "02 537", "02 537 59 28 30", "537 59 28 aan huis", "+", "+0 12345678",
                              "+32 02 537 59 28", "0032", "02 537 59 2８", "+1234567890123456", "02+5375928"})
    EXPECT_EQ(to_e164(written), std::nullopt) << written;
}

TEST(Phone, TheFormatTakesE164Only) {
  EXPECT_TRUE(is_e164("+3225375928"));
  EXPECT_TRUE(is_e164("+123456789012345"));
  EXPECT_FALSE(is_e164("+1234567890123456")) << "more than 15 digits";
  EXPECT_FALSE(is_e164("3225375928"));
  EXPECT_FALSE(is_e164("+32 25375928"));
  EXPECT_FALSE(is_e164("+322537592"));
}

} // namespace
} // namespace tandem::facts
