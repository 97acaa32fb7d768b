#include "media/svg.hpp"

#include <gmock/gmock.h>

namespace tandem::media {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string const open = R"(<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink")";
std::string drawing(std::string const& inside) { return open + ">" + inside + "</svg>"; }
std::string cleaned(std::string const& inside) { return clean_svg(drawing(inside)).value(); }

TEST(CleanSvg, KeepsWhatDraws) {
  std::string const inside =
      R"x(<title>Bureau à Bruxelles</title><defs><linearGradient id="verloop"><stop offset="0" stop-color="#fff"/>)x"
      R"x(</linearGradient><clipPath id="knip"><circle cx="5" cy="5" r="4"/></clipPath></defs>)x"
      R"x(<style>.gevel{fill:url(#verloop)}</style><g class="gevel" transform="rotate(45)" clip-path="url(#knip)">)x"
      R"x(<path d="M0 0L10 10z" style="stroke:red;fill:url('#verloop')"/><use xlink:href="#knip"/>)x"
      R"x(<text x="1" y="2">l’été, œuvre<tspan>!</tspan></text>)x"
      R"x(<image href="data:image/png;base64,iVBORw0KGgo=" width="1" height="1"/></g>)x";
  EXPECT_EQ(cleaned(inside), drawing(inside));
}

TEST(CleanSvg, LeavesOutWhatRunsWithAllItHolds) {
  for (std::string const& inside :
       {std::string("<script>alert(1)</script>"), std::string("<SCRIPT>alert(1)</SCRIPT>"),
        std::string("<script><![CDATA[alert(1)]]></script>"),
        std::string("<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'>alert</body></foreignObject>"),
        std::string("<a href='https://elders.example/alert'><rect/></a>"),
        std::string("<animate attributeName='href' values='javascript:alert(1)'/>"),
        std::string("<set attributeName='onload' to='alert(1)'/>"), std::string("<iframe src='alert'/>"),
        std::string("<handler type='x'>alert</handler>"), std::string("<x:script xmlns:x='y'>alert</x:script>"),
        std::string("<g><g><script>alert</script></g></g>"), std::string("<!-- alert -->"),
        std::string("<?xml-stylesheet href='alert.css'?>")})
    EXPECT_THAT(cleaned(inside), Not(HasSubstr("alert"))) << inside;
}

TEST(CleanSvg, LeavesOutAttributesThatRunOrReachOut) {
  for (std::string const& attribute :
       {std::string("onload='alert(1)'"), std::string("ONCLICK='alert(1)'"),
        std::string("href='javascript:alert(1)'"), std::string("xlink:href='https://elders.example/alert'"),
        std::string("href=' &#x6A;avascript:alert(1)'"), std::string("href='data:text/html,alert'"),
        std::string("href='data:image/svg+xml;base64,alert'"),
        std::string("style='fill:url(https://elders.example/alert)'"), std::string("fill='url(//elders/alert#x)'"),
        std::string("style='fill:u\\72l(//alert)'"), std::string("style='fill:url( \"//alert\")'"),
        std::string("filter='url(alert.svg#x)'"), std::string("style='width:expression(alert(1))'"),
        std::string("xml:base='https://elders.example/alert'"), std::string("data-x='alert'"),
        std::string("style='fill:/*alert*/url(#x)'"), std::string("style='background:image-set(\"//alert\" 1x)'")})
    EXPECT_THAT(cleaned("<use " + attribute + "/>"), Not(HasSubstr("alert"))) << attribute;
  EXPECT_THAT(clean_svg(open + " onload='alert(1)'/>").value(), Not(HasSubstr("alert")));
}

TEST(CleanSvg, DoesNotExpandEntities) {
  std::string const svg =
      R"(<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "alert"><!ENTITY b SYSTEM "file:///etc/passwd">]>)" +
      drawing("<text>&a;&b;</text>");
  std::string const clean = clean_svg(svg).value();
  EXPECT_THAT(clean, HasSubstr("&amp;a;&amp;b;"));
  EXPECT_THAT(clean, Not(HasSubstr("ENTITY")));
}

TEST(CleanSvg, RefusesWhatCannotBeJudged) {
  for (std::string const& svg :
       {std::string(), std::string("gewone tekst"), std::string("<svg"), std::string("<html/>"),
        std::string("<svg/>"), std::string("<svg xmlns='http://www.w3.org/1999/xhtml'/>"), drawing("<g>"),
        drawing("<style>@import url(//elders.example/x.css);</style>"),
        drawing("<style>.a{fill:url(//elders.example/x)}</style>"),
        drawing("<style><![CDATA[.a{b\\ehavior:x}]]></style>")}) {
    Result<std::string> const result = clean_svg(svg);
    ASSERT_FALSE(result) << svg;
    EXPECT_EQ(result.error().code, ErrorCode::invalid_content);
  }
}

TEST(CleanSvg, TakesNestingUpTo256ElementsAndNoDeeper) {
  auto nested = [](std::size_t depth) { // with the root
    std::string text = open + ">";
    for (std::size_t i = 1; i < depth; ++i) text += "<g>";
    for (std::size_t i = 1; i < depth; ++i) text += "</g>";
    return text + "</svg>";
  };
  EXPECT_TRUE(clean_svg(nested(257)));
  EXPECT_FALSE(clean_svg(nested(258)));
  EXPECT_FALSE(clean_svg(nested(500'000))) << "and does not run out of stack";
}

} // namespace
} // namespace tandem::media
