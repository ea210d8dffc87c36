// The program of the bundled recording: a toy weather model that spends its time in recognisable
// places. Freestanding, so that every frame is its own and its symbols are small.
namespace weather {

using Number = double;
constexpr int side = 48;

struct Field {
  Number cell[side * side];
};

__attribute__((noinline)) Number noise(unsigned& state) {
  state = state * 1664525U + 1013904223U;
  return static_cast<Number>(state >> 8) / (1U << 24);
}

__attribute__((noinline)) void observe(Field& field, unsigned& state) {
  for (Number& cell : field.cell) cell += noise(state) - 0.5;
}

template <int Radius>
__attribute__((noinline)) Number average(const Field& field, int row, int column) {
  Number sum = 0;
  for (int y = -Radius; y <= Radius; ++y) {
    for (int x = -Radius; x <= Radius; ++x) {
      sum += field.cell[((row + y + side) % side) * side + (column + x + side) % side];
    }
  }
  return sum / ((2 * Radius + 1) * (2 * Radius + 1));
}

template <int Radius>
__attribute__((noinline)) void diffuse(const Field& from, Field& to) {
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      to.cell[row * side + column] = average<Radius>(from, row, column);
    }
  }
}

__attribute__((noinline)) void swap(Number& a, Number& b) {
  const Number held = a;
  a = b;
  b = held;
}

__attribute__((noinline)) void rank(Number* first, Number* last) {
  if (last - first < 2) return;
  Number* low = first;
  for (Number* at = first; at < last - 1; ++at) {
    if (*at < last[-1]) swap(*at, *low++);
  }
  swap(*low, last[-1]);
  rank(first, low);
  rank(low + 1, last);
}

__attribute__((noinline)) Number median(const Field& field) {
  Field sorted = field;
  rank(sorted.cell, sorted.cell + side * side);
  return sorted.cell[side * side / 2];
}

__attribute__((noinline)) Number forecast(int days) {
  static Field now, next;
  unsigned state = 1;
  Number outlook = 0;
  for (int day = 0; day < days; ++day) {
    observe(now, state);
    diffuse<1>(now, next);
    diffuse<3>(next, now);
    outlook += median(now);
  }
  return outlook;
}

}  // namespace weather

extern "C" void* memcpy(void* to, const void* from, unsigned long size) {
  for (unsigned long i = 0; i < size; ++i) {
    static_cast<volatile char*>(to)[i] = static_cast<const char*>(from)[i];
  }
  return to;
}

extern "C" int run() {
  return weather::forecast(2500) > 1e9 ? 1 : 0;
}

// The outermost frame: no caller, so frame-pointer chains end here.
asm(".globl _start\n_start:\n  xor %ebp, %ebp\n  call run\n  mov %eax, %edi\n  mov $60, %eax\n  "
    "syscall\n");
