// C++ values that lie inside the Python object that shows them, with some bytes of their own
// behind. SWIG's wrappers see an ordinary object that does not own its pointer.
#pragma once

#include <Python.h>

#include <new>
#include <utility>

#include "runtime/objects.h"

namespace perf_binding {

// [SwigPyObject][T][extra bytes]
template <class T, class... Arguments>
PyObject* make_inline(swig_type_info* info, std::size_t extra, Arguments&&... arguments) {
  static_assert(sizeof(SwigPyObject) % alignof(T) == 0);
  PyTypeObject* type = static_cast<SwigPyClientData*>(info->clientdata)->pytype;
  void* memory = PyObject_Malloc(sizeof(SwigPyObject) + sizeof(T) + extra);
  if (memory == nullptr) return PyErr_NoMemory();
  auto* object = static_cast<SwigPyObject*>(memory);
  PyObject_Init(reinterpret_cast<PyObject*>(object), type);
  void* place = object + 1;
  auto* storage = static_cast<std::uint8_t*>(place) + sizeof(T);
  object->ptr = new (place) T(std::forward<Arguments>(arguments)..., storage);
  object->ty = info;
  object->own = 0;
  object->next = nullptr;
  object->swigdict = nullptr;
  object->weakreflist = nullptr;
  return reinterpret_cast<PyObject*>(object);
}

template <class T>
void destroy_inline(PyObject* self) {
  auto* object = reinterpret_cast<SwigPyObject*>(self);
  PyTypeObject* type = Py_TYPE(self);
  if (object->weakreflist != nullptr) PyObject_ClearWeakRefs(self);
  Py_XDECREF(object->swigdict);
  held<T>(self)->~T();
  PyObject_Free(self);
  Py_DECREF(type);
}

}  // namespace perf_binding
