// What the classes of the binding look like from Python, beyond SWIG's idea of it: nothing of its
// own machinery, and subclasses that are ordinary Python classes. It stands in each module's own
// wrapper, behind SWIG's runtime.
#pragma once

#include <Python.h>

namespace perf_binding {

// In the dictionary of a class of the binding, but not of its subclasses.
inline constexpr const char* own_mark = "__perf_binding__";

inline bool is_own(PyTypeObject* type) {
  return PyDict_GetItemString(type->tp_dict, own_mark) != nullptr;
}

// A class of the binding has the attributes that it has; one made from it in Python may have more.
inline int set_class_attribute(PyObject* type, PyObject* name, PyObject* value) {
  return is_own(reinterpret_cast<PyTypeObject*>(type))
             ? SwigPyObjectType_setattro(type, name, value)
             : PyType_Type.tp_setattro(type, name, value);
}

inline void remove(PyTypeObject* type, const char* name) {
  if (PyDict_DelItemString(type->tp_dict, name) != 0) PyErr_Clear();
}

// Chains of pointers and the ownership of memory are nobody's business.
inline void tidy_base(PyTypeObject* base) {
  for (const char* name : {"acquire", "append", "disown", "next", "own", "__repr__"}) {
    remove(base, name);
  }
  base->tp_repr = PyBaseObject_Type.tp_repr;
  PyType_Modified(base);
}

inline void tidy(PyTypeObject* type, reprfunc swig_repr) {
  // Without the latter two a subclass has the methods of `object`.
  for (const char* name : {"this", "thisown", "__setattr__", "__delattr__"}) remove(type, name);
  PyDict_SetItemString(type->tp_dict, own_mark, Py_True);
  if (type->tp_repr == swig_repr) type->tp_repr = PyBaseObject_Type.tp_repr;
  Py_TYPE(type)->tp_setattro = set_class_attribute;
  PyType_Modified(type);
}

// Once a module has all its classes.
inline int tidy_classes(PyObject* module) {
  PyTypeObject* base = SwigPyObject_Type();
  const auto swig_repr = reinterpret_cast<reprfunc>(SwigPyObject_repr);
  PyObject* key = nullptr;
  PyObject* value = nullptr;
  for (Py_ssize_t place = 0; PyDict_Next(PyModule_GetDict(module), &place, &key, &value);) {
    if (PyType_Check(value) == 0) continue;
    auto* type = reinterpret_cast<PyTypeObject*>(value);
    if (type != base && PyType_IsSubtype(type, base) != 0) tidy(type, swig_repr);
  }
  tidy_base(base);
  return PyErr_Occurred() == nullptr ? 0 : -1;
}

// The classes of a module that this one hands out: they have to be there before their objects.
inline int load(const char* module) {
  PyObject* imported = PyImport_ImportModule(module);
  Py_XDECREF(imported);
  return imported == nullptr ? -1 : 0;
}

}  // namespace perf_binding
