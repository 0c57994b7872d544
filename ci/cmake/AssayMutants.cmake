# A mutant is a reference connector with one planted defect, built from one file:
#   NAME.c      a decorator on the toolkit's wrap; the connector's own entry is inner_connector_entry
#   NAME.patch  a patch of the connector's and the toolkit's sources, applied to copies; the build fails
#               when it no longer applies
# Both begin with the same lines, in a comment or above the patch:
#   Mutant of: file
#   Breaks: DYN-03
#   Caught by: dynamic-split.refused-changes-nothing fail
#   Scenarios: lines crlf          (optional: all of the connector's manifest)
#   May fail: dynamic-split progress     (optional: families that may fail beside it)
# The build gives build/.../mutants/NAME.so and NAME.json, the proof that `assay self-proof` reads.

set(ASSAY_MUTANTS_DIR ${PROJECT_BINARY_DIR}/mutants)

# Sets OUT to the value of a header line, "" if there is none.
function(assay_mutant_field file key out)
  file(STRINGS ${file} lines REGEX "^[ /*]*${key}: " LIMIT_COUNT 1)
  string(REGEX REPLACE "^[ /*]*${key}: *" "" value "${lines}")
  string(REGEX REPLACE "\\*/$" "" value "${value}")
  string(STRIP "${value}" value)
  set(${out} "${value}" PARENT_SCOPE)
endfunction()

# "a b" -> ["a", "b"]
function(assay_json_list words out)
  separate_arguments(words)
  list(TRANSFORM words REPLACE "(.+)" "\"\\1\"")
  list(JOIN words ", " joined)
  set(${out} "[${joined}]" PARENT_SCOPE)
endfunction()

function(assay_mutant_proof file name connector)
  foreach(key IN ITEMS "Breaks" "Caught by" "Scenarios" "May fail")
    string(MAKE_C_IDENTIFIER "${key}" variable)
    assay_mutant_field(${file} "${key}" ${variable})
  endforeach()
  if(NOT "${Caught_by}" MATCHES "^([a-z0-9.-]+) ([a-z]+)$" OR "${Breaks}" STREQUAL "")
    message(FATAL_ERROR "${file}: needs the lines 'Breaks: CLAUSE' and 'Caught by: CHECK VERDICT'")
  endif()
  set(check ${CMAKE_MATCH_1})
  set(verdict ${CMAKE_MATCH_2})
  assay_json_list("${Scenarios}" scenarios)
  assay_json_list("${May_fail}" may_fail)
  if(NOT Scenarios STREQUAL "")
    set(scenario_line "\n  \"scenarios\": ${scenarios},")
  endif()
  file(CONFIGURE OUTPUT ${ASSAY_MUTANTS_DIR}/${name}.json CONTENT
"{
  \"proof\": 1,
  \"name\": \"@name@\",
  \"library\": \"@name@.so\",
  \"manifest\": \"../manifests/@connector@.json\",@scenario_line@
  \"breaks\": \"@Breaks@\",
  \"check\": \"@check@\",
  \"verdict\": \"@verdict@\",
  \"may-fail\": @may_fail@
}
" @ONLY)
endfunction()

# Sets OUT to the object of the connector's entry under that name, compiled once for all mutants. It must
# not come from an archive: what does is not exported.
function(assay_mutant_entry connector name out)
  set(target ${connector}_${name})
  if(NOT TARGET ${target})
    add_library(${target} OBJECT ${PROJECT_SOURCE_DIR}/reference-connectors/${connector}/connector.c)
    target_compile_definitions(${target} PRIVATE assay_connector_entry=${name})
    target_link_libraries(${target} PRIVATE assay_build ${connector}_parts)
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  endif()
  set(${out} $<TARGET_OBJECTS:${target}> PARENT_SCOPE)
endfunction()

# Copies what the patch names, patches the copies, and sets OUT to what is linked: those, and the entry.
function(assay_mutant_patch file name connector out)
  file(STRINGS ${file} lines REGEX "^--- a/")
  string(REGEX REPLACE "--- a/([^;\t]+)[^;]*" "\\1" originals "${lines}")
  set(entry "")
  if(NOT "reference-connectors/${connector}/connector.c" IN_LIST originals)
    assay_mutant_entry(${connector} assay_connector_entry entry)
  endif()
  set(folder ${ASSAY_MUTANTS_DIR}/${name}.src)
  set(copies ${originals})
  list(TRANSFORM copies PREPEND ${folder}/)
  if("${originals}" MATCHES "\\.h(;|$)" OR lines STREQUAL "")
    message(FATAL_ERROR "${file}: patches .c files, one or more, and no header")
  endif()
  set(sources ${originals})
  list(TRANSFORM sources PREPEND ${PROJECT_SOURCE_DIR}/)
  add_custom_command(
    OUTPUT ${copies}
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${folder}
    COMMAND sh ${PROJECT_SOURCE_DIR}/ci/patch-copies ${PROJECT_SOURCE_DIR} ${folder} ${file} ${originals}
    DEPENDS ${file} ${sources} ${PROJECT_SOURCE_DIR}/ci/patch-copies
    COMMENT "mutant ${name}"
    VERBATIM)
  set(${out} ${copies} ${entry} PARENT_SCOPE)
endfunction()

function(assay_add_mutant file)
  get_filename_component(name ${file} NAME_WE)
  get_filename_component(file ${file} ABSOLUTE)
  assay_mutant_field(${file} "Mutant of" connector)
  if(NOT TARGET ${connector}_parts)
    message(FATAL_ERROR "${file}: needs the line 'Mutant of: CONNECTOR'")
  endif()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  assay_mutant_proof(${file} ${name} ${connector})
  if(file MATCHES "\\.patch$")
    assay_mutant_patch(${file} ${name} ${connector} sources)
    add_library(${name} MODULE ${sources})
  else()
    assay_mutant_entry(${connector} inner_connector_entry entry)
    add_library(${name} MODULE ${file} ${entry})
    target_link_options(${name} PRIVATE -Wl,--version-script=${PROJECT_SOURCE_DIR}/ci/cmake/decorator.map)
  endif()
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/reference-connectors/${connector})
  target_link_libraries(${name} PRIVATE assay_build ${connector}_parts)
  target_link_options(${name} PRIVATE -Wl,--exclude-libs,ALL -Wl,--no-undefined)
  # A defect may well be something to warn about: no -Werror.
  set_target_properties(${name} PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${ASSAY_MUTANTS_DIR}
                                           ASSAY_MUTANT ON)
  set_property(GLOBAL APPEND PROPERTY ASSAY_CONNECTORS ${name})
endfunction()

# Removes the proofs of mutants that are no more, so that nobody runs what was built of them.
function(assay_forget_mutants)
  set(names ${ARGN})
  list(TRANSFORM names REPLACE ".*/([^/]+)\\.(c|patch)$" "\\1.json")
  file(GLOB proofs RELATIVE ${ASSAY_MUTANTS_DIR} ${ASSAY_MUTANTS_DIR}/*.json)
  foreach(proof IN LISTS proofs)
    if(NOT proof IN_LIST names)
      file(REMOVE ${ASSAY_MUTANTS_DIR}/${proof})
    endif()
  endforeach()
endfunction()
