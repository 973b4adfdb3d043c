# Every dependency comes from Debian's packages (tools/install names them).
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc)
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(RocksDB CONFIG REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
if(BUILD_TESTING)
  find_package(GTest CONFIG REQUIRED)
  find_package(rapidcheck CONFIG REQUIRED)
  find_path(CLI11_INCLUDE_DIR CLI/CLI.hpp REQUIRED)
endif()
find_path(JWT_INCLUDE_DIR jwt.h REQUIRED)
find_library(JWT_LIBRARY jwt REQUIRED)

# google/api, google/rpc and google/type come as .proto files inside Debian's libgoogle-common-protos-java.
set(OBT_GOOGLE_PROTOS ${CMAKE_BINARY_DIR}/google-common-protos)
if(NOT EXISTS ${OBT_GOOGLE_PROTOS}/google/api/annotations.proto)
  file(MAKE_DIRECTORY ${OBT_GOOGLE_PROTOS})
  execute_process(COMMAND ${CMAKE_COMMAND} -E tar xf /usr/share/java/proto-google-common-protos.jar
                  WORKING_DIRECTORY ${OBT_GOOGLE_PROTOS} COMMAND_ERROR_IS_FATAL ANY)
endif()
