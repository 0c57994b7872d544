# What cpack makes: Debian packages assay (programs) and libassay-dev (headers, libraries, CMake and
# pkg-config files), and one .tar.gz that runs from where it is unpacked. `ci/package` calls it.
set(CPACK_PACKAGE_CONTACT "Assay maintainers <maintainers@assay.example>")
set(CPACK_PACKAGE_VENDOR "Assay")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "conformance harness for data connectors")
set(CPACK_COMPONENTS_ALL runtime development)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
                                                WORLD_READ WORLD_EXECUTE)
string(TOLOWER "${PROJECT_NAME}-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}"
       CPACK_PACKAGE_FILE_NAME)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/ci/cmake/AssayPackageSteps.cmake)
set(CPACK_POST_BUILD_SCRIPTS ${CPACK_PRE_BUILD_SCRIPTS})

# assay-host keeps its symbols: assay debug stops by them.
foreach(program assay assay-lines assay-stack)
  if(TARGET ${program})
    target_link_options(${program} PRIVATE $<$<CONFIG:Release>:-s>)
  endif()
endforeach()

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME assay)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SUGGESTS "libassay-dev (= ${PROJECT_VERSION}), gdb")
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION
    "Assay states the contract that a data connector has to keep, a source that
reads a data store in parallel or a sink that writes to one, and judges a
given connector by it. Where the connector breaks it, the report names the
clause and shows the calls that led there.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libassay-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
# What <assay/cmocka.h> is linked with comes as static libraries do, with its needs.
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    "assay (= ${PROJECT_VERSION}), libcmocka-dev, libjansson-dev, libxxhash-dev, zlib1g-dev")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SUGGESTS "cmake, pkg-config")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
    "Headers of the contract, the toolkit for connector authors as a static
library, and the checks as tests of a cmocka program, with files for CMake
and pkg-config.")

# Only in Debian packages.
string(TIMESTAMP assay_package_date "%a, %d %b %Y %H:%M:%S +0000" UTC)
set(debian ${PROJECT_BINARY_DIR}/debian)
configure_file(ci/cmake/debian/changelog.in ${debian}/changelog @ONLY)
execute_process(COMMAND ${ASSAY_GZIP} -9nf ${debian}/changelog COMMAND_ERROR_IS_FATAL ANY)
file(CREATE_LINK ../../assay/docs ${debian}/docs SYMBOLIC)
install(
  FILES ${debian}/docs CHANGELOG.md
  DESTINATION ${CMAKE_INSTALL_DOCDIR}
  COMPONENT runtime EXCLUDE_FROM_ALL)
install(
  FILES ci/cmake/debian/assay.overrides
  DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides
  RENAME assay
  COMPONENT runtime EXCLUDE_FROM_ALL)
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER ${component} COMPONENT)
  install(
    FILES ci/cmake/debian/copyright ${debian}/changelog.gz
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${CPACK_DEBIAN_${COMPONENT}_PACKAGE_NAME}
    COMPONENT ${component} EXCLUDE_FROM_ALL)
endforeach()
include(CPack)
