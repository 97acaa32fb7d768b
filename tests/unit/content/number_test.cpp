/// Decimal numbers and doubles. The forms of RFC 8785 are in canonical_json_test.cpp.

#include "content/number.hpp"

#include <gtest/gtest.h>

namespace tandem {
namespace {

TEST(NumberText, ChangesNotationWhereEcmaScriptDoes) {
  EXPECT_EQ(number_text(1e20), "100000000000000000000");
  EXPECT_EQ(number_text(1e21), "1e+21");
  EXPECT_EQ(number_text(123456789012345680000.0), "123456789012345680000");
  EXPECT_EQ(number_text(1e-6), "0.000001");
  EXPECT_EQ(number_text(1e-7), "1e-7");
  EXPECT_EQ(number_text(-1.5e-10), "-1.5e-10");
  EXPECT_EQ(number_text(-0.0), "0");
}

TEST(ExactDouble, IsTheNumberInAnyNotation) {
  for (std::string_view const text :
       {"12.5", "12.50", "1.25e1", "1.25E+1", "125e-1", "0.00125e4", "12.500000000000000000000"})
    EXPECT_EQ(exact_double(text), 12.5) << text;
  EXPECT_EQ(exact_double("-0.001"), -0.001);
  EXPECT_EQ(exact_double("0e-7"), 0.0);
}

TEST(ExactDouble, IsNothingWhenTheNumberWouldChange) {
  for (std::string_view const text :
       {"1e309", "1e-324", "0.1000000000000000055511151231257827", "9007199254740993", "2e99999999999"})
    EXPECT_FALSE(exact_double(text).has_value()) << text;
}

TEST(IsMultiple, ReckonsInDecimals) {
  for (auto const& [number, divisor] : {std::pair{19.99, 0.01},
                                        {0.3, 0.1},
                                        {-0.3, 0.1},
                                        {4.35, 0.05},
                                        {1e17, 0.5},
                                        {0.0, 7.0},
                                        {1e300, 1e299},
                                        {10.0, 2.5},
                                        {123456789.01, 0.01},
                                        {5e-324, 5e-324}})
    EXPECT_TRUE(is_multiple(number, divisor)) << number << " of " << divisor;
  for (auto const& [number, divisor] : {std::pair{19.995, 0.01},
                                        {0.35, 0.1},
                                        {7.0, 2.0},
                                        {0.5, 1.0},
                                        {1.0, 3.0},
                                        {1e-300, 1.0},
                                        {1e308, 0.123456789},
                                        {1.0, 1e300}})
    EXPECT_FALSE(is_multiple(number, divisor)) << number << " of " << divisor;
}

} // namespace
} // namespace tandem
