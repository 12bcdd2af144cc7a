# One function per kind of target. A library is a folder; a test is one executable per *_test.cc, run by ctest one case
# at a time; what a target may include is exactly what it names under DEPS, so a wrong dependency does not link.

add_library(scrub_warnings INTERFACE)
# A designated initialiser names what differs from the default on purpose; the warning would forbid that.
target_compile_options(scrub_warnings INTERFACE -Wall -Wextra -Wno-missing-field-initializers)
if(SCRUBLINE_WARNINGS_AS_ERRORS)
  target_compile_options(scrub_warnings INTERFACE -Werror)
endif()

# scrub_library(NAME SOURCES a.cc b.cc DEPS scrub::x absl::y): a static library, known to others as scrub::NAME.
function(scrub_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  if(ARG_SOURCES)
    add_library(scrub_${name} STATIC ${ARG_SOURCES})
    target_include_directories(scrub_${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(scrub_${name} PUBLIC ${ARG_DEPS} PRIVATE scrub_warnings)
  else()
    add_library(scrub_${name} INTERFACE)
    target_include_directories(scrub_${name} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(scrub_${name} INTERFACE ${ARG_DEPS})
  endif()
  add_library(scrub::${name} ALIAS scrub_${name})
endfunction()

# scrub_binary(NAME SOURCES main.cc DEPS ...): an executable in build/<preset>/bin.
function(scrub_binary name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} scrub_warnings)
endfunction()

# scrub_test(a_test b_test DEPS ...): one executable per name, from NAME.cc beside the CMakeLists that calls it. Tests run
# from the source root, so that data files are named as in the repository; each GoogleTest case is one ctest case.
include(GoogleTest)
function(scrub_test)
  cmake_parse_arguments(ARG "" "TIMEOUT" "DEPS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  foreach(test ${ARG_UNPARSED_ARGUMENTS})
    add_executable(${test} ${test}.cc)
    target_link_libraries(${test} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest_main scrub_warnings)
    set_target_properties(${test} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/test)
    gtest_discover_tests(${test} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} DISCOVERY_MODE PRE_TEST
                         PROPERTIES TIMEOUT ${ARG_TIMEOUT})
  endforeach()
endfunction()
