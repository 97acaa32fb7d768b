# Debian 12 packages; deploy/packages lists their names.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url program_options filesystem)
find_package(OpenSSL REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(CURL 7.87 REQUIRED)
find_package(spdlog REQUIRED)
find_package(ZLIB REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(pugixml REQUIRED)
find_library(CLD2_LIBRARY cld2 REQUIRED) # has no pkg-config file
find_library(CMARK_EXTENSIONS cmark-gfm-extensions REQUIRED) # has no pkg-config file
pkg_check_modules(PQXX REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(BROTLI REQUIRED IMPORTED_TARGET libbrotlienc)
pkg_check_modules(CMARK REQUIRED IMPORTED_TARGET libcmark-gfm)
pkg_check_modules(VIPS REQUIRED IMPORTED_TARGET vips-cpp)
pkg_check_modules(MAGIC REQUIRED IMPORTED_TARGET libmagic)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
# Its pkg-config file asks for headers that its own do not include.
find_library(CJOSE_LIBRARY cjose REQUIRED)
find_path(CJOSE_INCLUDE_DIR cjose/cjose.h REQUIRED)
add_library(tandem_cjose INTERFACE)
target_include_directories(tandem_cjose SYSTEM INTERFACE "${CJOSE_INCLUDE_DIR}")
target_link_libraries(tandem_cjose INTERFACE "${CJOSE_LIBRARY}")
