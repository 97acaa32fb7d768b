#include "integration/media/media_site.hpp"

#include <thread>

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Upload : public test::MediaSite {
protected:
  Upload() : MediaSite({{"media.upload_bytes", "20000000"}, {"media.uploads", "3"}, {"media.pixels", "1000000"}}) {}
  std::string const brochure = test::pdf("La prison, s’en sortir");
  std::string const author = served.account("auteur", {{"author"}});
};

TEST_F(Upload, WhatIsSpokenIsSaid) {
  test::Reply const reply = served.ask("", "OPTIONS", "/edit/v1/media/uploads");
  EXPECT_EQ(reply.status, 204);
  EXPECT_EQ(reply.headers.at("tus-version"), "1.0.0");
  EXPECT_EQ(reply.headers.at("tus-max-size"), "20000000");
  EXPECT_EQ(reply.headers.at("tus-extension"), "creation,creation-with-upload,expiration,termination");
  test::Reply const other =
      served.ask(coordinator, "POST", "/edit/v1/media/uploads", "", {{"Tus-Resumable", "0.2.2"}});
  EXPECT_EQ(other.status, 412);
  EXPECT_EQ(other.headers.at("tus-version"), "1.0.0");
}

TEST_F(Upload, AFileInOneRequestIsAnsweredWithWhatItIs) {
  test::Reply const reply = begin(coordinator, brochure.size(), "Brochure voor gedetineerden – é.pdf", brochure);
  ASSERT_EQ(reply.status, 201) << reply.body;
  EXPECT_EQ(reply.headers.at("tandem-file"), sha256_hex(brochure));
  json::object const attributes = reply.document().at("data").at("attributes").as_object();
  EXPECT_EQ(attributes.at("name"), "Brochure voor gedetineerden – é.pdf");
  json::object const file = attributes.at("file").as_object();
  EXPECT_EQ(file.at("media_type"), "application/pdf");
  EXPECT_EQ(file.at("bytes"), json::value(brochure.size()));
  EXPECT_FALSE(file.contains("width"));
  test::Reply const again = get(reply.headers.at("location"), coordinator);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.document().at("data").at("attributes").at("file").at("sha256"), json::value(sha256_hex(brochure)));
}

TEST_F(Upload, AFileComesInPiecesAndTheServerSaysHowFarItIs) {
  test::Reply const made = begin(coordinator, brochure.size());
  ASSERT_EQ(made.status, 201) << made.body;
  std::string const upload = made.headers.at("location");
  EXPECT_EQ(head(coordinator, upload).headers.at("upload-offset"), "0");
  test::Reply const first = patch(coordinator, upload, 0, brochure.substr(0, 100));
  EXPECT_EQ(first.status, 204) << first.body;
  EXPECT_EQ(first.headers.at("upload-offset"), "100");
  EXPECT_FALSE(first.headers.contains("tandem-file"));
  test::Reply const stands = head(coordinator, upload);
  EXPECT_EQ(stands.status, 200);
  EXPECT_EQ(stands.headers.at("upload-offset"), "100");
  EXPECT_EQ(stands.headers.at("upload-length"), std::to_string(brochure.size()));
  EXPECT_EQ(stands.headers.at("cache-control"), "no-store");
  test::Reply const last = patch(coordinator, upload, 100, brochure.substr(100));
  EXPECT_EQ(last.status, 204) << last.body;
  EXPECT_EQ(last.headers.at("upload-offset"), std::to_string(brochure.size()));
  EXPECT_EQ(last.headers.at("tandem-file"), sha256_hex(brochure));
  EXPECT_EQ(head(coordinator, upload).headers.at("tandem-file"), sha256_hex(brochure));
}

TEST_F(Upload, BytesForAnotherPlaceChangeNothing) {
  std::string const upload = begin(coordinator, brochure.size()).headers.at("location");
  EXPECT_EQ(patch(coordinator, upload, 0, brochure.substr(0, 100)).status, 204);
  for (std::size_t const offset : {0U, 99U, 101U, 5000U}) {
    test::Reply const wrong = patch(coordinator, upload, offset, "iets anders");
    EXPECT_EQ(wrong.status, 409) << offset;
    EXPECT_EQ(wrong.headers.at("upload-offset"), "100") << offset;
  }
  EXPECT_EQ(patch(coordinator, upload, 100, brochure.substr(100)).headers.at("tandem-file"), sha256_hex(brochure));
}

