# tandem_plugin(NAME sources...): a plugin in the layout the host expects, `<plugins>/NAME/NAME.so` with the
# folders schemas/ and migrations/ beside it. Needs the target tandem::sdk.
function(tandem_plugin name)
  add_library(${name} MODULE ${ARGN})
  target_link_libraries(${name} PRIVATE tandem::sdk)
  if(NOT TANDEM_PLUGIN_OUTPUT_DIRECTORY)
    set(TANDEM_PLUGIN_OUTPUT_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/plugins")
  endif()
  set(folder "${TANDEM_PLUGIN_OUTPUT_DIRECTORY}/${name}")
  set_target_properties(${name} PROPERTIES PREFIX "" CXX_VISIBILITY_PRESET hidden LIBRARY_OUTPUT_DIRECTORY "${folder}")
  foreach(files schemas migrations)
    if(IS_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}/${files}")
      file(GLOB inputs CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${files}/*")
      add_custom_target(${name}_${files} ALL
        COMMAND ${CMAKE_COMMAND} -E rm -rf "${folder}/${files}"
        COMMAND ${CMAKE_COMMAND} -E copy_directory "${CMAKE_CURRENT_SOURCE_DIR}/${files}" "${folder}/${files}"
        COMMENT "Copying ${files} of ${name}"
        DEPENDS ${inputs})
      add_dependencies(${name} ${name}_${files})
    endif()
  endforeach()
endfunction()
