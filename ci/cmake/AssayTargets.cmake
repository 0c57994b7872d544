# What every target of the tree shares, and the three ways to add one: assay_add_room, assay_add_test,
# assay_add_connector.

add_library(assay_build INTERFACE)
target_compile_features(assay_build INTERFACE c_std_11)
target_compile_definitions(assay_build INTERFACE _GNU_SOURCE)
target_compile_options(
  assay_build
  INTERFACE -fvisibility=hidden
            -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wconversion
            -Wno-sign-conversion
            -Wstrict-prototypes
            -Wmissing-prototypes
            -Wvla
            $<$<AND:$<BOOL:${ASSAY_WERROR}>,$<NOT:$<BOOL:$<TARGET_PROPERTY:ASSAY_MUTANT>>>>:-Werror>)
# Symbols are found at the start of a program: a fork of it would look for each of them again.
target_link_options(assay_build INTERFACE -Wl,-z,now)
if(ASSAY_SANITIZE)
  target_compile_options(assay_build INTERFACE -fsanitize=${ASSAY_SANITIZE} -fno-sanitize-recover=all
                                               -fno-omit-frame-pointer)
  target_link_options(assay_build INTERFACE -fsanitize=${ASSAY_SANITIZE})
endif()
if(ASSAY_COVERAGE)
  target_compile_options(assay_build INTERFACE --coverage -fprofile-update=atomic -DASSAY_COUNTS_LINES)
  target_link_options(assay_build INTERFACE --coverage)
endif()

# The toolkit's headers are found as <assay/toolkit/x.h>, in the tree as in an installation.
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/include/assay)
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/harness/toolkit ${PROJECT_BINARY_DIR}/include/assay/toolkit SYMBOLIC)

# assay_add_room(NAME SOURCES... ): a static library that other rooms link.
function(assay_add_room name)
  add_library(${name} STATIC ${ARGN})
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_link_libraries(${name} PRIVATE assay_build)
  target_include_directories(
    ${name}
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/harness/include>
           $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>
           $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/harness>
           $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/conformance>)
endfunction()

# assay_add_test(x_test LIBRARIES...): a cmocka program from x_test.c, run from a scratch folder.
function(assay_add_test name)
  if(NOT ASSAY_TESTS)
    return()
  endif()
  add_executable(${name} ${name}.c)
  target_link_libraries(${name} PRIVATE assay_build ${ARGN} cmocka)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 120)
endfunction()

# assay_add_connector(NAME SOURCES...): NAME.so, one exported symbol, and NAME_parts, the same as a
# static library, for mutants.
function(assay_add_connector name)
  assay_add_room(${name}_parts ${ARGN})
  target_link_libraries(${name}_parts PUBLIC assay_toolkit)
  add_library(${name} MODULE $<TARGET_OBJECTS:${name}_parts>)
  set_target_properties(${name} PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/connectors)
  target_link_libraries(${name} PRIVATE assay_build ${name}_parts)
  target_link_options(${name} PRIVATE -Wl,--exclude-libs,ALL -Wl,--no-undefined)
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE C)
  set_property(GLOBAL APPEND PROPERTY ASSAY_CONNECTORS ${name})
endfunction()
