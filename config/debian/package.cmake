# What is installed where, and the Debian package of it: `script/package`.
#
# The dashboard's files, the migrations and the bank holidays are built into the program and need no place of their own.

set(PACKAGE_FILES ${CMAKE_CURRENT_LIST_DIR})
set(PACKAGE_BUILD ${CMAKE_BINARY_DIR}/debian)
set(PROJECT_CONTACT "telestate maintainers <root@localhost>" CACHE STRING "Who looks after the package")

# In a package the database has a place, and copies of it are made: these settings differ from the defaults.
function(configure_settings out)
  file(READ ${CMAKE_SOURCE_DIR}/config/telestate.toml settings)
  foreach(change IN ITEMS
      [[# path = "telestate.sqlite"|path = "/var/lib/telestate/telestate.sqlite"]]
      [[# directory = ""|directory = "/var/lib/telestate/backups"]])
    string(REGEX MATCH "^([^|]*)\\|(.*)$" ignored "${change}")
    set(before "${CMAKE_MATCH_1}")
    set(after "${CMAKE_MATCH_2}")
    string(FIND "${settings}" "\n${before}\n" place)
    if(place EQUAL -1)
      message(FATAL_ERROR "config/telestate.toml does not hold the line: ${before}")
    endif()
    string(REPLACE "\n${before}\n" "\n${after}\n" settings "${settings}")
  endforeach()
  file(CONFIGURE OUTPUT ${out} CONTENT "${settings}" @ONLY)
endfunction()
configure_settings(${PACKAGE_BUILD}/telestate.toml)
set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/config/telestate.toml)

configure_file(${PACKAGE_FILES}/telestate.1 ${PACKAGE_BUILD}/telestate.1 @ONLY)
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  set(package_time @$ENV{SOURCE_DATE_EPOCH})
else()
  set(package_time now)
endif()
execute_process(COMMAND date --utc --rfc-email --date=${package_time} OUTPUT_VARIABLE PACKAGE_DATE
  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
file(CONFIGURE OUTPUT ${PACKAGE_BUILD}/changelog.Debian @ONLY CONTENT
"telestate (@PROJECT_VERSION@-1) stable; urgency=medium

  * Version @PROJECT_VERSION@; changelog.gz says what is in it.

 -- @PROJECT_CONTACT@  @PACKAGE_DATE@
")

# Places are written from the root: the prefix is for programs that may be anywhere, and settings and units may not.
set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
  WORLD_READ WORLD_EXECUTE)
install(TARGETS telestate DESTINATION usr/bin)
install(FILES ${PACKAGE_FILES}/telestate.service DESTINATION lib/systemd/system)
install(FILES ${PACKAGE_BUILD}/telestate.toml DESTINATION etc/telestate PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ)
install(FILES ${PACKAGE_FILES}/copyright DESTINATION usr/share/doc/telestate)

# Without the time and name of the file, so that the same sources make the same package.
function(install_compressed source place)
  install(CODE "
    set(file \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${place}\")
    cmake_path(GET file PARENT_PATH folder)
    file(MAKE_DIRECTORY \"\${folder}\")
    execute_process(COMMAND gzip --best --no-name --stdout ${source} OUTPUT_FILE \"\${file}\"
      COMMAND_ERROR_IS_FATAL ANY)
    file(CHMOD \"\${file}\" PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)")
endfunction()
install_compressed(${PACKAGE_BUILD}/telestate.1 usr/share/man/man1/telestate.1.gz)
install_compressed(${CMAKE_SOURCE_DIR}/README.md usr/share/doc/telestate/README.md.gz)
install_compressed(${CMAKE_SOURCE_DIR}/CHANGELOG.md usr/share/doc/telestate/changelog.gz)
install_compressed(${PACKAGE_BUILD}/changelog.Debian usr/share/doc/telestate/changelog.Debian.gz)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME telestate)
set(CPACK_PACKAGE_CONTACT ${PROJECT_CONTACT})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${PROJECT_DESCRIPTION})
set(CPACK_PACKAGE_DESCRIPTION
"Keeps the telecoms estate of a public body - lines, PBX platforms, softphone
licences, numbers, suppliers and contracts - and tells what must be decided by
when, what is spent, and whom to tell: by mail, in calendars and on a dashboard.
.
This package holds the program, with the web files of the dashboard built into
it, its settings in /etc/telestate and a systemd service with a user of its own.
The database is in /var/lib/telestate; it stays when the package is removed and
goes when it is purged.")
set(CPACK_PACKAGING_INSTALL_PREFIX /)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Time zones and certificate authorities are read when it runs; the rest are the maintainer scripts'.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, ca-certificates, tzdata, init-system-helpers (>= 1.54~)")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
foreach(file IN ITEMS preinst postinst prerm postrm conffiles)
  list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${PACKAGE_FILES}/${file})
endforeach()
include(CPack)
