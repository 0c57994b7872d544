# What cpack is helped with, so that two packages of one commit are the same bytes: before a package is
# made, all in it gets the time SOURCE_DATE_EPOCH, where that is set; a .tar.gz is made again with its
# names in order and root as their owner.
if(NOT DEFINED CPACK_PACKAGE_FILES AND DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(COMMAND find ${CPACK_TEMPORARY_DIRECTORY} -exec touch -h -d @$ENV{SOURCE_DATE_EPOCH} {} +
                  COMMAND_ERROR_IS_FATAL ANY)
endif()
if(DEFINED CPACK_PACKAGE_FILES AND CPACK_GENERATOR STREQUAL "TGZ")
  get_filename_component(folder ${CPACK_TEMPORARY_DIRECTORY} DIRECTORY)
  execute_process(
    COMMAND tar --create --sort=name --format=gnu --owner=root:0 --group=root:0 --directory ${folder}
            ${CPACK_PACKAGE_FILE_NAME}
    COMMAND gzip -9n
    OUTPUT_FILE ${CPACK_PACKAGE_FILES} COMMAND_ERROR_IS_FATAL ANY)
endif()
