# Which commit a build is of: assay_add_commit(TARGET FOLDER) adds to TARGET a source that is made anew
# in each build, and written only when it changes, so that a commit needs no new configuration and
# compiles one file. Beside .git of FOLDER, git knows; in a tarball of `git archive` ci/cmake/commit does;
# otherwise it is "unknown".

# Sets OUT to "HASH[-dirty] DATE" as git has it, "" where it cannot say.
function(assay_commit_of_git folder out)
  set(${out} "" PARENT_SCOPE)
  find_program(ASSAY_GIT git)
  # A folder that lies in another project's tree is not of its commit.
  if(NOT ASSAY_GIT OR NOT EXISTS ${folder}/.git)
    return()
  endif()
  # An installation as root of what somebody else has cloned is no reason not to know.
  set(git ${CMAKE_COMMAND} -E env GIT_OPTIONAL_LOCKS=0 ${ASSAY_GIT} -c safe.directory=${folder} -C ${folder})
  execute_process(COMMAND ${git} describe --always --dirty --abbrev=12 --exclude=*
                  OUTPUT_VARIABLE hash RESULT_VARIABLE failed OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  execute_process(COMMAND ${git} log -1 --format=%cs HEAD
                  OUTPUT_VARIABLE date RESULT_VARIABLE no_date OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT failed AND NOT no_date)
    set(${out} "${hash} ${date}" PARENT_SCOPE)
  endif()
endfunction()

function(assay_commit_of_tarball folder out)
  set(${out} "" PARENT_SCOPE)
  if(EXISTS ${folder}/ci/cmake/commit)
    file(STRINGS ${folder}/ci/cmake/commit line LIMIT_COUNT 1)
    if(line MATCHES "^([0-9a-f]+) ([0-9-]+) [0-9]+$")
      string(SUBSTRING ${CMAKE_MATCH_1} 0 12 hash)
      set(${out} "${hash} ${CMAKE_MATCH_2}" PARENT_SCOPE)
    endif()
  endif()
endfunction()

# Sets HASH and DATE, the latter "" where it is not known.
function(assay_commit_find folder hash date)
  assay_commit_of_git(${folder} found)
  if(found STREQUAL "")
    assay_commit_of_tarball(${folder} found)
  endif()
  if(found STREQUAL "")
    set(found "unknown ")
  endif()
  string(REGEX MATCH "^(.*) (.*)$" whole "${found}")
  set(${hash} "${CMAKE_MATCH_1}" PARENT_SCOPE)
  set(${date} "${CMAKE_MATCH_2}" PARENT_SCOPE)
endfunction()

function(assay_add_commit target folder)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/assay_commit.c)
  add_custom_target(
    ${target}_commit
    BYPRODUCTS ${source}
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} -DOUTPUT=${source} -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    COMMENT "commit"
    VERBATIM)
  target_sources(${target} PRIVATE ${source})
  add_dependencies(${target} ${target}_commit)
endfunction()

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  assay_commit_find(${FOLDER} hash date)
  set(text "extern const char assay_commit[], assay_commit_date[];
const char assay_commit[] = \"${hash}\";
const char assay_commit_date[] = \"${date}\";
")
  set(before "")
  if(EXISTS ${OUTPUT})
    file(READ ${OUTPUT} before)
  endif()
  if(NOT text STREQUAL before)
    file(WRITE ${OUTPUT} "${text}")
  endif()
endif()
