# What `cmake --install` puts where: headers, the toolkit, the programs, and how CMake (package assay)
# and pkg-config find them.
include(CMakePackageConfigHelpers)

# The parts of a package: what runs, and what is built with.
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME development)

add_library(assay_contract INTERFACE)
set_target_properties(assay_contract PROPERTIES EXPORT_NAME contract)
set_target_properties(assay_toolkit PROPERTIES EXPORT_NAME toolkit)
# The toolkit's link options go with it: those of a sanitizer it was built with.
set_target_properties(assay_build PROPERTIES EXPORT_NAME build)

install(
  TARGETS assay_contract assay_toolkit assay_build
  EXPORT assay-targets
  INCLUDES
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(
  DIRECTORY harness/include/assay
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILES_MATCHING
  PATTERN "*.h")
install(
  DIRECTORY harness/toolkit/
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/assay/toolkit
  FILES_MATCHING
  PATTERN "*.h"
  PATTERN wrap_handle.h EXCLUDE # inside of the toolkit
  PATTERN shard.h EXCLUDE)
if(TARGET assay AND TARGET assay-host)
  install(TARGETS assay EXPORT assay-targets COMPONENT runtime)
  install(TARGETS assay-host assay-lines RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/assay COMPONENT runtime)
  # What `assay` prints and reads is not below share/doc: small systems leave that out.
  install(
    DIRECTORY docs/
    DESTINATION ${CMAKE_INSTALL_DATADIR}/assay/docs
    COMPONENT runtime
    FILES_MATCHING
    PATTERN "*.md")
  install(
    DIRECTORY ci/recipes
    DESTINATION ${CMAKE_INSTALL_DATADIR}/assay
    COMPONENT runtime
    PATTERN "*.sbatch"
    PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
  install(
    DIRECTORY ${PROJECT_BINARY_DIR}/share/
    DESTINATION ${CMAKE_INSTALL_DATADIR}
    COMPONENT runtime)
  install(
    FILES LICENSE
    DESTINATION ${CMAKE_INSTALL_DOCDIR}
    COMPONENT plain)
endif()
if(TARGET assay-stack)
  install(TARGETS assay-stack RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/assay COMPONENT runtime)
endif()

set(assay_package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/assay)
if(TARGET assay_cmocka)
  # In an export of its own: what it needs has to be found first, and nobody else needs it.
  install(
    TARGETS assay_cmocka
    EXPORT assay-cmocka-targets
    INCLUDES
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(FILES conformance/cmocka/include/assay/cmocka.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/assay)
  install(
    EXPORT assay-cmocka-targets
    NAMESPACE assay::
    DESTINATION ${assay_package_folder})
endif()
install(
  EXPORT assay-targets
  NAMESPACE assay::
  DESTINATION ${assay_package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/assay-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ci/cmake/assay-config.cmake ci/cmake/assay-cmocka.cmake ${PROJECT_BINARY_DIR}/assay-config-version.cmake
        DESTINATION ${assay_package_folder})

# Relative to itself, so that the installed tree can be moved.
file(RELATIVE_PATH assay_prefix_from_pc ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
get_target_property(assay_link_options assay_build INTERFACE_LINK_OPTIONS)
if(NOT assay_link_options)
  set(assay_link_options)
endif()
list(JOIN assay_link_options " " assay_link_options)
foreach(name assay assay-cmocka)
  configure_file(ci/cmake/${name}.pc.in ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
endforeach()
install(FILES ${PROJECT_BINARY_DIR}/assay.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
if(TARGET assay_cmocka)
  install(FILES ${PROJECT_BINARY_DIR}/assay-cmocka.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()
