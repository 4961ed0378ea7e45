// SPDX-License-Identifier: Apache-2.0
import type {Cell} from './types.ts';

export type MarkName = Cell['state'] | 'point';

/// The shape of a state, inside a larger drawing, its middle at 0 0.
export function MarkShape({state}: {state: MarkName}) {
  switch (state) {
    case 'above': return <path class="m-above" d="M0-6.5 6.5 5.5H-6.5Z" />;
    case 'below': return <path class="m-below" d="M0 6.5 6.5-5.5H-6.5Z" />;
    case 'no_clear_difference': return <circle class="m-same" r="5.2" />;
    case 'point': return <circle class="m-point" r="4.5" />;
    case 'pooled': return <g class="m-pool"><circle cx="-3.4" r="4" /><circle cx="3.4" r="4" /></g>;
    case 'not_shown': return <g class="m-none"><rect x="-8" y="-7" width="16" height="14" rx="2" /><path d="M-3 0H3" /></g>;
  }
}

export function Mark({state}: {state: MarkName}) {
  return <svg class="mark" viewBox="-9 -9 18 18" width="18" height="18" aria-hidden="true" focusable="false"><MarkShape state={state} /></svg>;
}
