# Writes OUTPUT, a C file with the style and the script of the page as lines, and the policy that allows
# these two and nothing else. Usage: cmake -DOUTPUT=... -DFOLDER=... -P embed.cmake

# Sets OUT to the SHA-256 of the text in base64: 43 digits of six bits, two digits from three of hex.
function(hash_of text out)
  set(digits "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  string(SHA256 hex "${text}")
  string(APPEND hex "00")
  set(hash "")
  foreach(i RANGE 21)
    math(EXPR at "3 * ${i}")
    string(SUBSTRING "${hex}" ${at} 3 three)
    math(EXPR high "0x${three} >> 6")
    math(EXPR low "0x${three} & 63")
    string(SUBSTRING "${digits}" ${high} 1 first)
    string(SUBSTRING "${digits}" ${low} 1 second)
    string(APPEND hash "${first}${second}")
  endforeach()
  string(SUBSTRING "${hash}" 0 43 hash)
  set(${out} "${hash}=" PARENT_SCOPE)
endfunction()

# Sets OUT to a C array of the lines of the text.
function(lines_of name text out)
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  string(REPLACE "\n" "\",\n    \"" text "${text}")
  # What follows the last end of a line is empty.
  string(REGEX REPLACE "\"$" "" text "    \"${text}")
  set(${out} "\nconst char *const ${name}[] = {\n${text}NULL};\n" PARENT_SCOPE)
endfunction()

file(READ "${FOLDER}/page.css" style)
file(READ "${FOLDER}/page.js" script)
hash_of("${style}" style_hash)
hash_of("${script}" script_hash)
lines_of(assay_page_style "${style}" style_lines)
lines_of(assay_page_script "${script}" script_lines)
file(WRITE "${OUTPUT}" "#include \"report/html_parts.h\"
#include <stddef.h>

const char assay_page_policy[] =
    \"default-src 'none'; img-src data:; style-src 'sha256-${style_hash}'; \"
    \"script-src 'sha256-${script_hash}'; base-uri 'none'; form-action 'none'\";
${style_lines}${script_lines}")
