/// Throws while it registers: refused with what it says.
#include <tandem/plugin.hpp>

#include <stdexcept>

namespace {
class Throwing final : public tandem::Plugin {
  void register_with(tandem::Host&) override { throw std::runtime_error("the cupboard is locked"); }
};
} // namespace

TANDEM_PLUGIN(Throwing, "throwing", "1.0.0")
