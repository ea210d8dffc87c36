// Events of a unit from its terms and names, as sysfs has them, and the units that a name stands
// for. It reads no files.
#pragma once

#include <vector>

#include "live/event_terms.h"

namespace perf::live {

// The unit itself, or else those of its family (imc: uncore_imc_0, uncore_imc_1 …) or that match it
// as a pattern; without regard to case.
std::vector<const Pmu*> units_named(std::string_view name, const std::vector<Pmu>& units);

// Those that have an event of this name.
std::vector<const Pmu*> units_with_event(std::string_view name, const std::vector<Pmu>& units);

// Terms of an event that is not described by a unit: settings, and the config words.
Failure apply_plain_terms(const std::vector<Term>& terms, ParsedEvent& event);

// Type, CPUs, config words, unit and scale. What a term says replaces what the unit's event of that
// name does.
Failure apply_unit_terms(const Pmu& unit, const std::vector<Term>& terms, ParsedEvent& event);

}  // namespace perf::live
