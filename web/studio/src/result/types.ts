// SPDX-License-Identifier: Apache-2.0
// Results as docs/report.schema.json has them.
import type {components} from '../described.ts';

type Schemas = components['schemas'];
export type State = Schemas['FigureState'];
export type Shown = Schemas['Shown'];
export type PooledCell = Schemas['PooledCell'];
export type NotShown = Schemas['NotShown'];
export type Cell = Schemas['Cell'];
export type Change = Schemas['Change'];
export type Kind = Schemas['MeasureKind'];
/// On which scale a result is drawn: its ends never move.
export interface Scale { min: number; max: number; digits: number; direction: 'higher_is_better' | 'lower_is_better' }

/// Compared with nothing, as the organisation itself is: the mark is a dot and no state is said.
export type Against = 'organisation' | 'nothing';

export const shownOf = (cell: Cell): Shown | undefined => (cell.state === 'not_shown' ? undefined : cell.state === 'pooled' ? cell.figure : cell);

/// On a scale where less is better what lies above needs care: the colour follows, shape and word stay.
export const toneOf = (scale: Pick<Scale, 'direction'>): string => (scale.direction === 'lower_is_better' ? ' turned' : '');

/// Where a value lies on its scale, 0 to 100; what lies beyond an end is drawn at the end.
export const place = (value: number, scale: Scale): number => Math.max(0, Math.min(100, (100 * (value - scale.min)) / (scale.max - scale.min)));

/// One of the seven steps of the fixed colour scale, 1 (needs care) to 7; turned round where less is better.
export function stepOf(value: number, scale: Scale): number {
  const at = place(value, scale) / 100, turned = scale.direction === 'lower_is_better' ? 1 - at : at;
  return Math.min(7, 1 + Math.floor(turned * 7));
}
