# How every part of Bulkhead is compiled, and the two functions that declare a part.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)   # the request path is linked into an nginx module
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")

set(BULKHEAD_SANITIZE "" CACHE STRING "Sanitizers for everything, e.g. address,undefined or thread")
option(BULKHEAD_WERROR "Warnings are errors" ON)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # The sloppiness is what ccache asks for with precompiled headers.
  set(launcher "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE_PROGRAM}")
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

add_library(bulkhead_flags INTERFACE)
target_compile_options(bulkhead_flags INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wsign-conversion
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual>
  -fvisibility=hidden -fstack-protector-strong
  $<$<CONFIG:Release,RelWithDebInfo>:-D_FORTIFY_SOURCE=2>)
if(BULKHEAD_WERROR)
  target_compile_options(bulkhead_flags INTERFACE -Werror)
endif()
if(BULKHEAD_SANITIZE)
  target_compile_options(bulkhead_flags INTERFACE -fsanitize=${BULKHEAD_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(bulkhead_flags INTERFACE -fsanitize=${BULKHEAD_SANITIZE})
endif()
if(BULKHEAD_SANITIZE MATCHES "thread")
  # ThreadSanitizer knows no fences. Asio's only double what its mutexes already order, and those it sees.
  target_compile_definitions(bulkhead_flags INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()

# Tests that start programs are told here what those need. Sanitized, everything takes several times as long; and nginx, which
# is Debian's and not sanitized, can load our module only when the module's sanitizer runtime was there before anything
# else (tests/support/sanitizers.py).
set(BULKHEAD_TEST_ENVIRONMENT "BULKHEAD_BIN=${CMAKE_BINARY_DIR}/bin" "BULKHEAD_LIB=${CMAKE_BINARY_DIR}/lib" "PYTHONDONTWRITEBYTECODE=1")
set(BULKHEAD_UNIT_TEST_SECONDS_MAX 120)
set(BULKHEAD_E2E_TEST_SECONDS_MAX 300)
if(BULKHEAD_SANITIZE)
  set(BULKHEAD_UNIT_TEST_SECONDS_MAX 600)
  set(BULKHEAD_E2E_TEST_SECONDS_MAX 1500)
  list(APPEND BULKHEAD_TEST_ENVIRONMENT "BULKHEAD_TEST_DEADLINE_S=100")
endif()
if(BULKHEAD_SANITIZE MATCHES "address" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  execute_process(COMMAND "${CMAKE_CXX_COMPILER}" -print-file-name=libasan.so
    OUTPUT_VARIABLE runtime OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  file(REAL_PATH "${runtime}" runtime)
  list(APPEND BULKHEAD_TEST_ENVIRONMENT "BULKHEAD_PRELOAD=${runtime}")
endif()

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(GTest REQUIRED)
include(GoogleTest)

# bulkhead_compile_as_test(TARGET): what tests themselves do is never measured, so they are compiled for a short build:
# without optimisation, and with the headers that all of them include read once.
function(bulkhead_compile_as_test target)
  target_compile_options(${target} PRIVATE -O0 -g0 -U_FORTIFY_SOURCE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
  target_precompile_headers(${target} PRIVATE <gmock/gmock.h> <gtest/gtest.h> <map> <optional> <string> <string_view> <vector>)
endfunction()

# bulkhead_folder(NAME [DEPENDS folder...] [LINK library...])
#
# Declares src/NAME: the library bulkhead_NAME from every *.cc below it (the folder may have
# subfolders), and the test program NAME_test from every *_test.cc. DEPENDS takes folder names and is
# a link matter only; who may include whom is tools/include_rules.txt.
function(bulkhead_folder name)
  cmake_parse_arguments(arg "" "" "DEPENDS;LINK;TEST_LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${name}/*.cc")
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(TRANSFORM arg_DEPENDS PREPEND bulkhead_)
  if(sources)
    add_library(bulkhead_${name} STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(bulkhead_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(bulkhead_${name} ${scope} "${CMAKE_SOURCE_DIR}/src" "${CMAKE_SOURCE_DIR}/include")
  target_link_libraries(bulkhead_${name} ${scope} bulkhead_flags ${arg_DEPENDS} ${arg_LINK})
  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE bulkhead_${name} ${arg_TEST_LINK} GTest::gmock_main)
    target_compile_definitions(${name}_test PRIVATE BULKHEAD_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    bulkhead_compile_as_test(${name}_test)
    add_test(NAME unit.${name} COMMAND ${name}_test --gtest_brief=1)
    set_tests_properties(unit.${name} PROPERTIES LABELS unit TIMEOUT ${BULKHEAD_UNIT_TEST_SECONDS_MAX})
  endif()
endfunction()

# bulkhead_program(NAME SOURCES file... LINK library...): a program of ours in build/…/bin.
function(bulkhead_program name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}/src" "${CMAKE_SOURCE_DIR}/include")
  target_link_libraries(${name} PRIVATE bulkhead_flags ${arg_LINK})
endfunction()
