#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "support.h"

using namespace perf::symbols;

namespace {

const char* const program = R"(
#include <cstdio>
#include <cstdlib>
#include <cstring>
namespace house { template <class T> struct Room { __attribute__((noinline)) T size(T x); }; 
template <class T> T Room<T>::size(T x) { return x * 3; } template struct Room<int>; template struct Room<double>; }
extern "C" { __attribute__((noinline)) int busy(int x) { return house::Room<int>().size(x) + std::rand(); }
__attribute__((weak, alias("busy"))) int _busy_alias(int); }
static __attribute__((noinline)) int local_work(int x) { return busy(x) ^ 5; }
int table[100];
int main(int argc, char** argv) { std::printf("%d %zu\n", local_work(argc), std::strlen(argv[0])); void (*p)(int) = std::exit; p(0); }
)";

struct Listed {
  std::uint64_t value;
  std::string type;
  std::string section;
};

// What readelf prints of a file's symbol tables, by name.
std::multimap<std::string, Listed> readelf(const std::string& path) {
  std::multimap<std::string, Listed> symbols;
  for (const std::string& line : test::lines(test::run("readelf -sW " + path))) {
    std::istringstream fields(line);
    std::string number, size, type, binding, visibility, section, name;
    std::uint64_t value = 0;
    if (fields >> number >> std::hex >> value >> size >> type >> binding >> visibility >> section >>
        name) {
      symbols.insert({name, {value, type, section}});
    }
  }
  return symbols;
}

SymbolTable const& table_of(const Object& object) {
  REQUIRE(object.why_nothing() == "");
  return object.symbols();
}

}  // namespace

TEST_CASE("every function that readelf lists is found, at the address of its program header") {
  const test::Scratch scratch;
  for (const char* flags :
       {"-O1 -g", "-O1 -no-pie", "-O1 -static", "-O1 -m64 -Wl,-z,noseparate-code"}) {
    CAPTURE(flags);
    const std::string path = test::compile(scratch, "program", program, flags);
    const Object object(test::recorded(path), test::this_host());
    const SymbolTable& table = table_of(object);
    CHECK(object.verified());
    CHECK(object.found_at() == path);
    std::set<std::uint64_t> starts;
    for (std::uint32_t i = 0; i < table.size(); ++i)
      starts.insert(object.to_virtual(table.at(i).start));
    std::size_t functions = 0;
    for (const auto& entry : readelf(path)) {
      const auto& listed = entry.second;
      if (listed.type != "FUNC" && listed.type != "IFUNC") continue;
      if (listed.section == "UND" || listed.section == "ABS") continue;
      CAPTURE(entry.first);
      CHECK(starts.contains(listed.value));
      ++functions;
    }
    CHECK(functions >= 8);
    CHECK(test::name_at(table, test::start_of(table, "_ZN5house4RoomIiE4sizeEi")) ==
          "house::Room<int>::size(int)");
  }
}

TEST_CASE("of two names for a function the strong one is shown") {
  const test::Scratch scratch;
  const std::string path = test::compile(scratch, "program", program, "-O1");
  const Object object(test::recorded(path), test::this_host());
  const SymbolTable& table = table_of(object);
  CHECK(test::start_of(table, "busy") != ~std::uint64_t{0});
  CHECK(test::start_of(table, "_busy_alias") == ~std::uint64_t{0});
}

TEST_CASE("entries of the linkage tables have the names that objdump gives them") {
  const test::Scratch scratch;
  for (const char* flags :
       {"-O1 -fcf-protection -Wl,-z,lazy", "-O1 -fcf-protection=none -Wl,-z,lazy",
        "-O1 -no-pie -Wl,-z,lazy", "-O1 -fcf-protection -Wl,-z,now", "-O1 -fno-plt -Wl,-z,lazy"}) {
    CAPTURE(flags);
    const std::string path = test::compile(scratch, "program", program, flags);
    const Object object(test::recorded(path), test::this_host());
    const SymbolTable& table = table_of(object);
    std::map<std::uint64_t, std::string> ours;
    for (std::uint32_t i = 0; i < table.size(); ++i) {
      ours[object.to_virtual(table.at(i).start)] = table.raw_name(i);
    }
    std::size_t entries = 0;
    for (const std::string& line : test::lines(test::run("objdump -d " + path))) {
      const std::size_t open = line.find('<');
      if (!line.ends_with("@plt>:") || open == std::string::npos) continue;
      const std::string name = line.substr(open + 1, line.size() - open - 3);
      if (name.starts_with("*ABS*")) continue;
      CAPTURE(line);
      CHECK(ours[std::stoull(line, nullptr, 16)] == name);
      ++entries;
    }
    CHECK(entries >= 1);
  }
}

