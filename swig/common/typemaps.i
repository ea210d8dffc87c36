// Plain values on their way to Python. The façade's aliases (api/values.h) are declared as numbers
// here, which makes SWIG hand them on by value; their typemaps then see what they really are.
%include <stdint.i>
%include <std_string.i>

%{
#include "runtime/values.h"
%}

%define PERF_VALUE(Type)
%typemap(out) Type { $result = perf_binding::to_python($1); if (!$result) SWIG_fail; }
%enddef

namespace perf::api {
typedef int Text;
typedef int OptionalText;
typedef int OptionalName;
typedef int OwnedText;
typedef int OptionalOwnedText;
typedef int Bytes;
typedef int OwnedBytes;
typedef int SampleColumns;
typedef int OptionalBytes;
typedef int OptionalNumber;
typedef int Numbers;
typedef int OptionalReal;
typedef int TextList;
typedef int Cpus;
typedef int OptionalCpus;
typedef int NumberPairs;
typedef int TextPairs;
typedef int ThreadNames;
typedef int CounterIds;
typedef int HeaderItems;
typedef int HeaderRows;
typedef int FieldItems;
typedef int DamageItems;
typedef int OptionalItems;
}

PERF_VALUE(perf::api::Text)
PERF_VALUE(perf::api::OptionalText)
PERF_VALUE(perf::api::OptionalName)
PERF_VALUE(perf::api::OwnedText)
PERF_VALUE(perf::api::OptionalOwnedText)
PERF_VALUE(perf::api::Bytes)
PERF_VALUE(perf::api::OwnedBytes)
PERF_VALUE(perf::api::SampleColumns)
PERF_VALUE(perf::api::OptionalBytes)
PERF_VALUE(perf::api::OptionalNumber)
PERF_VALUE(perf::api::Numbers)
PERF_VALUE(perf::api::OptionalReal)
PERF_VALUE(perf::api::TextList)
PERF_VALUE(perf::api::Cpus)
PERF_VALUE(perf::api::OptionalCpus)
PERF_VALUE(perf::api::NumberPairs)
PERF_VALUE(perf::api::TextPairs)
PERF_VALUE(perf::api::ThreadNames)
PERF_VALUE(perf::api::CounterIds)
PERF_VALUE(perf::api::HeaderItems)
PERF_VALUE(perf::api::HeaderRows)
PERF_VALUE(perf::api::FieldItems)
PERF_VALUE(perf::api::DamageItems)
PERF_VALUE(perf::api::OptionalItems)
PERF_VALUE(std::string)

// Names that are no UTF-8 come as surrogates, as from os.listdir().
%typemap(in) const std::string& (std::string text) {
  if (!perf_binding::from_python($input, text)) SWIG_fail;
  $1 = &text;
}
%typemap(freearg) const std::string& ""

%typemap(in) perf::api::Numbers { if (!perf_binding::from_python($input, $1)) SWIG_fail; }

// What may be absent and is an object of the binding.
%define PERF_OBJECT_OR_NONE(Alias, Class)
namespace perf::api { typedef int Alias; }
%typemap(out) perf::api::Alias {
  $result = $1 ? SWIG_NewPointerObj(new perf::api::Class(*$1), $descriptor(perf::api::Class*),
                                    SWIG_POINTER_OWN)
               : SWIG_Py_Void();
}
%enddef
%define PERF_OBJECT(Class)
%typemap(out) perf::api::Class {
  auto* object = new perf::api::Class(static_cast<perf::api::Class&&>($1));
  $result = SWIG_NewPointerObj(object, $descriptor(perf::api::Class*), SWIG_POINTER_OWN);
}
%enddef
