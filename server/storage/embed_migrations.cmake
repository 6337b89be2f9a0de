# Writes a C++ source that holds the migrations of a directory:
#   cmake -D DIRECTORY=migrations -D OUTPUT=embedded_migrations.cpp -P embed_migrations.cmake
# Files are called NNNN_name.sql; any other .sql file there is a mistake.
file(GLOB files "${DIRECTORY}/*.sql")
list(SORT files)
if(NOT files)
  message(FATAL_ERROR "There are no migrations in ${DIRECTORY}")
endif()
set(entries "")
foreach(path IN LISTS files)
  get_filename_component(stem "${path}" NAME_WE)
  if(NOT stem MATCHES "^([0-9][0-9][0-9][0-9])_([a-z0-9_]+)$")
    message(FATAL_ERROR "${path} is not called NNNN_name.sql")
  endif()
  set(name "${CMAKE_MATCH_2}")
  string(REGEX REPLACE "^0+" "" number "${CMAKE_MATCH_1}")
  file(READ "${path}" sql)
  if(sql MATCHES "\\)migration\"")
    message(FATAL_ERROR "${path} holds the mark that ends the text in C++")
  endif()
  string(APPEND entries "    {${number}, \"${name}\", R\"migration(${sql})migration\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "#include \"server/storage/migrations.hpp\"

namespace telestate::storage {

namespace {

constexpr Migration migrations[] = {
${entries}};

} // namespace

std::span<const Migration> embedded_migrations() { return migrations; }

} // namespace telestate::storage
")
