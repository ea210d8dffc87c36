# The native libraries, each with the package that brings it, so that a missing one ends with a sentence.
find_package(PkgConfig REQUIRED)

function(perftui_require module debian fedora arch)
  pkg_check_modules(${module} QUIET IMPORTED_TARGET ${module})
  if(NOT ${module}_FOUND)
    message(FATAL_ERROR "${module} is missing: install ${debian} (Debian, Ubuntu), ${fedora} (Fedora) or ${arch} (Arch).")
  endif()
  list(APPEND PERFTUI_LIBRARIES PkgConfig::${module})
  set(PERFTUI_LIBRARIES ${PERFTUI_LIBRARIES} PARENT_SCOPE)
endfunction()

set(PERFTUI_LIBRARIES)
perftui_require(libelf libelf-dev elfutils-libelf-devel libelf)
perftui_require(libdw libdw-dev elfutils-devel elfutils)
perftui_require(liblzma liblzma-dev xz-devel xz)
perftui_require(libzstd libzstd-dev libzstd-devel zstd)
perftui_require(libtraceevent libtraceevent-dev libtraceevent-devel libtraceevent)

# libiberty has no pkg-config file; its static library is made to go into shared ones.
find_path(LIBIBERTY_INCLUDE_DIR demangle.h PATH_SUFFIXES libiberty)
find_library(LIBIBERTY_LIBRARY NAMES libiberty.a libiberty_pic.a)
if(NOT LIBIBERTY_INCLUDE_DIR OR NOT LIBIBERTY_LIBRARY)
  message(FATAL_ERROR "libiberty is missing: install libiberty-dev (Debian, Ubuntu), binutils-devel (Fedora) or binutils (Arch).")
endif()
add_library(libiberty STATIC IMPORTED)
set_target_properties(libiberty PROPERTIES
  IMPORTED_LOCATION ${LIBIBERTY_LIBRARY}
  INTERFACE_INCLUDE_DIRECTORIES ${LIBIBERTY_INCLUDE_DIR}
  INTERFACE_LINK_OPTIONS LINKER:--exclude-libs,libiberty.a)
list(APPEND PERFTUI_LIBRARIES libiberty ${CMAKE_DL_LIBS})
