// SPDX-License-Identifier: Apache-2.0
// Codes that people copy by hand: digits and letters without I, L, O and U, five bits each.
export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/// As it is meant: blanks, hyphens and case do not matter, I and L are 1, O is 0.
export const meant = (typed: string): string => typed.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
