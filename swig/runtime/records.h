// The records of a session: one by one from a cursor, or handed to callbacks in a loop. The
// callbacks are borrowed for the call; nothing here keeps a Python object.
#pragma once

#include <Python.h>

#include <array>

#include "api/session.h"
#include "runtime/exceptions.h"
#include "runtime/makers.h"

namespace perf_binding {

// tp_iternext of a cursor.
inline PyObject* next_event(PyObject* self) {
  try {
    const perf::api::EventSource* source = held<perf::api::Cursor>(self)->next();
    return source == nullptr ? nullptr : Makers::get().make(*source);
  } catch (...) {
    set_python_error();
    return nullptr;
  }
}

// Lets signals and other threads in; a callback's bytecode does too, but a record may have none.
inline bool breathe() {
  Py_BEGIN_ALLOW_THREADS;
  Py_END_ALLOW_THREADS;
  return PyErr_CheckSignals() == 0;
}

using Callbacks = std::array<PyObject*, 128>;  // by record type, borrowed

inline bool call_for_each(perf::api::Cursor cursor, const Callbacks& callbacks) {
  constexpr std::uint64_t breath = 4096;
  for (std::uint64_t count = 1;; ++count) {
    const perf::api::EventSource* source = cursor.next();
    if (source == nullptr) return true;
    if (count % breath == 0 && !breathe()) return false;
    PyObject* callback = source->type < callbacks.size() ? callbacks[source->type] : nullptr;
    if (callback == nullptr) continue;
    PyObject* object = Makers::get().make(*source);
    if (object == nullptr) return false;
    PyObject* result = PyObject_CallOneArg(callback, object);
    Py_DECREF(object);
    if (result == nullptr) return false;
    Py_DECREF(result);
  }
}

// process(session_core, {record type: callable}): every record to its callback, in order of time.
// The caller keeps both alive and unchanged.
inline PyObject* process(PyObject*, PyObject* arguments) {
  PyObject* session = nullptr;
  PyObject* table = nullptr;
  if (!PyArg_ParseTuple(arguments, "OO!", &session, &PyDict_Type, &table)) return nullptr;
  void* pointer = nullptr;
  const auto type = SWIG_TypeQuery("perf::api::Session *");
  if (!SWIG_IsOK(SWIG_ConvertPtr(session, &pointer, type, SWIG_POINTER_NO_NULL))) {
    PyErr_SetString(PyExc_TypeError, "process needs a session");
    return nullptr;
  }
  Callbacks callbacks{};
  PyObject* key = nullptr;
  PyObject* value = nullptr;
  for (Py_ssize_t place = 0; PyDict_Next(table, &place, &key, &value);) {
    const unsigned long number = PyLong_AsUnsignedLong(key);
    if (PyErr_Occurred() != nullptr) return nullptr;
    if (number < callbacks.size()) callbacks[number] = value;
  }
  try {
    const auto& core = *static_cast<const perf::api::Session*>(pointer);
    if (!call_for_each(core.deliveries(), callbacks)) return nullptr;
  } catch (...) {
    set_python_error();
    return nullptr;
  }
  Py_RETURN_NONE;
}

}  // namespace perf_binding
