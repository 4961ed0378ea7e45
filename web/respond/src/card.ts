// SPDX-License-Identifier: Apache-2.0
import {ALPHABET, meant} from './crockford.ts';

/// The code in a text or in the address a card has as its picture; nothing where its last character does not fit the others (docs/protocol.md).
export function readCard(typed: string): string | undefined {
  const code = meant(typed.replace(/.*#card=/, ''));
  const values = [...code].map((one) => ALPHABET.indexOf(one)), last = values.pop();
  if (values.length !== 15 || values.some((value) => value < 0)) return undefined;
  const twice = (value: number): number => (value & 16 ? (value << 1) ^ 37 : value << 1);   // x^5 = x^2 + 1
  return values.reduce((sum, value) => twice(sum ^ value), 0) === last ? code : undefined;
}
