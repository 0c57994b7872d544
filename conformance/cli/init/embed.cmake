# Writes OUTPUT, a C file with the templates of `assay init` as arrays of lines, from the files in
# FOLDER. Usage: cmake -DOUTPUT=... -DFOLDER=... -P embed.cmake -- NAME...

# Sets OUT to the text of the file as C strings, one for each line.
function(quote_lines file out)
  file(READ "${file}" text)
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  string(REPLACE "\n" "\",\n    \"" text "${text}")
  # What follows the last end of a line is empty.
  string(REGEX REPLACE "\"$" "" text "    \"${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

set(content "#include \"cli/init_template.h\"\n#include <stddef.h>\n")
set(rows)
set(after_dashes OFF)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
  set(name "${CMAKE_ARGV${i}}")
  if(after_dashes)
    quote_lines("${FOLDER}/${name}.in" lines)
    string(MAKE_C_IDENTIFIER "${name}" identifier)
    string(APPEND content "\nstatic const char *const ${identifier}[] = {\n${lines}NULL};\n")
    string(APPEND rows "    {\"${name}\", ${identifier}},\n")
  elseif(name STREQUAL "--")
    set(after_dashes ON)
  endif()
endforeach()
string(APPEND content "\nconst assay_template assay_templates[] = {\n${rows}    {NULL, NULL}};\n")
file(WRITE "${OUTPUT}" "${content}")