TEST_CASE("a stripped file gets its names from its debug file") {
  const test::Scratch scratch;
  const std::string path = test::compile(scratch, "program", program, "-O1");
  const Object whole(test::recorded(path), test::this_host());
  const SymbolTable& all = table_of(whole);
  test::run("cd " + (scratch / "") + " && objcopy --only-keep-debug program program.debug");
  const auto agrees = [&](const Object& object) {
    const SymbolTable& table = table_of(object);
    for (const char* name : {"main", "busy", "_ZL10local_worki", "_ZN5house4RoomIdE4sizeEd"}) {
      CAPTURE(name);
      CHECK(test::start_of(table, name) == test::start_of(all, name));
      CHECK(test::start_of(table, name) != ~std::uint64_t{0});
    }
    CHECK(object.code_at() == path);
  };
  const std::string hex = test::build_id(path).hex();
  const std::string store = ".build-id/" + hex.substr(0, 2) + "/" + hex.substr(2);

  SUBCASE("by the link in it") {
    test::run("cd " + (scratch / "") +
              " && objcopy --strip-all --add-gnu-debuglink=program.debug program");
    const Object object(test::recorded(path), test::this_host());
    agrees(object);
    CHECK(object.found_at() == scratch / "program.debug");
  }
  SUBCASE("by the link in it, without a build id anywhere, if its sum is right") {
    test::run("cd " + (scratch / "") +
              " && objcopy -R .note.gnu.build-id program && "
              "objcopy -R .note.gnu.build-id program.debug && "
              "objcopy --strip-all --add-gnu-debuglink=program.debug program");
    const Object object(test::recorded_by_inode(path), test::this_host());
    agrees(object);
    CHECK_FALSE(object.verified());
    std::ofstream(scratch / "program.debug", std::ios::app) << "more";
    const Object other(test::recorded_by_inode(path), test::this_host());
    CHECK(test::start_of(other.symbols(), "busy") == ~std::uint64_t{0});
  }
  SUBCASE("by build id in a further directory") {
    test::run("strip " + path);
    scratch.write(store + ".debug", test::slurp(scratch / "program.debug"));
    auto options = test::this_host();
    options->extra_dirs = {scratch / ""};
    agrees(Object(test::recorded(path), options));
  }
  SUBCASE("by build id in perf's cache") {
    test::run("strip " + path);
    scratch.write(store + "/debug", test::slurp(scratch / "program.debug"));
    auto options = test::this_host();
    options->build_id_dir = scratch / "";
    agrees(Object(test::recorded(path), options));
  }
  SUBCASE("not from a file with another build id") {
    test::run("strip " + path);
    const std::string other = test::compile(scratch, "other", program, "-O2");
    scratch.write(store + "/debug", test::slurp(other));
    auto options = test::this_host();
    options->build_id_dir = scratch / "";
    const Object object(test::recorded(path), options);
    CHECK(test::start_of(object.symbols(), "busy") == ~std::uint64_t{0});
  }
}

TEST_CASE("a stripped file with a compressed symbol table in it") {
  const test::Scratch scratch;
  const std::string path = test::compile(scratch, "program", program, "-O1");
  const Object whole(test::recorded(path), test::this_host());
  const std::uint64_t local = test::start_of(table_of(whole), "_ZL10local_worki");
  test::run("cd " + (scratch / "") +
            " && objcopy --only-keep-debug program mini && xz -k mini && strip program && "
            "objcopy --add-section .gnu_debugdata=mini.xz program");
  const Object object(test::recorded(path), test::this_host());
  CHECK(test::start_of(table_of(object), "_ZL10local_worki") == local);
  CHECK(local != ~std::uint64_t{0});
}

TEST_CASE("only the recorded build id counts") {
  const test::Scratch scratch;
  const std::string path = test::compile(scratch, "program", program, "-O1");
  ObjectId id = test::recorded(path);
  id.build_id.bytes[3] ^= 1;
  const Object object(id, test::this_host());
  CHECK(object.symbols().empty());
  CHECK(object.why_nothing() == path + ": has another build id than the one recorded");
  CHECK_FALSE(object.verified());

  // A recording of another host may use the very same file, one of another kind of machine none.
  auto elsewhere = std::make_shared<SearchOptions>();
  CHECK_FALSE(Object(test::recorded(path), elsewhere).symbols().empty());
  elsewhere->same_machine_type = false;
  CHECK(Object(test::recorded(path), elsewhere).symbols().empty());
}

