#include "http/router.hpp"

#include <gmock/gmock.h>

namespace tandem::http {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using testing::Pair;
using testing::StrEq;

/// A handler that answers with its own name, so that a test sees which one was found.
Handler named(std::string name) {
  return [name = std::move(name)](Request const&) { return Response{200, {}, name}; };
}

class RouterTest : public testing::Test {
protected:
  void add(Method method, std::string const& pattern) {
    auto const collision = router.add(method, pattern, named(std::string(name_of(method)) + " " + pattern));
    ASSERT_EQ(collision, std::nullopt);
  }
  /// What answers: a route as "GET /pattern", "nothing" for no such path, "allow: …" for no such method.
  std::string found(Method method, std::string_view path) {
    Match const match = router.match(method, path);
    if (auto const* route = std::get_if<Found>(&match)) return (*route->handler)(Request{}).body;
    if (auto const* other = std::get_if<NoSuchMethod>(&match)) return "allow: " + other->allow;
    return "nothing";
  }
  std::map<std::string, std::string, std::less<>> captures(std::string_view path) {
    Match const match = router.match(Method::get, path);
    auto const* route = std::get_if<Found>(&match);
    if (route == nullptr) return {{"no", "route"}};
    return route->captures;
  }
  Router router;
};

TEST_F(RouterTest, ALiteralSegmentWinsOverACaptureWhicheverWasAddedFirst) {
  add(Method::get, "/api/v1/{type}");
  add(Method::get, "/api/v1/diensten");
  add(Method::get, "/edit/v1/talen");
  add(Method::get, "/edit/v1/{soort}");
  EXPECT_EQ(found(Method::get, "/api/v1/diensten"), "GET /api/v1/diensten");
  EXPECT_EQ(found(Method::get, "/api/v1/fiches"), "GET /api/v1/{type}");
  EXPECT_EQ(found(Method::get, "/edit/v1/talen"), "GET /edit/v1/talen");
  EXPECT_EQ(found(Method::get, "/edit/v1/fiches"), "GET /edit/v1/{soort}");
}

TEST_F(RouterTest, TheEarlierLiteralDecidesBetweenTwoMixedPatterns) {
  add(Method::get, "/{type}/recent");
  add(Method::get, "/diensten/{id}");
  EXPECT_EQ(found(Method::get, "/diensten/recent"), "GET /diensten/{id}");
  EXPECT_EQ(found(Method::get, "/fiches/recent"), "GET /{type}/recent");
}

TEST_F(RouterTest, ACaptureHoldsItsSegmentInWhateverAlphabet) {
  add(Method::get, "/api/v1/{type}/{slug}");
  EXPECT_THAT(captures("/api/v1/diensten/crèche-l'œuvre-naïve"),
              ElementsAre(Pair("slug", "crèche-l'œuvre-naïve"), Pair("type", "diensten")));
}

TEST_F(RouterTest, ACaptureNeedsSomethingToCapture) {
  add(Method::get, "/api/v1/{type}/{slug}");
  EXPECT_EQ(found(Method::get, "/api/v1//accueil"), "nothing");
  EXPECT_EQ(found(Method::get, "/api/v1/diensten/"), "nothing");
}

TEST_F(RouterTest, ARestCapturesAllThatFollowsWithItsSlashes) {
  add(Method::get, "/desk/{path...}");
  EXPECT_THAT(captures("/desk/lettres/été/œil.woff2"), ElementsAre(Pair("path", "lettres/été/œil.woff2")));
  EXPECT_THAT(captures("/desk/"), ElementsAre(Pair("path", "")));
  EXPECT_THAT(captures("/desk/a//b/"), ElementsAre(Pair("path", "a//b/")));
  EXPECT_EQ(found(Method::get, "/desk"), "nothing");
  EXPECT_EQ(found(Method::get, "/deskundigen/lijst"), "nothing");
}

TEST_F(RouterTest, ARestGivesWayToACaptureAndToALiteral) {
  add(Method::get, "/desk/{path...}");
  add(Method::get, "/desk/{panel}");
  add(Method::get, "/desk/vertalingen");
  EXPECT_EQ(found(Method::get, "/desk/vertalingen"), "GET /desk/vertalingen");
  EXPECT_EQ(found(Method::get, "/desk/traductions"), "GET /desk/{panel}");
  EXPECT_EQ(found(Method::get, "/desk/traductions/à-faire"), "GET /desk/{path...}");
}

TEST_F(RouterTest, ATrailingSlashIsAnotherPath) {
  add(Method::get, "/api/v1/diensten");
  add(Method::get, "/openingsuren/");
  EXPECT_EQ(found(Method::get, "/api/v1/diensten/"), "nothing");
  EXPECT_EQ(found(Method::get, "/openingsuren"), "nothing");
  EXPECT_EQ(found(Method::get, "/openingsuren/"), "GET /openingsuren/");
}

TEST_F(RouterTest, TheRootIsAPathLikeAnyOther) {
  add(Method::get, "/");
  EXPECT_EQ(found(Method::get, "/"), "GET /");
  EXPECT_EQ(found(Method::get, ""), "nothing");
  EXPECT_EQ(found(Method::get, "//"), "nothing");
}

TEST_F(RouterTest, APathWithoutALeadingSlashIsNoPath) {
  add(Method::get, "/api");
  EXPECT_EQ(found(Method::get, "xapi"), "nothing");
  EXPECT_EQ(found(Method::get, "api"), "nothing");
  EXPECT_THAT(router.allowed("xapi"), IsEmpty());
}

TEST_F(RouterTest, PathsAreComparedByteForByte) {
  add(Method::get, "/aanbod/één");
  EXPECT_EQ(found(Method::get, "/aanbod/één"), "GET /aanbod/één");
  EXPECT_EQ(found(Method::get, "/aanbod/Één"), "nothing");
  EXPECT_EQ(found(Method::get, "/Aanbod/één"), "nothing");
}

TEST_F(RouterTest, BracesThatDoNotCloseAreLiteral) {
  add(Method::get, "/aanbod/{open");
  EXPECT_EQ(found(Method::get, "/aanbod/{open"), "GET /aanbod/{open");
  EXPECT_EQ(found(Method::get, "/aanbod/dicht"), "nothing");
}

TEST_F(RouterTest, TheSameShapeTwiceIsACollisionThatNamesTheFirst) {
  add(Method::get, "/api/v1/{type}/{id}");
  add(Method::get, "/desk/{path...}");
  add(Method::get, "/health/live");
  EXPECT_THAT(router.add(Method::get, "/api/v1/{soort}/{slug}", named("tweede")),
              Optional(StrEq("GET /api/v1/{type}/{id}")));
  EXPECT_THAT(router.add(Method::get, "/desk/{rest...}", named("tweede")), Optional(StrEq("GET /desk/{path...}")));
  EXPECT_THAT(router.add(Method::get, "/health/live", named("tweede")), Optional(StrEq("GET /health/live")));
  EXPECT_EQ(found(Method::get, "/health/live"), "GET /health/live") << "the refused route must not have been added";
}

TEST_F(RouterTest, AnotherMethodOrAnotherShapeIsNoCollision) {
  add(Method::get, "/api/v1/{type}/{id}");
  add(Method::patch, "/api/v1/{type}/{id}");
  add(Method::get, "/api/v1/{type}/{rest...}");
  add(Method::get, "/api/v1/{type}/recent");
  EXPECT_THAT(router.routes(),
              ElementsAre(Pair(Method::get, "/api/v1/{type}/{id}"), Pair(Method::patch, "/api/v1/{type}/{id}"),
                          Pair(Method::get, "/api/v1/{type}/{rest...}"), Pair(Method::get, "/api/v1/{type}/recent")));
}

TEST_F(RouterTest, GetAnswersHead) {
  add(Method::get, "/diensten");
  EXPECT_EQ(found(Method::head, "/diensten"), "GET /diensten");
}

TEST_F(RouterTest, ARouteForHeadItselfWinsOverGetWhicheverWasAddedFirst) {
  add(Method::get, "/diensten");
  add(Method::head, "/diensten");
  add(Method::head, "/fiches");
  add(Method::get, "/fiches");
  EXPECT_EQ(found(Method::head, "/diensten"), "HEAD /diensten");
  EXPECT_EQ(found(Method::head, "/fiches"), "HEAD /fiches");
  EXPECT_EQ(found(Method::get, "/diensten"), "GET /diensten");
}

TEST_F(RouterTest, HeadIsNotAnsweredWhereThereIsNoGet) {
  add(Method::post, "/sessies");
  EXPECT_EQ(found(Method::head, "/sessies"), "allow: POST");
}

TEST_F(RouterTest, AMethodIsFoundBehindABetterFittingPatternThatLacksIt) {
  add(Method::get, "/diensten/{id}");
  add(Method::post, "/diensten/zoeken");
  EXPECT_EQ(found(Method::get, "/diensten/zoeken"), "GET /diensten/{id}");
}

TEST_F(RouterTest, TheAllowListNamesEveryMethodOfThePathOnceAndHeadWithGet) {
  add(Method::patch, "/diensten/{id}");
  add(Method::get, "/diensten/{id}");
  add(Method::get, "/diensten/recent");
  add(Method::del, "/diensten/{rest...}");
  add(Method::put, "/andere/{id}");
  EXPECT_EQ(found(Method::post, "/diensten/recent"), "allow: DELETE, GET, HEAD, PATCH");
  EXPECT_EQ(found(Method::post, "/diensten/a/b"), "allow: DELETE");
  EXPECT_EQ(router.allowed("/diensten/recent"), "DELETE, GET, HEAD, PATCH");
  EXPECT_EQ(router.allowed("/nergens"), "");
}

TEST_F(RouterTest, AnEmptyRouterFindsNothing) { EXPECT_EQ(found(Method::get, "/"), "nothing"); }

TEST_F(RouterTest, ARouteThatTakesBodiesInIsFoundWithWhatOpensIt) {
  auto const refuse = [](Request const&) -> Opened { return Response{403, {}, "toegang geweigerd"}; };
  EXPECT_EQ(router.add_open(Method::patch, "/bestanden/{id}", refuse), std::nullopt);
  add(Method::get, "/bestanden/{id}");
  Match const match = router.match(Method::patch, "/bestanden/brochure");
  auto const* route = std::get_if<Found>(&match);
  ASSERT_NE(route, nullptr);
  EXPECT_EQ(route->handler, nullptr);
  ASSERT_NE(route->open, nullptr);
  EXPECT_EQ(std::get<Response>((*route->open)(Request{})).body, "toegang geweigerd");
  EXPECT_EQ(route->captures.at("id"), "brochure");
  EXPECT_EQ(found(Method::get, "/bestanden/brochure"), "GET /bestanden/{id}");
  EXPECT_EQ(found(Method::put, "/bestanden/brochure"), "allow: GET, HEAD, PATCH");
  EXPECT_EQ(router.add(Method::patch, "/bestanden/{sha256}", named("zelfde")), "PATCH /bestanden/{id}");
}

} // namespace
} // namespace tandem::http
