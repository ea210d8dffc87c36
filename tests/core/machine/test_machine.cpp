// What was mapped and who ran at a moment: against a brute-force model, and by example.
#include <doctest/doctest.h>

#include <array>
#include <random>

#include "event/abi.h"
#include "machine/machine.h"

using namespace perf;
using machine::Mapping;

namespace {

base::OrderKey at(std::uint64_t time) {
  return {time, 0};
}

machine::Machine make() {
  return machine::Machine(std::make_shared<const symbols::SearchOptions>());
}

void apply(machine::Machine& machine, std::uint32_t type, const records::Body& body,
           std::uint64_t time, std::uint16_t misc = event::misc_user) {
  machine.apply(body, {type, misc, 0, {}}, at(time));
}

}  // namespace

TEST_CASE("an address space agrees with a table of every address at every moment") {
  constexpr std::size_t addresses = 48;
  constexpr std::uint64_t moments = 60;
  std::mt19937 random(3);
  for (int round = 0; round < 20; ++round) {
    machine::AddressSpace space;
    std::array<Mapping, addresses> now{};
    std::vector<std::array<Mapping, addresses>> history(moments + 1);
    for (std::uint64_t time = 1; time <= moments; ++time) {
      const std::uint64_t start = random() % addresses;
      const std::uint64_t end = start + random() % (addresses - start) + 1;
      Mapping mapping{start, end, random() % 100};
      mapping.object = static_cast<std::uint32_t>(time);
      space.insert(mapping, at(time));
      for (std::uint64_t a = start; a < std::min<std::uint64_t>(end, addresses); ++a)
        now[a] = mapping;
      history[time] = now;
    }
    space.seal();
    for (std::uint64_t time = 0; time <= moments; ++time) {
      for (std::uint64_t a = 0; a < addresses; ++a) {
        const auto found = space.find(a, at(time));
        const Mapping& expected = history[time][a];
        REQUIRE((found.mapping != nullptr) == (expected.end != 0));
        CHECK(found.window.holds(at(time)));
        if (found.mapping == nullptr) continue;
        CHECK(found.mapping->object == expected.object);
        CHECK(found.mapping->to_object(a) == expected.to_object(a));
      }
    }
  }
}

TEST_CASE("a fork inherits what was mapped then, and goes its own way") {
  machine::AddressSpace parent;
  machine::AddressSpace child;
  parent.insert({0x1000, 0x2000, 0, 1}, at(1));
  child.inherit(parent, at(5));
  parent.insert({0x1000, 0x2000, 0, 2}, at(6));
  child.insert({0x1800, 0x1900, 0, 3}, at(7));
  parent.seal();
  child.seal();
  CHECK(child.find(0x1400, at(4)).mapping == nullptr);
  CHECK(child.find(0x1400, at(8)).mapping->object == 1);
  CHECK(child.find(0x1850, at(6)).mapping->object == 1);
  CHECK(child.find(0x1850, at(8)).mapping->object == 3);
  CHECK(child.find(0x1950, at(8)).mapping->to_object(0x1950) == 0x950);
  CHECK(parent.find(0x1400, at(8)).mapping->object == 2);
}

TEST_CASE("names change with time, and pids are used again") {
  auto machine = make();
  apply(machine, event::record_comm, records::Comm{10, 10, "sh", false}, 1);
  apply(machine, event::record_fork, records::Task{11, 10, 11, 10, 2}, 2);
  apply(machine, event::record_comm, records::Comm{11, 11, "ls", true}, 4);
  apply(machine, event::record_exit, records::Task{11, 10, 11, 10, 6}, 6);
  apply(machine, event::record_fork, records::Task{11, 10, 11, 10, 9}, 9);
  machine.seal();
  const auto name = [&](std::uint64_t time) {
    const auto task = machine.task_at(11, 11, at(time));
    CHECK(task.window.holds(at(time)));
    return task.comm == base::no_index ? std::string("?") : machine.comm(task.comm);
  };
  CHECK(name(1) == "?");
  CHECK(name(3) == "sh");
  CHECK(name(5) == "ls");
  CHECK(name(7) == "ls");
  CHECK(name(9) == "sh");
  CHECK(machine.living_task_at(11, 11, at(7)).comm == base::no_index);
  CHECK(machine.comm(machine.task_at(0, 0, at(3)).comm) == "swapper");
}

