// A tracepoint's fields as attributes of its samples, behind the attributes that every sample has.
#pragma once

#include <Python.h>

#include "api/sample_event.h"
#include "runtime/objects.h"
#include "runtime/values.h"

namespace perf_binding {

// tp_getattro of sample_event.
inline PyObject* get_sample_attribute(PyObject* self, PyObject* name) {
  PyObject* found = PyObject_GenericGetAttr(self, name);
  if (found != nullptr || PyErr_ExceptionMatches(PyExc_AttributeError) == 0) return found;
  PyObject *type = nullptr, *error = nullptr, *trace = nullptr;
  PyErr_Fetch(&type, &error, &trace);
  Py_ssize_t size = 0;
  const char* text = PyUnicode_AsUTF8AndSize(name, &size);
  if (text != nullptr) {
    const auto* sample = held<const perf::api::SampleEvent>(self);
    const auto value = sample->field_value({text, static_cast<std::size_t>(size)});
    if (value) {
      Py_XDECREF(type);
      Py_XDECREF(error);
      Py_XDECREF(trace);
      return std::visit([](const auto& shown) { return to_python(shown); }, *value);
    }
  }
  PyErr_Restore(type, error, trace);
  return nullptr;
}

}  // namespace perf_binding
