# SPDX-License-Identifier: Apache-2.0
# Copies one source file and changes the copy by a patch that must fit exactly. Nothing is left where it does not.
get_filename_component(folder ${COPY} DIRECTORY)
get_filename_component(name ${PATCH} NAME)
file(MAKE_DIRECTORY ${folder})
file(REMOVE ${COPY})
execute_process(COMMAND ${PATCH_PROGRAM} --quiet --fuzz=0 --no-backup-if-mismatch --reject-file=- --output=${COPY}.part ${SOURCE} ${PATCH}
                RESULT_VARIABLE code OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(NOT code EQUAL 0)
  file(REMOVE ${COPY}.part)
  message(FATAL_ERROR "tests/attacks/variants/${name} no longer fits ${SOURCE}: the lines it takes a defence out of were changed. "
                      "Write the patch anew, so that it takes out the same defence and nothing else.\n${said}")
endif()
file(RENAME ${COPY}.part ${COPY})
