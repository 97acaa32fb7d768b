/// Answers with a stream: /loudspeaker/v1/call says a sentence word by word, each when somebody has had time to think
/// of it.

#include <tandem/plugin.hpp>

namespace {

class Call final : public tandem::Stream {
public:
  void begin(std::function<void()> wake) override { wake_ = std::move(wake); }
  Part next() override {
    if (thought_.empty()) return {{}, Part::Then::work};
    if (thought_ == ".") return {".\n", Part::Then::end};
    wake_(); // does no harm before there is anything to wait for
    return {std::exchange(thought_, ""), Part::Then::wait, std::chrono::seconds{60}};
  }
  Part work() override {
    static constexpr std::string_view words[] = {"Le", " parloir", " est", " ouvert", "."};
    thought_ = words[said_++];
    return {};
  }

private:
  std::function<void()> wake_;
  std::string thought_;
  std::size_t said_ = 0;
};

class Loudspeaker final : public tandem::Plugin {
  void register_with(tandem::Host& host) override {
    tandem::RouteDoc doc{"A call, word by word"};
    doc.media_type = "text/plain";
    host.route(
        tandem::Method::get, "/loudspeaker/v1/call", tandem::Public,
        [](tandem::Request const&) -> tandem::Result<tandem::Response> {
          tandem::Response response;
          response.set("Content-Type", "text/plain; charset=utf-8");
          response.stream = std::make_shared<Call>();
          return response;
        },
        std::move(doc));
  }
};

} // namespace

TANDEM_PLUGIN(Loudspeaker, "loudspeaker", "1.0.0")