TEST_CASE("threads of a process share its mappings") {
  auto machine = make();
  records::Mmap map{20, 20, 0x1000, 0x1000, 0, "/bin/x"};
  apply(machine, event::record_mmap, map, 1);
  apply(machine, event::record_fork, records::Task{20, 20, 21, 20, 2}, 2);
  machine.seal();
  const auto task = machine.task_at(20, 21, at(3));
  const auto place = machine.find(task.space, event::misc_user, 0x1234, at(3));
  REQUIRE(place.object != base::no_index);
  CHECK(machine.objects().at(place.object).short_name == "x");
  CHECK(place.address == 0x234);
  // A thread that no record names still belongs to its process.
  const auto unknown = machine.task_at(20, 99, at(3));
  CHECK(unknown.comm == base::no_index);
  CHECK(unknown.space == task.space);
  CHECK(machine.find(task.space, event::misc_kernel, 0x1234, at(3)).object == base::no_index);
}

TEST_CASE("what a guest maps is no mapping of the host") {
  machine::Machine machine = make();
  records::Mmap2 map{};
  map.pid = map.tid = 7;
  map.start = 0x1000;
  map.len = 0x1000;
  map.prot = 5;
  map.filename = "/bin/of-guest";
  apply(machine, event::record_mmap2, map, 1, event::misc_guest_user);
  apply(machine, event::record_mmap2, map, 2, event::misc_guest_kernel);
  machine.seal();
  const auto space = machine.task_at(7, 7, at(3)).space;
  CHECK(machine.find(space, event::misc_user, 0x1800, at(3)).mapping == nullptr);
}

TEST_CASE("the same file is one object, whether or not its generation is known") {
  machine::Objects objects(std::make_shared<const symbols::SearchOptions>());
  symbols::ObjectId id;
  id.path = "/lib/libc.so.6";
  id.has_inode = true;
  id.device_major = 8;
  id.inode = 7;
  const auto add = [&](std::uint64_t generation) {
    symbols::ObjectId one = id;
    one.inode_generation = generation;
    return objects.add(std::move(one));
  };
  const std::uint32_t first = add(0);
  CHECK(add(11) == first);
  CHECK(add(0) == first);
  CHECK(add(11) == first);
  id.inode = 8;
  const std::uint32_t second = add(12);
  CHECK(second != first);
  CHECK(add(0) == second);
  CHECK(add(13) != second);
  id.path = "/lib/libm.so.6";
  CHECK(add(0) != second);
}

TEST_CASE("a machine that was asked goes on growing") {
  machine::Machine machine = make();
  std::mt19937 random(5);
  std::array<std::uint64_t, 32> object_end{};  // of what lies at each page, 0: nothing
  apply(machine, event::record_comm, records::Comm{7, 7, "prog", false}, 1);
  for (std::uint64_t time = 2; time < 200; ++time) {
    const std::uint64_t page = random() % object_end.size();
    const std::uint64_t pages = random() % (object_end.size() - page) + 1;
    records::Mmap2 map{};
    map.pid = map.tid = 7;
    map.start = page << 12;
    map.len = pages << 12;
    map.prot = 4;
    const std::string name = "/lib/" + std::to_string(time);
    map.filename = name;
    apply(machine, event::record_mmap2, map, time);
    for (std::uint64_t i = page; i < page + pages; ++i) object_end[i] = time;
    if (time % 3 != 0) continue;
    machine.seal();
    for (std::uint64_t i = 0; i < object_end.size(); ++i) {
      const auto task = machine.task_at(7, 7, at(time));
      const auto place = machine.find(task.space, event::misc_user, i << 12, at(time));
      REQUIRE((place.object != base::no_index) == (object_end[i] != 0));
      if (object_end[i] == 0) continue;
      const std::string expected = "/lib/" + std::to_string(object_end[i]);
      CHECK(machine.objects().at(place.object).long_name == expected);
    }
  }
}

TEST_CASE("what ended long ago is forgotten, and its room used again") {
  machine::Machine machine = make();
  const auto live_once = [&](std::uint32_t pid, std::uint64_t time) {
    apply(machine, event::record_fork, records::Task{pid, 1, pid, 1, time}, time);
    records::Mmap2 map{};
    map.pid = map.tid = pid;
    map.start = 0x1000;
    map.len = 0x1000;
    map.prot = 4;
    map.filename = "/bin/true";
    apply(machine, event::record_mmap2, map, time + 1);
    apply(machine, event::record_exit, records::Task{pid, 1, pid, 1, time + 2}, time + 2);
  };
  for (std::uint32_t pid = 100; pid < 1100; ++pid) {
    live_once(pid, pid * 10ULL);
    machine.seal();
    machine.forget(at(pid * 10ULL));
  }
  CHECK(machine.threads().all().size() < 10);
  CHECK(machine.task_at(500, 500, at(5001)).comm == base::no_index);
  CHECK(machine.task_at(500, 500, at(5001)).space == base::no_index);
  const auto last = machine.task_at(1099, 1099, at(10991));
  REQUIRE(last.space != base::no_index);
  CHECK(machine.find(last.space, event::misc_user, 0x1800, at(10991)).object != base::no_index);
}
