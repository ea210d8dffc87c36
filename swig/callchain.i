%module(package="_perf") callchain
%include "common.i"

PERF_HANDED_OUT(CallchainNode)
PERF_HANDED_OUT(Callchain)
PERF_HANDED_OUT(BranchEntry)
PERF_HANDED_OUT(BranchStack)
PERF_SEQUENCE(Callchain)
PERF_SEQUENCE(BranchStack)
PERF_OBJECT(CallchainNode)
PERF_OBJECT(BranchEntry)
%ignore perf::api::Callchain::Address;
%rename(callchain_node) perf::api::CallchainNode;
%rename(callchain) perf::api::Callchain;
%rename(branch_entry) perf::api::BranchEntry;
%rename(branch_stack) perf::api::BranchStack;
%{
#include "api/callchain.h"
%}
%include "api/callchain.h"
PERF_FINISH
