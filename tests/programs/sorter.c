/* A program to record: it sorts numbers recursively and maps fresh memory, for 0.4 seconds. Its frames
   have pointers and its functions are not inlined, so that every stack is known. */
#include <stdlib.h>
#include <time.h>

enum { numbers_in_all = 200000, at_once = 2000 };

__attribute__((noinline)) int compare(unsigned left, unsigned right) {
  return left % 1009 < right % 1009;
}

__attribute__((noinline)) void swap(unsigned *left, unsigned *right) {
  const unsigned kept = *left;
  *left = *right;
  *right = kept;
}

__attribute__((noinline)) size_t split(unsigned *numbers, size_t size) {
  size_t place = 0;
  for (size_t i = 0; i + 1 < size; ++i) {
    if (compare(numbers[i], numbers[size - 1])) swap(&numbers[i], &numbers[place++]);
  }
  swap(&numbers[place], &numbers[size - 1]);
  return place;
}

__attribute__((noinline)) void sort(unsigned *numbers, size_t size) {
  if (size < 2) return;
  const size_t place = split(numbers, size);
  sort(numbers, place);
  sort(numbers + place + 1, size - place - 1);
}

__attribute__((noinline)) unsigned *make(unsigned *state) {
  unsigned *numbers = malloc(numbers_in_all * sizeof *numbers); /* a mapping of its own */
  for (size_t i = 0; numbers && i < numbers_in_all; ++i) {
    numbers[i] = *state = *state * 1664525U + 1013904223U;
  }
  return numbers;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(void) {
  const double end = now() + 0.4;
  unsigned state = 1;
  while (now() < end) {
    unsigned *numbers = make(&state);
    if (!numbers) return 1;
    for (size_t first = 0; first < numbers_in_all; first += at_once) sort(numbers + first, at_once);
    free(numbers);
  }
  return 0;
}
