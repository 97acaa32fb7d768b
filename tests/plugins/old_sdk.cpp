/// Says it was built with an SDK that does not exist: refused before any of its code runs.
#include <tandem/plugin.hpp>

extern "C" __attribute__((visibility("default"))) tandem::PluginDescriptor const tandem_plugin;
extern "C" tandem::PluginDescriptor const tandem_plugin = {TANDEM_SDK_VERSION + 40, TANDEM_BUILD_TAG, "old_sdk",
                                                           "1.0.0", nullptr};
