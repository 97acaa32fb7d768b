/// The translation workflow: two languages, one voice.
///
/// Knows of each field which revision in which language it says the same as, and so what is up to date, what is stale
/// and what is missing, without anyone marking anything.

#include "terms/terms.hpp"

#include <tandem/plugin.hpp>

namespace translation {
namespace {

class Translation final : public tandem::Plugin {
  void register_with(tandem::Host& host) override {
    host.content_types("schemas");
    host.migrations("migrations");
    terms::register_terms(host);
  }
};

} // namespace
} // namespace translation

TANDEM_PLUGIN(translation::Translation, "translation", "0.1.0")
