#include <doctest/doctest.h>

#include "support.h"
#include "symbols/kallsyms.h"
#include "symbols/loaders.h"

using namespace perf::symbols;

namespace {

const char* const small =
    "0000000000000000 A fixed_percpu_data\n"
    "ffffffff81000000 T _stext\n"
    "ffffffff81000000 T _text\n"
    "ffffffff81000100 t do_one\n"
    "ffffffff81000200 r not_code\n"
    "ffffffff81000300 W weak_one\n"
    "nonsense\n"
    "\n"
    "ffffffff81000400 D some_data\n"
    "ffffffffc0001000 t mod_init\t[snd_hda]\n"
    "ffffffffc0001080 t $x\t[snd_hda]\n"
    "ffffffffc0001100 t mod_exit\t[snd_hda]\n"
    "ffffffffc0005000 t other_work\t[other]\n"
    "ffffffffc0009000 t bpf_prog_1\t[bpf]";

}  // namespace

TEST_CASE("kallsyms names functions and data, each module apart") {
  const Kallsyms all = parse_kallsyms(small, 0);
  CHECK(test::name_at(all.kernel, 0xffffffff81000000) == "_text");
  CHECK(test::name_at(all.kernel, 0xffffffff810000ff) == "_text");
  CHECK(test::name_at(all.kernel, 0xffffffff81000250) == "do_one");
  CHECK(test::name_at(all.kernel, 0xffffffff81000300) == "weak_one");
  CHECK(all.kernel.at(all.kernel.find(0xffffffff81000300)).binding == 'w');
  CHECK(all.kernel.at(all.kernel.find(0xffffffff81000100)).binding == 'l');
  // The last symbol before a module reaches over its page and no further.
  CHECK(test::name_at(all.kernel, 0xffffffff81001fff) == "some_data");
  CHECK(test::name_at(all.kernel, 0xffffffff81002000) == "-");
  CHECK(test::name_at(all.kernel, 0xffffffffc0001000) == "-");
  REQUIRE(all.modules.size() == 3);
  const SymbolTable& module = all.modules.at("snd_hda");
  CHECK(test::name_at(module, 0xffffffffc0001090) == "mod_init");
  CHECK(test::name_at(module, 0xffffffffc0002fff) == "mod_exit");
  CHECK(test::name_at(module, 0xffffffffc0003000) == "-");
  CHECK(test::name_at(all.modules.at("bpf"), 0xffffffffc0009000) == "bpf_prog_1");
}

TEST_CASE("a kernel that has moved is moved back, and its modules are not trusted") {
  const Kallsyms all = parse_kallsyms(small, 0x1000000);
  CHECK(test::name_at(all.kernel, 0xffffffff80000100) == "do_one");
  CHECK(all.modules.empty());
}

TEST_CASE("addresses that are hidden") {
  CHECK(kallsyms_has_addresses(small));
  CHECK_FALSE(kallsyms_has_addresses("0000000000000000 T _text\n0000000000000000 t a\n"));
  CHECK_FALSE(kallsyms_has_addresses(""));
}

TEST_CASE("names of modules") {
  CHECK(module_name("/lib/modules/6.1/kernel/sound/snd-hda.ko.xz") == "snd_hda");
  CHECK(module_name("[snd_hda]") == "snd_hda");
}

TEST_CASE("a kallsyms file given by the user, for another base of the kernel") {
  const test::Scratch scratch;
  auto options = std::make_shared<SearchOptions>();
  options->kallsyms = scratch.write("kallsyms", small);
  ObjectId id;
  id.kind = Kind::kernel;
  id.path = "[kernel.kallsyms]";
  id.reference_symbol = "_text";
  id.reference_address = 0xffffffff91000000;
  const Object kernel(id, options);
  CHECK(test::name_at(kernel.symbols(), 0xffffffff91000100) == "do_one");
  CHECK(kernel.found_at() == options->kallsyms);
  id.reference_symbol = "_nowhere";
  CHECK(Object(id, options).why_nothing() == options->kallsyms + ": has no _nowhere");
}

TEST_CASE("a module's symbols come from its kernel's list") {
  const test::Scratch scratch;
  auto options = std::make_shared<SearchOptions>();
  options->kallsyms = scratch.write("kallsyms", small);
  ObjectId id;
  id.kind = Kind::kernel;
  const auto kernel = std::make_shared<const Object>(id, options);
  id.kind = Kind::module;
  id.path = "/lib/modules/6.1/kernel/snd-hda.ko";
  const Object module(id, options, kernel);
  CHECK(test::name_at(module.symbols(), 0xffffffffc0001100) == "mod_exit");
  id.path = "[unheard_of]";
  CHECK(Object(id, options, kernel).symbols().empty());
}

TEST_CASE("the running kernel's list belongs to its own recordings only") {
  const std::string list = test::slurp("/proc/kallsyms");
  ObjectId id;
  id.kind = Kind::kernel;
  id.path = "[kernel.kallsyms]";
  id.build_id = build_id_of_notes(test::slurp("/sys/kernel/notes"));
  const Object own(id, std::make_shared<SearchOptions>());
  if (!kallsyms_has_addresses(list)) {
    CHECK(own.symbols().empty());
    CHECK(own.why_nothing().find("kptr_restrict") != std::string::npos);
    return;
  }
  REQUIRE(id.build_id.known());
  CHECK(own.verified());
  const std::uint64_t schedule = kallsyms_address(list, "schedule").value();
  CHECK(test::name_at(own.symbols(), schedule) == "schedule");

  id.build_id.bytes[0] ^= 1;
  const Object other(id, test::this_host());
  CHECK(other.symbols().empty());
  CHECK(other.why_nothing() == "no vmlinux or kallsyms of the recorded kernel");
  id.build_id = {};
  CHECK(Object(id, std::make_shared<SearchOptions>()).symbols().empty());
  const Object unverified(id, test::this_host());
  CHECK(test::name_at(unverified.symbols(), schedule) == "schedule");
  CHECK_FALSE(unverified.verified());
}
