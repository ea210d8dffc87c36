// A tracepoint's fields as attributes of its samples: behind the attributes that perf gives every
// sample, before those that only we have.
#pragma once

#include <Python.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "api/sample_event.h"
#include "runtime/objects.h"
#include "runtime/values.h"

namespace perf_binding {

// The names of fields of the kernel's tracepoints that scripts of perf's own module know as fields.
inline bool gives_way(std::string_view name) {
  constexpr std::array<std::string_view, 6> ours{"cgroup", "comm",        "machine_pid",
                                                 "raw",    "transaction", "vcpu"};
  return std::find(ours.begin(), ours.end(), name) != ours.end();
}

inline std::string_view text_of(PyObject* name) {
  Py_ssize_t size = 0;
  const char* text = PyUnicode_AsUTF8AndSize(name, &size);
  if (text == nullptr) PyErr_Clear();
  return text == nullptr ? std::string_view() : std::string_view(text, std::size_t(size));
}

// A new reference, or nullptr without an error: there is no such field.
inline PyObject* field_of(PyObject* self, std::string_view name) {
  const auto value = held<const perf::api::SampleEvent>(self)->field_value(name);
  if (!value) return nullptr;
  return std::visit([](const auto& shown) { return to_python(shown); }, *value);
}

// tp_getattro of sample_event.
inline PyObject* get_sample_attribute(PyObject* self, PyObject* name) {
  const std::string_view text = text_of(name);
  if (gives_way(text)) {
    PyObject* field = field_of(self, text);
    if (field != nullptr || PyErr_Occurred() != nullptr) return field;
  }
  PyObject* found = PyObject_GenericGetAttr(self, name);
  if (found != nullptr || PyErr_ExceptionMatches(PyExc_AttributeError) == 0) return found;
  PyObject *type = nullptr, *error = nullptr, *trace = nullptr;
  PyErr_Fetch(&type, &error, &trace);
  PyObject* field = field_of(self, text);
  if (field == nullptr && PyErr_Occurred() == nullptr) {
    PyErr_Restore(type, error, trace);
    return nullptr;
  }
  Py_XDECREF(type);
  Py_XDECREF(error);
  Py_XDECREF(trace);
  return field;
}

}  // namespace perf_binding
