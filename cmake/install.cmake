install(TARGETS tandem RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(DIRECTORY core/store/migrations schemas config DESTINATION "${CMAKE_INSTALL_DATADIR}/tandem")
install(DIRECTORY "${TANDEM_PLUGIN_OUTPUT_DIRECTORY}" DESTINATION lib/tandem)

# The SDK: headers and a CMake package, for plugins built elsewhere.
install(DIRECTORY core/plugin/include/tandem DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(FILES core/content/batch.hpp core/content/error.hpp core/content/identity.hpp core/content/timestamp.hpp core/content/json.hpp
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/tandem/content")
install(FILES core/content/facts/differences.hpp core/content/facts/facts.hpp core/content/facts/phone.hpp
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/tandem/content/facts")
install(FILES core/http/client.hpp core/http/language.hpp core/http/message.hpp DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/tandem/http")
install(TARGETS tandem_sdk EXPORT tandem)
install(EXPORT tandem NAMESPACE tandem:: FILE tandem-targets.cmake DESTINATION lib/cmake/tandem)
include(CMakePackageConfigHelpers)
write_basic_package_version_file("${CMAKE_BINARY_DIR}/tandem-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES cmake/tandem-config.cmake cmake/plugin.cmake "${CMAKE_BINARY_DIR}/tandem-config-version.cmake"
  DESTINATION lib/cmake/tandem)
