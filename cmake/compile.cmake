# SPDX-License-Identifier: Apache-2.0
# How everything is compiled: warnings are errors; no flag changes what a floating-point sum means
# (no -ffast-math, no -march=native), so that results do not depend on the machine.
add_library(karuna_compile INTERFACE)
target_compile_options(karuna_compile INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # libstdc++ 12's own stable_sort calls something it marks deprecated, and clang 19 says so in our name.
  target_compile_options(karuna_compile INTERFACE -Wno-sign-conversion -Wno-implicit-int-float-conversion -Wno-deprecated-declarations)
else()
  target_compile_options(karuna_compile INTERFACE -Wno-sign-conversion)
endif()
if(KARUNA_SANITIZE)
  target_compile_options(karuna_compile INTERFACE -fsanitize=${KARUNA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(karuna_compile INTERFACE -fsanitize=${KARUNA_SANITIZE})
endif()
# What runs over no long rows (tests, commands, pages, rosters) is built sooner with fewer optimisations, and shipped so: what is tested is what is shipped.
set(karuna_quick_to_build $<$<CONFIG:Release>:-Og>)
set(karuna_tests_quick_to_build $<$<CONFIG:Release>:-O1>)
