// SPDX-License-Identifier: Apache-2.0
// What a drawing of several parts says: which of them needs most care, where that can be told.
import type {Speech} from '../language.ts';
import {type Cell, type Scale, shownOf} from './types.ts';

export interface Part { name: string; cell: Cell; scale: Scale }

/// The part whose interval lies wholly on the side that needs care of all others; else that none stands apart. Nothing where a part has no figure, or there is one alone.
export function partsFinding({say, number}: Pick<Speech, 'say' | 'number'>, parts: readonly Part[]): string | undefined {
  const turn = (scale: Scale, value: number) => (scale.direction === 'lower_is_better' ? -value : value);
  const told = parts.flatMap((part) => {
    const shown = shownOf(part.cell), ends = shown ? [turn(part.scale, shown.low), turn(part.scale, shown.high)] : [];
    return shown ? [{part, shown, low: Math.min(...ends), high: Math.max(...ends)}] : [];
  }).sort((a, b) => a.high - b.high);
  const [last, ...others] = told, values = told.map(({shown}) => shown.value);
  if (!last || others.length === 0 || told.length < parts.length) return undefined;
  const {part: {name, scale}, shown} = last;
  return others.every((other) => other.low > last.high && other.part.scale.direction === scale.direction)
    ? say('parts_care', {measure: name, value: number(shown.value, scale.digits), low: number(shown.low, scale.digits), high: number(shown.high, scale.digits)})
    : say('parts_alike', {low: number(Math.min(...values), scale.digits), high: number(Math.max(...values), scale.digits)});
}
