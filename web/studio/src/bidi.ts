// SPDX-License-Identifier: Apache-2.0
// Names and reasons are written in any direction, and stand in sentences of any direction. What runs against its sentence is kept together by invisible marks (first strong isolate,
// pop), which hold in pages, labels and drawings alike; without them a full stop or a bracket at its end jumps to the other side.
const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g, LETTER = /\p{L}/u, MARKED = /[\u2066-\u2069]/;

export interface Directions { left: boolean; right: boolean }   // letters that begin at the left, at the right
export function directionsOf(text: string): Directions {
  const rest = text.replace(FROM_RIGHT, '');
  return {left: LETTER.test(rest), right: rest.length < text.length};
}

/// Kept together where it has letters that run against `around`. What carries marks already is left as it is.
export function apart(text: string, around: Directions): string {
  if (MARKED.test(text)) return text;
  const own = directionsOf(text);
  return (own.left && around.right) || (own.right && around.left) ? `\u2068${text}\u2069` : text;
}

/// Around what a language says.
export const directionsIn = (language: string): Directions => ({left: language !== 'ar', right: language === 'ar'});

/// Names with commas between, each kept together.
export const listed = (names: readonly string[], language: string): string => names.map((name) => apart(name, directionsIn(language))).join(language === 'ar' ? '، ' : ', ');