TEST_F(Upload, MoreBytesThanWereSaidAreNotTaken) {
  std::string const upload = begin(coordinator, 100).headers.at("location");
  EXPECT_EQ(patch(coordinator, upload, 0, brochure).status, 413);
  EXPECT_EQ(head(coordinator, upload).headers.at("upload-offset"), "0");
  EXPECT_EQ(begin(coordinator, 20000001).status, 413);
  EXPECT_EQ(begin(coordinator, 20000000).status, 201);
  EXPECT_EQ(begin(coordinator, 0).status, 422);
}

TEST_F(Upload, WhatIsMissingOrMalformedInTheRequestIsNamed) {
  auto const ask = [&](test::Headers const& headers) {
    return served.ask(coordinator, "POST", "/edit/v1/media/uploads", "", tus(headers));
  };
  for (std::string const length : {"", "-1", "veel", "1e3", "99999999999999999999"}) {
    test::Reply const reply = ask({{"Upload-Length", length}});
    EXPECT_EQ(reply.status, 400) << length;
    EXPECT_EQ(error(reply).at("source").at("header"), "Upload-Length") << length;
  }
  test::Reply const name = ask({{"Upload-Length", "10"}, {"Upload-Metadata", "filename niet*base64"}});
  EXPECT_EQ(name.status, 400);
  EXPECT_EQ(error(name).at("source").at("header"), "Upload-Metadata");
  test::Reply const type = served.ask(coordinator, "POST", "/edit/v1/media/uploads", "bytes",
                                      tus({{"Upload-Length", "5"}, {"Content-Type", "application/pdf"}}));
  EXPECT_EQ(type.status, 415);
  EXPECT_EQ(error(type).at("source").at("header"), "Content-Type");
}

TEST_F(Upload, NamesLoseWhatLeadsElsewhere) {
  std::vector<std::pair<std::string, std::string>> const names{
      {"../../etc/passwd", "passwd"},
      {"C:\\Documenten\\brochure.pdf", "brochure.pdf"},
      {"..", ""},
      {".htaccess", "htaccess"},
      {"l’été – œuvre ï.pdf", "l’été – œuvre ï.pdf"},
      {"cafe\xCC\x81.pdf", "café.pdf"},
      {"brochure\xE2\x80\xAE"
       "fdp.exe",
       "brochurefdp.exe"},
      {std::string("nul\0byte.pdf", 12), "nulbyte.pdf"},
      {"regel\r\nSet-Cookie: a=b.pdf", "regelSet-Cookie a=b.pdf"},
      {"\xFF\xFE", ""}};
  for (auto const& [name, cleaned] : names) {
    test::Reply const reply = begin(coordinator, 10, name);
    ASSERT_EQ(reply.status, 201) << reply.body;
    EXPECT_EQ(reply.document().at("data").at("attributes").at("name"), json::value(cleaned));
    EXPECT_EQ(served.ask(coordinator, "DELETE", reply.headers.at("location"), "", tus()).status, 204);
  }
}

TEST_F(Upload, AFileIsWhatItsBytesAreWhateverItIsCalled) {
  std::string const script = "#!/bin/sh\necho 'geen brochure'\n";
  test::Reply const lie = begin(coordinator, script.size(), "brochure.pdf", script);
  EXPECT_EQ(lie.status, 415) << lie.body;
  EXPECT_THAT(std::string(error(lie).at("detail").as_string()), HasSubstr("text/x-shellscript"));
  std::string const picture = upload(test::png(40, 30), "brochure.pdf");
  EXPECT_EQ(get(address(picture, "brochure.pdf"), coordinator).headers.at("content-type"), "image/png");
}

TEST_F(Upload, WhatIsRefusedLeavesNothingBehind) {
  std::string const bomb = test::png_bomb(30000, 30000);
  test::Reply const refused = begin(coordinator, bomb.size(), "foto.png", bomb);
  EXPECT_EQ(refused.status, 422) << refused.body;
  std::string const damaged = test::png(40, 30).substr(0, 60);
  EXPECT_EQ(begin(coordinator, damaged.size(), "foto.png", damaged).status, 422);
  EXPECT_THAT(kept(), IsEmpty());
  test::Reply const files = get("/edit/v1/media/files", coordinator);
  EXPECT_TRUE(files.document().at("data").as_array().empty()) << files.body;
  // One of refused ones does not count among those that are not finished.
  for (int i = 0; i < 3; ++i) EXPECT_EQ(begin(coordinator, 10).status, 201);
  EXPECT_EQ(begin(coordinator, 10).status, 429);
}

