# The system call tables, written into the build tree by tools/generate_syscalls.py. It needs a Python
# with the package system-calls: the one that builds, or the .venv that ./dev makes.
find_package(Python 3.11 QUIET COMPONENTS Interpreter)

set(PERFTUI_GENERATOR_PYTHON)
foreach(candidate ${PERFTUI_PYTHON} ${Python_EXECUTABLE} ${PROJECT_SOURCE_DIR}/.venv/bin/python)
  execute_process(COMMAND ${candidate} -c "import system_calls" RESULT_VARIABLE status ERROR_QUIET)
  if(status EQUAL 0)
    set(PERFTUI_GENERATOR_PYTHON ${candidate})
    break()
  endif()
endforeach()
if(NOT PERFTUI_GENERATOR_PYTHON)
  message(FATAL_ERROR "No Python with the package system-calls: run ./dev setup, or pip install system-calls "
                      "and pass -DPERFTUI_PYTHON=that python.")
endif()

set(PERFTUI_GENERATED ${PROJECT_BINARY_DIR}/generated)
set(syscall_tables ${PERFTUI_GENERATED}/syscalls/tables.inc)
add_custom_command(
  OUTPUT ${syscall_tables}
  COMMAND ${PERFTUI_GENERATOR_PYTHON} ${PROJECT_SOURCE_DIR}/tools/generate_syscalls.py ${syscall_tables}
  DEPENDS ${PROJECT_SOURCE_DIR}/tools/generate_syscalls.py
  VERBATIM)
add_custom_target(perftui_generated DEPENDS ${syscall_tables})  # for what reads sources without compiling
target_sources(perftui_objects PRIVATE ${syscall_tables})
target_include_directories(perftui_objects PRIVATE ${PERFTUI_GENERATED})
