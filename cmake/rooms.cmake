# SPDX-License-Identifier: Apache-2.0
# A room is one folder under src/, one static library, and one include root that holds nothing but itself.
# karuna_room(protect SEES base stats LINKS OpenSSL::Crypto) compiles every .cpp of src/protect (sub-folders too, tests apart) and lets them
# include only what stands after SEES: any other include does not exist for the compiler. A room that is not declared yet
# cannot be seen, so a cycle cannot be written. QUICK: see karuna_quick_to_build.

set_property(GLOBAL PROPERTY KARUNA_ROOMS "")

function(karuna_room path)
  cmake_parse_arguments(room "QUICK" "" "SEES;LINKS" ${ARGN})
  string(REPLACE "/" "_" name ${path})
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${path}/*.cpp)
  set(tests ${files})
  list(FILTER files EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  set_property(GLOBAL APPEND PROPERTY KARUNA_DECLARED ${name})
  if(NOT files)
    return()  # a room appears when its first file does
  endif()
  add_library(karuna_${name} STATIC ${files})
  set_property(GLOBAL APPEND PROPERTY KARUNA_ROOMS ${name})
  set(door ${PROJECT_BINARY_DIR}/rooms/${name})
  cmake_path(GET path PARENT_PATH parent)
  file(MAKE_DIRECTORY ${door}/${parent})
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/src/${path} ${door}/${path} SYMBOLIC)

  set(doors ${door})
  foreach(seen IN LISTS room_SEES)
    string(REPLACE "/" "_" seen_name ${seen})
    get_property(declared GLOBAL PROPERTY KARUNA_DECLARED)
    if(NOT seen_name IN_LIST declared OR seen_name STREQUAL name)
      message(FATAL_ERROR "room '${path}' sees '${seen}', which is not declared above it")
    endif()
    if(NOT TARGET karuna_${seen_name})
      continue()
    endif()
    list(APPEND doors ${PROJECT_BINARY_DIR}/rooms/${seen_name})
    target_link_libraries(karuna_${name} PRIVATE karuna_${seen_name})
  endforeach()
  target_include_directories(karuna_${name} PRIVATE ${doors})
  target_link_libraries(karuna_${name} PRIVATE karuna_compile Threads::Threads fmt::fmt nlohmann_json::nlohmann_json ${room_LINKS})
  if(room_QUICK)
    target_compile_options(karuna_${name} PRIVATE ${karuna_quick_to_build})
  endif()
  set_property(TARGET karuna_${name} PROPERTY KARUNA_DOORS "${doors}")

  # The tests beside the code see what the room sees, and tests/support.
  if(KARUNA_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_include_directories(${name}_test PRIVATE ${doors} ${PROJECT_SOURCE_DIR}/tests/support)
    target_link_libraries(${name}_test PRIVATE karuna_${name} karuna_compile karuna_test_support nlohmann_json::nlohmann_json fmt::fmt
                                               GTest::gtest GTest::gmock GTest::gtest_main ${room_LINKS})
    target_compile_definitions(${name}_test PRIVATE KARUNA_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    target_compile_options(${name}_test PRIVATE ${karuna_tests_quick_to_build})
    foreach(seen IN LISTS room_SEES)
      string(REPLACE "/" "_" seen_name ${seen})
      if(TARGET karuna_${seen_name})
        target_link_libraries(${name}_test PRIVATE karuna_${seen_name})
      endif()
    endforeach()
    gtest_discover_tests(${name}_test TEST_PREFIX "${path}: " PROPERTIES LABELS unit DISCOVERY_TIMEOUT 60)
  endif()
endfunction()

# A program outside the rooms (a command, a test, a benchmark) that opens the doors it names.
function(karuna_opens target)
  foreach(seen IN LISTS ARGN)
    string(REPLACE "/" "_" seen_name ${seen})
    target_include_directories(${target} PRIVATE ${PROJECT_BINARY_DIR}/rooms/${seen_name})
    target_link_libraries(${target} PRIVATE karuna_${seen_name})
  endforeach()
endfunction()
