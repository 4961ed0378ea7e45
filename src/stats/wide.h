// SPDX-License-Identifier: Apache-2.0
#pragma once

// KARUNA_WIDE compiles a function a second time for processors with wider registers, chosen when the program starts.
// Only for whole-number code, whose result cannot depend on the choice. Sanitizers do not bear it.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define KARUNA_WIDE __attribute__((target_clones("avx2", "default"), optimize("O3")))
#else
#define KARUNA_WIDE
#endif
