# Package assay: targets assay::contract (headers), assay::toolkit (static library), assay::assay
# (program), and assay_connector; assay_SCHEMA is the JSON schema of manifests, a file for editors.
# Component cmocka: assay::cmocka (static library, <assay/cmocka.h>), also there unasked when all that
# it needs is.
include(${CMAKE_CURRENT_LIST_DIR}/assay-targets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/assay-cmocka.cmake)
foreach(assay_component IN LISTS assay_FIND_COMPONENTS)
  if(assay_FIND_REQUIRED_${assay_component} AND NOT assay_${assay_component}_FOUND)
    set(assay_FOUND FALSE)
    set(assay_NOT_FOUND_MESSAGE "component ${assay_component}: ${assay_${assay_component}_NOT_FOUND_MESSAGE}")
  endif()
endforeach()

if(TARGET assay::assay)
  get_target_property(assay_SCHEMA assay::assay LOCATION)
  get_filename_component(assay_SCHEMA ${assay_SCHEMA}/../../share/assay/assay.schema.json ABSOLUTE)
endif()

# assay_connector(NAME SOURCES...): NAME.so, a connector that exports its entry and nothing else.
function(assay_connector name)
  add_library(${name} MODULE ${ARGN})
  set_target_properties(${name} PROPERTIES PREFIX "" C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden)
  target_link_libraries(${name} PRIVATE assay::contract assay::toolkit)
  target_link_options(${name} PRIVATE -Wl,--exclude-libs,ALL -Wl,--no-undefined)
endfunction()
