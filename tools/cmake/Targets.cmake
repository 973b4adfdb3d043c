# The few functions every CMakeLists.txt of the project uses. Source lists are explicit; there are no globs.
#   obt_add_protos(<target> [FROM dir] FILES a.proto ... GOOGLE_FILES ... DEPS ...)
#                                                                  the messages (no stubs are generated: common/rpc
#                                                                  serves and calls through descriptors)
#   obt_add_library(<target> SRCS a.cc ... DEPS ...)               a static library; headers stand beside the sources
#   obt_add_program(<target> NAME binary SRCS ... DEPS ...)        an executable in <build>/bin
#   obt_add_test(<target> SRCS a_test.cc ... DEPS ... [LABELS l] [TIMEOUT seconds])   a GoogleTest binary, one test

# Headers of libraries are compiled once for each set of options: of products, of tests, of generated messages.
set(obt_options_of_products)
set(obt_options_of_protos -w)
set(obt_options_of_tests)
if(NOT OBT_SANITIZE)
  # What is tested is optimised; tests need to build fast.
  set(obt_options_of_tests $<$<CONFIG:RelWithDebInfo>:-O1;-g0>)
endif()
file(CONFIGURE OUTPUT empty.cc CONTENT "")
foreach(set products protos tests)
  add_library(obt_${set}_headers OBJECT EXCLUDE_FROM_ALL ${CMAKE_CURRENT_BINARY_DIR}/empty.cc)
  target_compile_options(obt_${set}_headers PRIVATE ${obt_options_of_${set}})
  target_include_directories(obt_${set}_headers PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(obt_${set}_headers PRIVATE Threads::Threads)
  if(set STREQUAL "tests" AND BUILD_TESTING)
    target_link_libraries(obt_${set}_headers PRIVATE GTest::gmock)
  endif()
  target_precompile_headers(obt_${set}_headers PRIVATE ${CMAKE_SOURCE_DIR}/tools/cmake/precompiled/${set}.h)
endforeach()

function(obt_set_up target set)
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR})
  target_compile_options(${target} PRIVATE ${obt_options_of_${set}})
  target_precompile_headers(${target} REUSE_FROM obt_${set}_headers)
endfunction()

function(obt_add_protos target)
  cmake_parse_arguments(ARG "" "FROM" "FILES;GOOGLE_FILES;DEPS" ${ARGN})
  set(root ${CMAKE_BINARY_DIR}/protos)
  if(NOT ARG_FROM)
    set(ARG_FROM ${CMAKE_SOURCE_DIR}/protos)
  endif()
  set(sources)
  foreach(file ${ARG_FILES} ${ARG_GOOGLE_FILES})
    string(REGEX REPLACE "\\.proto$" "" stem ${file})
    if(file IN_LIST ARG_FILES)
      set(input ${ARG_FROM}/${file})
    else()
      set(input ${OBT_GOOGLE_PROTOS}/${file})
    endif()
    add_custom_command(
      OUTPUT ${root}/${stem}.pb.cc ${root}/${stem}.pb.h
      COMMAND ${CMAKE_COMMAND} -E make_directory ${root}
      COMMAND protobuf::protoc --cpp_out=${root} -I${ARG_FROM} -I${CMAKE_SOURCE_DIR}/protos
              -I${OBT_GOOGLE_PROTOS} ${file}
      DEPENDS ${input} VERBATIM)
    list(APPEND sources ${root}/${stem}.pb.cc)
  endforeach()
  add_library(${target} STATIC ${sources})
  target_include_directories(${target} SYSTEM PUBLIC ${root})
  target_link_libraries(${target} PUBLIC protobuf::libprotobuf Threads::Threads ${ARG_DEPS})
  obt_set_up(${target} protos)
endfunction()

# In the release preset the sources of a folder are compiled together, so that what they include is read once: two
# thirds of the time. Up to eight, or two cores would wait for one long file.
function(obt_compile_folders_whole target)
  if(OBT_SANITIZE OR NOT CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
    return()
  endif()
  if(BUILD_TESTING AND CMAKE_CURRENT_SOURCE_DIR MATCHES "/common/")
    return()  # copies with planted faults take the places of single files
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  target_compile_options(${target} PRIVATE -Wno-subobject-linkage)  # a file included into one is no header
  set(number 0)
  foreach(source ${ARGN})
    get_filename_component(folder ${source} DIRECTORY)
    math(EXPR part "${number} / 8")
    math(EXPR number "${number} + 1")
    string(MAKE_C_IDENTIFIER "${target}_${folder}_${part}" group)
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${group})
  endforeach()
endfunction()

function(obt_add_library target)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_library(${target} STATIC ${ARG_SRCS})
  obt_set_up(${target} products)
  obt_compile_folders_whole(${target} ${ARG_SRCS})
  target_link_libraries(${target} PUBLIC ${ARG_DEPS})
endfunction()

function(obt_add_program target)
  cmake_parse_arguments(ARG "" "NAME" "SRCS;DEPS" ${ARGN})
  add_executable(${target} ${ARG_SRCS})
  obt_set_up(${target} products)
  target_link_libraries(${target} PRIVATE ${ARG_DEPS})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${ARG_NAME} RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
endfunction()

function(obt_add_test target)
  if(NOT BUILD_TESTING)
    return()
  endif()
  cmake_parse_arguments(ARG "" "TIMEOUT" "SRCS;DEPS;LABELS" ${ARGN})
  add_executable(${target} ${ARG_SRCS})
  obt_set_up(${target} tests)
  target_link_libraries(${target} PRIVATE ${ARG_DEPS} GTest::gmock_main)
  add_test(NAME ${target} COMMAND ${target})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 60)
  endif()
  if(OBT_SANITIZE)
    math(EXPR ARG_TIMEOUT "5 * ${ARG_TIMEOUT}")  # everything takes that much longer
  endif()
  if(NOT ARG_LABELS)
    set(ARG_LABELS unit)
  endif()
  set_tests_properties(${target} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT})
endfunction()
