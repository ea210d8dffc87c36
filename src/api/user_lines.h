// Of perf's own records the lines that repr() shows; the kernel's are in describe.cpp.
#pragma once

#include <string>

#include "records/user_kinds.h"

namespace perf::api {

std::string line(const records::HeaderAttr& event);
std::string line(const records::HeaderEventType& event);
std::string line(const records::HeaderTracingData& event);
std::string line(const records::HeaderBuildId& event);
std::string line(const records::HeaderFeature& event);
std::string line(const records::IdIndex& event);
std::string line(const records::AuxtraceInfo& event);
std::string line(const records::AuxtraceError& event);
std::string line(const records::ThreadMap& event);
std::string line(const records::CpuMap& event);
std::string line(const records::StatConfig& event);
std::string line(const records::Stat& event);
std::string line(const records::StatRound& event);
std::string line(const records::EventUpdate& event);
std::string line(const records::TimeConv& event);
std::string line(const records::BpfMetadata& event);
std::string line(const records::SchedstatCpu& event);
std::string line(const records::SchedstatDomain& event);

}  // namespace perf::api
