#include "http/framing.hpp"

#include <gmock/gmock.h>

namespace tandem::http {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using namespace std::string_literals;
using State = Head::State;

std::string const head = "GET /diensten HTTP/1.1\r\nHost: gids.example\r\n\r\n";

TEST(FindHead, TheHeadEndsWithTheEmptyLine) {
  Head const found = find_head(head + "GET /volgende HTTP/1.1\r\n", 0);
  EXPECT_EQ(found.state, State::complete);
  EXPECT_EQ(found.length, head.size());
}

TEST(FindHead, EveryPieceOfAGoodHeadIsIncompleteWhereverItWasCut) {
  for (std::size_t cut = 0; cut < head.size(); ++cut) {
    std::string const piece = head.substr(0, cut);
    EXPECT_EQ(find_head(piece, 0).state, State::incomplete) << piece;
    Head const rest = find_head(head, cut);
    EXPECT_EQ(rest.state, State::complete) << cut;
    EXPECT_EQ(rest.length, head.size()) << cut;
  }
}

TEST(FindHead, WhatFollowsTheHeadIsNotLookedAt) {
  EXPECT_EQ(find_head(head + "première\n deuxième\n", 0).state, State::complete);
  EXPECT_EQ(find_head(head + " \n", 0).state, State::complete);
}

class MalformedHead : public testing::TestWithParam<std::string> {};

TEST_P(MalformedHead, IsFoundInOnePieceAndByteByByte) {
  EXPECT_EQ(find_head(GetParam(), 0).state, State::malformed);
  Head found;
  for (std::size_t size = 1; size <= GetParam().size() && found.state == State::incomplete; ++size)
    found = find_head(std::string_view(GetParam()).substr(0, size), size - 1);
  EXPECT_EQ(found.state, State::malformed);
}

INSTANTIATE_TEST_SUITE_P(BareLineFeed, MalformedHead,
                         testing::Values("GET / HTTP/1.1\n", "GET / HTTP/1.1\r\nHost: a\n", "G\n",
                                         "GET / HTTP/1.1\r\n\n"));
INSTANTIATE_TEST_SUITE_P(FoldedLine, MalformedHead,
                         testing::Values("GET / HTTP/1.1\r\nHost: a\r\n b", "GET / HTTP/1.1\r\nX: a\r\n\tb",
                                         "GET / HTTP/1.1\r\n Host: a"));
INSTANTIATE_TEST_SUITE_P(NoMethod, MalformedHead,
                         testing::Values("\x16\x03\x01\x02"s, " GET /", "\r\r", "\n", "\0"s, "\xff", "{\"vraag\":1}",
                                         "/"));

std::string_view fault(std::vector<HeaderView> const& headers, unsigned version = 11) {
  return fault_in_request(version, headers);
}

TEST(FaultInRequest, OneHostAndOneWayToFindTheEndIsAllItTakes) {
  EXPECT_THAT(fault({{"Host", "gids.example:8080"}}), IsEmpty());
  EXPECT_THAT(fault({{"host", "[2001:db8::1]:80"}, {"Content-Length", "5"}}), IsEmpty());
  EXPECT_THAT(fault({{"HOST", ""}, {"Transfer-Encoding", "Chunked"}}), IsEmpty());
}

TEST(FaultInRequest, TheHostMayBeMissingInHttp10Only) {
  EXPECT_THAT(fault({{"Accept", "*/*"}}), HasSubstr("Host"));
  EXPECT_THAT(fault({{"Accept", "*/*"}}, 10), IsEmpty());
}

TEST(FaultInRequest, TwoHostsAreTwoOpinions) {
  EXPECT_THAT(fault({{"Host", "gids.example"}, {"host", "gids.example"}}), HasSubstr("more than one Host"));
}

TEST(FaultInRequest, AHostIsAHost) {
  for (char const* value : {"a b", "a,b", "wie@gids.example", "gids.example/pad", "a\tb", "a?b", "<script>"})
    EXPECT_THAT(fault({{"Host", value}}), HasSubstr("not a host")) << value;
}

TEST(FaultInRequest, NoTransferCodingButChunkedOnce) {
  for (char const* value :
       {"gzip, chunked", "chunked, chunked", "identity", "xchunked", "chunked;q=1", "", "chunked,"})
    EXPECT_THAT(fault({{"Host", "a"}, {"Transfer-Encoding", value}}), HasSubstr("chunked")) << value;
  EXPECT_THAT(fault({{"Host", "a"}, {"Transfer-Encoding", "chunked"}, {"transfer-encoding", "chunked"}}),
              HasSubstr("once"));
}

TEST(FaultInRequest, LengthAndChunksContradictEachOther) {
  EXPECT_THAT(fault({{"Host", "a"}, {"Content-Length", "0"}, {"Transfer-Encoding", "chunked"}}),
              HasSubstr("contradict"));
  EXPECT_THAT(fault({{"Host", "a"}, {"Transfer-Encoding", "chunked"}}, 10), HasSubstr("HTTP/1.0"));
}

TEST(FaultInResponse, AnOrdinaryAnswerHasNone) {
  EXPECT_THAT(fault_in_response({200, {{"Content-Type", "text/plain"}, {"X-Titre", "été à l'œuvre"}}, "ça va"}),
              IsEmpty());
  EXPECT_THAT(fault_in_response({204}), IsEmpty());
  EXPECT_THAT(fault_in_response({599}), IsEmpty());
}

TEST(FaultInResponse, AStatusThatIsNoFinalAnswer) {
  for (int const status : {0, -1, 99, 100, 101, 199, 600, 1000, 99999})
    EXPECT_THAT(fault_in_response({status}), HasSubstr("status")) << status;
}

TEST(FaultInResponse, AHeaderThatWouldMakeAnother) {
  for (std::string const& value : {"fr\r\nSet-Cookie: a=b"s, "fr\n"s, "\r"s, "fr\0nl"s})
    EXPECT_THAT(fault_in_response({200, {{"Content-Language", value}}, ""}), HasSubstr("line end"));
  for (char const* name : {"", "X Naam", "X:", "X-Naam\r\nSet-Cookie", "Été", "X-Naam "})
    EXPECT_THAT(fault_in_response({200, {{name, "a"}}, ""}), HasSubstr("name")) << name;
}

TEST(FaultInResponse, AHeaderNoClientWouldTake) {
  EXPECT_THAT(fault_in_response({200, {{"Link", std::string((32 << 10) - 4, 'a')}}, ""}), IsEmpty());
  EXPECT_THAT(fault_in_response({200, {{"Link", std::string((32 << 10) - 3, 'a')}}, ""}), HasSubstr("too long"));
}

} // namespace
} // namespace tandem::http
