// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

namespace karuna {

/// Memory for arrays of many megabytes, asked for in pages of 2 MiB where the system has them: touching fresh memory for the first time
/// costs more than reading the file that fills it, and large pages make it some hundred times fewer first times. Small arrays are as ever.
template <typename T>
struct LargeMemory {
  using value_type = T;
  static constexpr std::size_t page = std::size_t{2} << 20;

  LargeMemory() = default;
  template <typename Other>
  explicit(false) LargeMemory(const LargeMemory<Other>&) noexcept {}

  T* allocate(std::size_t count) {
    if (count > std::size_t(-1) / sizeof(T) - page) throw std::bad_alloc();
    const std::size_t bytes = count * sizeof(T);
    if (bytes < page) return static_cast<T*>(::operator new(bytes));
    const std::size_t whole = (bytes + page - 1) / page * page;
    void* const memory = std::aligned_alloc(page, whole);
    if (!memory) throw std::bad_alloc();
    ::madvise(memory, whole, MADV_HUGEPAGE);   // a wish; it may be refused
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t count) noexcept {
    if (count * sizeof(T) < page) ::operator delete(memory);
    else std::free(memory);
  }
  template <typename Other>
  friend bool operator==(const LargeMemory&, const LargeMemory<Other>&) { return true; }
};

/// A vector for columns of millions of rows.
template <typename T>
using LargeVector = std::vector<T, LargeMemory<T>>;

}  // namespace karuna
