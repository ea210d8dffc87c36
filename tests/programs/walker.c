/* A program to record: it walks directories and reads the beginnings of their files. All that it asks
   of the system it asks by itself, so that every frame has a name, wherever libraries have none. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct entry {
  uint64_t inode, offset;
  unsigned short size;
  unsigned char type;
  char name[];
};

__attribute__((noinline)) long ask(long number, long a, long b, long c, long d) {
  return syscall(number, a, b, c, d);
}

__attribute__((noinline)) void look_into(int folder, const char *name) {
  char beginning[4096];
  struct stat status;
  ask(SYS_newfstatat, folder, (long)name, (long)&status, AT_SYMLINK_NOFOLLOW);
  const long file = ask(SYS_openat, folder, (long)name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
  if (file < 0) return;
  ask(SYS_read, file, (long)beginning, sizeof beginning, 0);
  ask(SYS_close, file, 0, 0, 0);
}

__attribute__((noinline)) void walk(int parent, const char *path, int depth) {
  char buffer[8192];
  const long folder = ask(SYS_openat, parent, (long)path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
  if (folder < 0 || depth > 20) return;
  for (long got = 0; (got = ask(SYS_getdents64, folder, (long)buffer, sizeof buffer, 0)) > 0;) {
    for (long at = 0; at < got;) {
      const struct entry *entry = (const struct entry *)(buffer + at);
      at += entry->size;
      if (strcmp(entry->name, ".") == 0 || strcmp(entry->name, "..") == 0) continue;
      if (entry->type == 4) walk((int)folder, entry->name, depth + 1); /* DT_DIR */
      if (entry->type == 8) look_into((int)folder, entry->name);       /* DT_REG */
    }
  }
  ask(SYS_close, folder, 0, 0, 0);
}

int main(int count, char **paths) {
  for (int i = 1; i < count; ++i) walk(AT_FDCWD, paths[i], 0);
  return 0;
}