TEST_CASE("without a build id the file must be the recorded one, and older") {
  const test::Scratch scratch;
  const std::string path = test::compile(scratch, "program", program, "-O1");
  const ObjectId id = test::recorded_by_inode(path);
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  const auto modified = static_cast<std::uint64_t>(status.st_mtime);
  auto options = test::this_host();
  options->recorded_at = modified;
  const Object good(id, options);
  CHECK_FALSE(table_of(good).empty());
  CHECK_FALSE(good.verified());

  const auto refused = [&](const ObjectId& other, const SearchOptions& with) {
    const Object object(other, std::make_shared<SearchOptions>(with));
    CHECK(object.symbols().empty());
    return object.why_nothing();
  };
  SearchOptions changed = *options;
  changed.recorded_at = modified - 1;
  CHECK(refused(id, changed) == path + ": is newer than the recording");
  changed = *options;
  changed.this_host = false;
  CHECK(refused(id, changed) == path + ": no build id, and recorded on another machine");
  ObjectId other = id;
  other.inode += 1;
  CHECK(refused(other, *options) == path + ": is another file than the one recorded");
  other = id;
  other.device_minor += 1;
  CHECK(refused(other, *options) == path + ": is another file than the one recorded");
  other = id;
  other.has_inode = false;
  CHECK(refused(other, *options) == path + ": neither build id nor inode was recorded");
}

TEST_CASE("a process that has other files than we is asked itself") {
  const test::Scratch scratch;
  test::run("mkdir -p " + (scratch / "proc/77/root/opt"));
  const std::string there = scratch / "proc/77/root/opt/program";
  test::fs::rename(test::compile(scratch, "program", program, "-O1"), there);
  SearchOptions options = *test::this_host();
  options.processes = scratch / "proc";
  ObjectId id = test::recorded_by_inode(there);
  id.path = "/opt/program";
  id.device_minor += 1;  // as of a layered file system
  const auto why = [&] {
    return Object(id, std::make_shared<SearchOptions>(options)).why_nothing();
  };
  CHECK(why() == "/opt/program: cannot be opened: No such file or directory");
  id.pid = 77;
  const Object object(id, std::make_shared<SearchOptions>(options));
  CHECK(object.found_at() == there);
  CHECK(object.symbols().size() > 8);
  id.inode += 1;
  CHECK(why() == "/opt/program: cannot be opened: No such file or directory");
  ObjectId by_build_id = test::recorded(there);
  by_build_id.path = "/opt/program";
  by_build_id.pid = 77;
  CHECK(Object(by_build_id, std::make_shared<SearchOptions>(options)).found_at() == there);
}

TEST_CASE("below symfs nothing of this host is used") {
  const test::Scratch scratch;
  const std::string path = test::compile(scratch, "program", program, "-O1");
  auto options = test::this_host();
  options->symfs = scratch / "root";
  const Object missing(test::recorded(path), options);
  CHECK(missing.symbols().empty());
  scratch.write("root" + path, test::slurp(path));
  const Object found(test::recorded(path), options);
  CHECK_FALSE(found.symbols().empty());
  CHECK(found.found_at() == scratch / "root" + path);
}

TEST_CASE("what is not a regular ELF file is refused with a sentence") {
  const test::Scratch scratch;
  test::run("mkfifo " + (scratch / "fifo"));
  const auto why = [&](const std::string& path) {
    ObjectId id = test::recorded_by_inode(path);
    return Object(id, test::this_host()).why_nothing();
  };
  CHECK(why(scratch / "fifo") == scratch / "fifo" + ": is not a regular file");
  CHECK(why(scratch / "none") ==
        scratch / "none" + ": cannot be opened: No such file or directory");
  CHECK(why("/dev/null") == "/dev/null: is not a regular file");
  CHECK(why(scratch.write("text", "hello")) == scratch / "text" + ": is not an ELF file");
  CHECK(why(scratch.write("empty", "")) == scratch / "empty" + ": is not an ELF file");
  CHECK(why("//anon").starts_with("//anon: "));
  CHECK(why("[heap]") == "[heap]: is not a file");
}

TEST_CASE("a file offset and its virtual address") {
  const test::Scratch scratch;
  const std::string path = test::compile(scratch, "program", program, "-O1 -no-pie");
  const Object object(test::recorded(path), test::this_host());
  const std::uint64_t offset = test::start_of(table_of(object), "busy");
  CHECK(object.to_virtual(offset) == readelf(path).find("busy")->second.value);
  CHECK(object.to_virtual(offset) != offset);
}
