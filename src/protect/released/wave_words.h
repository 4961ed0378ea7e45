// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "protect/released/panel.h"

namespace karuna::protect {

/// What a reader of released waves must know about their protection, in sentences, with the numbers of their manifests.
void add_wave_notes(std::span<const WaveAndRelease> waves, Release& release);

}  // namespace karuna::protect
