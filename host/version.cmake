# Writes OUT, the definitions of base/version.h, and only when they have changed: `cmake -DVERSION=… -DSOURCE=…
# -DOUT=… -P version.cmake`, at every build. The commit is git's, or what `git archive` wrote into commit.txt.
find_program(GIT git)
set(commit "")
if(GIT)
  # Nothing is written into the repository, and it may belong to somebody else.
  set(git ${GIT} --no-optional-locks -c safe.directory=* -C ${SOURCE})
  execute_process(COMMAND ${git} rev-parse --show-toplevel
                  OUTPUT_VARIABLE top OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  # Sources that were unpacked inside another repository are not of its commit.
  file(REAL_PATH "${SOURCE}" here)
  if(top STREQUAL here)
    execute_process(COMMAND ${git} describe --always --exclude=* --abbrev=12 "--dirty=, modified"
                    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  endif()
endif()
if(NOT commit)
  file(READ ${SOURCE}/host/commit.txt archived)
  string(REGEX MATCH "^[0-9a-f]+" commit "${archived}")
endif()

set(said "${VERSION}")
if(commit)
  string(APPEND said " (commit ${commit})")
endif()
set(text "#include \"base/version.h\"

namespace moonroom {

const char* version() {
  return \"${VERSION}\";
}

const char* version_and_commit() {
  return \"${said}\";
}

}  // namespace moonroom
")
set(before "")
if(EXISTS ${OUT})
  file(READ ${OUT} before)
endif()
if(NOT before STREQUAL text)
  file(WRITE ${OUT} "${text}")
endif()
