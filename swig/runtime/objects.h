// Slots that every class of the binding may have. They stand in each module's own wrapper, behind
// SWIG's runtime.
#pragma once

#include <Python.h>

#include <cstddef>
#include <string>

namespace perf_binding {

// The pointer that a wrapper holds; nullptr in one that was never initialised.
template <class T>
T* held(PyObject* self) {
  return static_cast<T*>(reinterpret_cast<SwigPyObject*>(self)->ptr);
}

// An object whose __init__ never ran: its type is none that a method accepts, so each raises.
inline PyObject* guarded_new(PyTypeObject* type, PyObject*, PyObject*) {
  PyObject* self = type->tp_alloc(type, 0);
  if (self != nullptr) {
    auto* object = reinterpret_cast<SwigPyObject*>(self);
    object->ty = SwigPyObject_stype;
  }
  return self;
}

// SWIG's own closure for sq_length does not survive an error.
template <class T>
Py_ssize_t length_of(PyObject* self) {
  const T* object = held<const T>(self);
  if (object != nullptr) return static_cast<Py_ssize_t>(object->size());
  PyErr_SetString(PyExc_TypeError, "not initialized");
  return -1;
}

template <class T>
PyObject* repr_of(PyObject* self) {
  const T* object = held<const T>(self);
  if (object == nullptr) return PyUnicode_FromString("[uninitialized]");
  const std::string text = object->repr();
  return PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "surrogateescape");
}

template <class T>
Py_hash_t hash_of(PyObject* self) {
  const auto hash = static_cast<Py_hash_t>(held<T>(self)->hash());
  return hash == -1 ? -2 : hash;
}

template <class T>
PyObject* compare(PyObject* self, PyObject* other, int operation) {
  if ((operation != Py_EQ && operation != Py_NE) || Py_TYPE(self) != Py_TYPE(other)) {
    Py_RETURN_NOTIMPLEMENTED;
  }
  const bool equal = held<T>(self)->equals(*held<T>(other));
  return PyBool_FromLong(equal == (operation == Py_EQ) ? 1 : 0);
}

}  // namespace perf_binding
