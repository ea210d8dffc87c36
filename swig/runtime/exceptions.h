// The C++ exception at hand as a Python one. The façade's sentences are kept word by word.
#pragma once

#include <Python.h>

#include <cerrno>
#include <new>
#include <stdexcept>
#include <system_error>

#include "api/error.h"

namespace perf_binding {

// An interrupted call that a signal's handler has an exception for ends with that one.
inline void set_os_error(int number, const char* sentence) {
  if (number == EINTR && PyErr_CheckSignals() != 0) return;
  PyObject* arguments = Py_BuildValue("(is)", number, sentence);
  PyErr_SetObject(PyExc_OSError, arguments);
  Py_XDECREF(arguments);
}

// Call inside a catch block, with the GIL held.
inline void set_python_error() {
  try {
    throw;
  } catch (const std::system_error& error) {
    set_os_error(error.code().value(), error.what());
  } catch (const perf::api::Refused& error) {
    set_os_error(error.error(), error.what());
  } catch (const perf::api::TypeError& error) {
    PyErr_SetString(PyExc_TypeError, error.what());
  } catch (const perf::api::Error& error) {
    PyErr_SetString(PyExc_OSError, error.what());
  } catch (const std::invalid_argument& error) {
    PyErr_SetString(PyExc_ValueError, error.what());
  } catch (const std::out_of_range& error) {
    PyErr_SetString(PyExc_IndexError, error.what());
  } catch (const std::bad_alloc&) {
    PyErr_NoMemory();
  } catch (const std::exception& error) {
    PyErr_SetString(PyExc_RuntimeError, error.what());
  }
}

}  // namespace perf_binding
