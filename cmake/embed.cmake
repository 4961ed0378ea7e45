# SPDX-License-Identifier: Apache-2.0
# karuna_embed(karuna_ask catalogue ${PROJECT_SOURCE_DIR}/catalogue "*.toml") puts the files of a folder (sub-folders too) into a library,
# by an assembler file written at configure time that takes their bytes in when it is built. In C++:
#
#   #include "embedded_catalogue.h"
#   for (const auto& file : karuna::embedded_catalogue()) use(file.name, file.bytes);
#
# Names are relative to the folder, in the order of their bytes. A changed, new or deleted file rebuilds it.
function(karuna_embed target name folder)
  set(patterns ${ARGN})
  list(TRANSFORM patterns PREPEND ${folder}/)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${folder} ${patterns})
  list(SORT files)
  set(made ${PROJECT_BINARY_DIR}/embedded/${name})
  set(bytes "")
  set(table "")
  set(number 0)
  set(full_paths "")
  foreach(file IN LISTS files)
    string(APPEND bytes ".Lname${number}: .asciz \"${file}\"\n.Lfile${number}: .incbin \"${folder}/${file}\"\n.Lend${number}: .byte 0\n")
    string(APPEND table "  .quad .Lname${number}, .Lfile${number}, .Lend${number}\n")
    list(APPEND full_paths ${folder}/${file})
    math(EXPR number "${number} + 1")
  endforeach()
  file(CONFIGURE OUTPUT ${made}/embedded_${name}.S CONTENT
"  .section .rodata
${bytes}
  .section .data.rel.ro, \"aw\"
  .balign 8
  .globl karuna_embedded_${name}
karuna_embedded_${name}:
${table}
  .section .rodata
  .balign 8
  .globl karuna_embedded_${name}_count
karuna_embedded_${name}_count: .quad ${number}
  .section .note.GNU-stack, \"\", %progbits
" @ONLY)
  file(CONFIGURE OUTPUT ${made}/embedded_${name}.h CONTENT
"// Written by cmake/embed.cmake.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

struct karuna_embedded_${name}_file { const char *name, *begin, *end; };
extern \"C\" const karuna_embedded_${name}_file karuna_embedded_${name}[];
extern \"C\" const std::uint64_t karuna_embedded_${name}_count;

namespace karuna {
struct embedded_${name}_entry { std::string_view name, bytes; };
inline std::vector<embedded_${name}_entry> embedded_${name}() {
  std::vector<embedded_${name}_entry> files;
  for (std::uint64_t i = 0; i < karuna_embedded_${name}_count; ++i) {
    const auto& file = karuna_embedded_${name}[i];
    files.push_back({file.name, {file.begin, static_cast<std::size_t>(file.end - file.begin)}});
  }
  return files;
}
}  // namespace karuna
" @ONLY)
  set_source_files_properties(${made}/embedded_${name}.S PROPERTIES OBJECT_DEPENDS "${full_paths}")
  target_sources(${target} PRIVATE ${made}/embedded_${name}.S)
  target_include_directories(${target} PRIVATE ${made})
  string(REGEX REPLACE "^karuna_" "" room ${target})
  if(TARGET ${room}_test)
    target_include_directories(${room}_test PRIVATE ${made})
  endif()
endfunction()
