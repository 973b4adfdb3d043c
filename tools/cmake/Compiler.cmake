# Language level, warnings, hardening and the sanitizer switch, for every target of the project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
set(OBT_SANITIZE "" CACHE STRING "Sanitizers for every target: address,undefined or thread")
option(OBT_FUZZ "Fuzz targets with libFuzzer, which needs clang" OFF)

# Some libraries define it and others do not; precompiled headers need one answer.
add_compile_definitions(_REENTRANT)
add_compile_options(-Wall -Wextra -Wno-missing-field-initializers -fno-omit-frame-pointer
                    -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
if(OBT_SANITIZE)
  # g++ 12 reports optional<Message> as maybe-uninitialised under sanitizers at -O2: a false report.
  add_compile_options(-fsanitize=${OBT_SANITIZE} -fno-sanitize-recover=all
                      $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  add_link_options(-fsanitize=${OBT_SANITIZE})
  if(OBT_SANITIZE STREQUAL "thread")
    # protobuf 3.21 gives classes with a map field further members under this macro, and the packaged library has none.
    add_compile_options(-U__SANITIZE_THREAD__)
  endif()
else()
  add_compile_options(-fstack-protector-strong -fstack-clash-protection -fcf-protection)
  add_compile_definitions($<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)  # which needs an optimiser
  add_link_options(-Wl,-z,relro,-z,now,-z,ibt,-z,shstk)
endif()
if(OBT_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # Told that files with precompiled headers may be kept as well.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      /usr/bin/env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)
  endif()
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
