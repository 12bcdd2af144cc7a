# What the binaries look for beside themselves, build/<preset>/share/scrubline: the shipped rulesets,
# and the sample tables imported by the very command an operator uses.
set(SHARE ${CMAKE_BINARY_DIR}/share/scrubline)
set(SAMPLES ${PROJECT_SOURCE_DIR}/sample_data/tables)
file(GLOB SAMPLE_SOURCES CONFIGURE_DEPENDS ${SAMPLES}/cci*.txt ${SAMPLES}/*.csv)
add_custom_command(
  OUTPUT ${SHARE}/tables/manifest.json
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${SHARE}/tables
  COMMAND scrub tables import --sample --covers ${SAMPLES}/covers.txt --into ${SHARE}/tables
          ${SAMPLE_SOURCES}
  DEPENDS scrub ${SAMPLE_SOURCES} ${SAMPLES}/covers.txt
  COMMENT "Importing the sample tables")
add_custom_command(
  OUTPUT ${SHARE}/rulesets
  COMMAND ${CMAKE_COMMAND} -E make_directory ${SHARE}
  COMMAND ${CMAKE_COMMAND} -E create_symlink ${PROJECT_SOURCE_DIR}/rulesets ${SHARE}/rulesets
  COMMENT "Linking the shipped rulesets")
add_custom_target(share ALL DEPENDS ${SHARE}/tables/manifest.json ${SHARE}/rulesets)
