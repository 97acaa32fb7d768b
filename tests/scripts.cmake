# Tests that are scripts. Each gets the source and build folders.
foreach(script out_of_tree_plugin opening_hours kill npm_client events typescript webhooks single_sign_on scheduled
               readme directory_outputs directory_matrix directory_import translation_memory xliff uploads)
  add_test(NAME scripts.${script}
    COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/scripts/${script}" "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}")
  set_tests_properties(scripts.${script} PROPERTIES TIMEOUT 600)
endforeach()
set_tests_properties(scripts.webhooks scripts.uploads PROPERTIES SKIP_RETURN_CODE 77) # take root

# The formatter's version decides what is right: Debian 12 has 14.
find_program(TANDEM_CLANG_FORMAT NAMES clang-format-14 clang-format)
if(TANDEM_CLANG_FORMAT)
  add_test(NAME style.format COMMAND "${CMAKE_SOURCE_DIR}/tests/lint" --format-only)
endif()