TEST_F(Upload, EqualFilesAreKeptOnce) {
  std::string const one = upload(brochure, "een.pdf"), other = upload(brochure, "ander.pdf", author);
  EXPECT_EQ(one, other);
  EXPECT_EQ(kept().size(), 1U);
}

TEST_F(Upload, ItIsTheAffairOfWhoBeganIt) {
  std::string const upload = begin(coordinator, brochure.size()).headers.at("location");
  EXPECT_EQ(head(author, upload).status, 404);
  EXPECT_EQ(patch(author, upload, 0, brochure).status, 404);
  EXPECT_EQ(served.ask(author, "DELETE", upload, "", tus()).status, 404);
  EXPECT_EQ(patch(coordinator, upload, 0, brochure).status, 204);
  EXPECT_EQ(get(address(sha256_hex(brochure)), coordinator).status, 200) << "one's own, which nothing names";
  EXPECT_EQ(get(address(sha256_hex(brochure)), author).status, 404);
  EXPECT_EQ(get(address(sha256_hex(brochure))).status, 404);
}

TEST_F(Upload, ItCanBeGivenUp) {
  std::string const upload =
      begin(coordinator, brochure.size(), "a.pdf", brochure.substr(0, 50)).headers.at("location");
  EXPECT_EQ(kept().size(), 1U);
  EXPECT_EQ(served.ask(coordinator, "DELETE", upload, "", tus()).status, 204);
  EXPECT_THAT(kept(), IsEmpty());
  EXPECT_EQ(head(coordinator, upload).status, 404);
  EXPECT_EQ(patch(coordinator, upload, 50, brochure.substr(50)).status, 404);
}

TEST_F(Upload, WhatDoesNotGoOnIsForgotten) {
  std::string const upload =
      begin(coordinator, brochure.size(), "a.pdf", brochure.substr(0, 50)).headers.at("location");
  served.site->services().uploads.forget_expired();
  EXPECT_EQ(head(coordinator, upload).status, 200);
  execute("update upload set expires_at = clock_timestamp()");
  EXPECT_EQ(head(coordinator, upload).status, 404);
  served.site->services().uploads.forget_expired();
  EXPECT_THAT(kept(), IsEmpty());
}

TEST_F(Upload, AConnectionThatBreaksOffLosesNoMoreThanWhatWasOnItsWay) {
  std::string const upload = begin(coordinator, brochure.size()).headers.at("location");
  boost::asio::io_context context;
  boost::asio::ip::tcp::socket socket(context);
  socket.connect({boost::asio::ip::address_v4::loopback(), served.server->port()});
  std::string const half =
      "PATCH " + upload + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + coordinator +
      "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: " + body_type() +
      "\r\nContent-Length: " + std::to_string(brochure.size()) + "\r\n\r\n" + brochure.substr(0, 200);
  boost::asio::write(socket, boost::asio::buffer(half));
  socket.shutdown(boost::asio::ip::tcp::socket::shutdown_send);
  std::string offset;
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (offset != "200" && std::chrono::steady_clock::now() < deadline)
    offset = head(coordinator, upload).headers.at("upload-offset");
  ASSERT_EQ(offset, "200");
  EXPECT_EQ(patch(coordinator, upload, 200, brochure.substr(200)).headers.at("tandem-file"), sha256_hex(brochure));
}

TEST_F(Upload, TwoWhoWriteAtOnceDoNotMixTheirBytes) {
  std::string const large = test::pdf("Twee tegelijk", 60'000);
  std::string const upload = begin(coordinator, large.size()).headers.at("location");
  std::vector<test::Reply> replies(4);
  {
    std::vector<std::jthread> writers;
    for (test::Reply& reply : replies) writers.emplace_back([&] { reply = patch(coordinator, upload, 0, large); });
  }
  int done = 0;
  for (test::Reply const& reply : replies) {
    EXPECT_TRUE(reply.status == 204 || reply.status == 409 || reply.status == 404) << reply.status << reply.body;
    done += reply.status == 204 ? 1 : 0;
  }
  EXPECT_EQ(done, 1);
  EXPECT_EQ(head(coordinator, upload).headers.at("tandem-file"), sha256_hex(large));
}

} // namespace
} // namespace tandem
