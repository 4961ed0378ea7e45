// SPDX-License-Identifier: Apache-2.0
#pragma once

// KARUNA_WIDE compiles a function a second time for processors with wider registers, chosen when the program starts.
// Only for code whose result cannot depend on the choice: whole numbers.
// KARUNA_WIDE_LANES, to the widest registers, is for sums of doubles of which each is added up in one lane from first to last: the order of the additions is
// written in the code, products are rounded before they are added (-ffp-contract=off), and so all choices give the same bits. Sanitizers bear neither.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define KARUNA_WIDE __attribute__((target_clones("avx2", "default"), optimize("O3")))
#define KARUNA_WIDE_LANES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define KARUNA_WIDE
#define KARUNA_WIDE_LANES
#endif
