#include "http/compression.hpp"

#include <gmock/gmock.h>
#include <zlib.h>

namespace tandem::http {
namespace {

struct Wish {
  std::string accept_encoding;
  Coding coding;
};
class ChosenCoding : public testing::TestWithParam<Wish> {};

TEST_P(ChosenCoding, IsTheBestOfThoseTheClientReads) {
  EXPECT_EQ(name_of(choose_coding(GetParam().accept_encoding)), name_of(GetParam().coding))
      << GetParam().accept_encoding;
}
INSTANTIATE_TEST_SUITE_P(
    Table, ChosenCoding,
    testing::Values(Wish{"", Coding::identity}, Wish{"gzip", Coding::gzip}, Wish{"br", Coding::br},
                    Wish{"gzip, deflate, br", Coding::br}, Wish{"gzip, deflate, br, zstd", Coding::br},
                    Wish{"br;q=0.5, gzip;q=0.8", Coding::gzip}, Wish{"br;q=0, gzip", Coding::gzip},
                    Wish{"br;q=0,gzip;q=0", Coding::identity}, Wish{"identity", Coding::identity},
                    Wish{"identity;q=1, gzip;q=0.5", Coding::identity}, Wish{"*", Coding::br},
                    Wish{"*;q=0", Coding::identity}, Wish{"gzip;q=0, *", Coding::br},
                    Wish{"deflate", Coding::identity}, Wish{"BR", Coding::br}, Wish{"x-gzip", Coding::gzip},
                    Wish{" gzip ; q=1 ", Coding::gzip}, Wish{"gzip;q=veel", Coding::identity},
                    Wish{",,;q=,", Coding::identity}));

TEST(Gzip, ComesBackAsItWas) {
  std::string const text = "Justitieel welzijnswerk: hulp aan verdachten, veroordeelden en geïnterneerden.\n";
  for (std::string const& body : {std::string{}, std::string("é"), text, std::string(100'000, 'x') + text}) {
    std::string const encoded = encode(Coding::gzip, body);
    z_stream stream{};
    ASSERT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    std::string out(body.size() + 1, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(encoded.data()));
    stream.avail_in = static_cast<uInt>(encoded.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    EXPECT_EQ(out.substr(0, stream.total_out), body);
    inflateEnd(&stream);
  }
}

} // namespace
} // namespace tandem::http
