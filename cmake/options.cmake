set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

option(TANDEM_WARNINGS_AS_ERRORS "Treat compiler warnings as errors" ON)
set(TANDEM_SANITIZE "" CACHE STRING "Sanitizers to build with: address,undefined or thread")

# Flags for our own code only; libraries' headers are system headers.
add_library(tandem_flags INTERFACE)
target_compile_options(tandem_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wconversion -Wno-sign-conversion)
# g++ 12 warns of overlaps that cannot be, inside std::string (GCC bug 105651), once it optimises.
target_compile_options(tandem_flags INTERFACE -Wno-restrict)
if(TANDEM_WARNINGS_AS_ERRORS)
  target_compile_options(tandem_flags INTERFACE -Werror)
endif()
if(TANDEM_SANITIZE)
  add_compile_options(-fsanitize=${TANDEM_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TANDEM_SANITIZE})
  if(TANDEM_SANITIZE STREQUAL "thread")
    add_compile_options(-Wno-tsan) # Asio's fences, which ThreadSanitizer does not model
  endif()
endif()

find_program(TANDEM_CCACHE ccache)
if(TANDEM_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${TANDEM_CCACHE}")
endif()
