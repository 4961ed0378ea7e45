#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# cycle.sh CMAKE PROJECT BUILD: two rooms that see each other cannot be configured; the same two in order can.
set -eu
cmake=$1 project=$2 build=$3/cycle
rm -rf "$build"; mkdir -p "$build/house/src/first" "$build/house/src/second"
for room in first second; do echo "int $room() { return 0; }" >"$build/house/src/$room/$room.cpp"; done
cat >"$build/house/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.25)
project(house LANGUAGES CXX)
set(KARUNA_TESTS OFF)
find_package(Threads REQUIRED)
add_library(karuna_compile INTERFACE)
add_library(fmt::fmt INTERFACE IMPORTED)
add_library(nlohmann_json::nlohmann_json INTERFACE IMPORTED)
include($project/cmake/rooms.cmake)
add_subdirectory(src)
END
try() { printf '%s\n' "$1" >"$build/house/src/CMakeLists.txt"; rm -rf "$build/out"; "$cmake" -S "$build/house" -B "$build/out" >"$build/log" 2>&1; }
try 'karuna_room(first) 
karuna_room(second SEES first)' || { cat "$build/log"; echo "two rooms in order should configure"; exit 1; }
if try 'karuna_room(first SEES second)
karuna_room(second SEES first)'; then echo "a cycle between two rooms was accepted"; exit 1; fi
grep -q "room 'first' sees 'second', which is not declared above it" "$build/log" || { cat "$build/log"; exit 1; }
if try 'karuna_room(first SEES first)'; then echo "a room that sees itself was accepted"; exit 1; fi
echo "walls: a cycle is refused"
