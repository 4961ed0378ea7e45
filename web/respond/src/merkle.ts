// SPDX-License-Identifier: Apache-2.0
// Merkle trees of RFC 9162 section 2.1.
import {type Bytes, number, same} from './bytes.ts';
import {sha256} from './hash.ts';

export const leafHash = (data: Bytes): Promise<Bytes> => sha256(number(0, 1), data);
const node = (left: Bytes, right: Bytes): Promise<Bytes> => sha256(number(1, 1), left, right);

/// RFC 9162 2.1.3.2.
export async function pathHolds(leaf: Bytes, index: number, size: number, path: readonly Bytes[], root: Bytes): Promise<boolean> {
  if (!Number.isInteger(index) || index < 0 || index >= size) return false;
  let fn = index, sn = size - 1, r = leaf;
  const half = (): void => { fn = Math.floor(fn / 2); sn = Math.floor(sn / 2); };
  for (const p of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      r = await node(p, r);
      while (fn % 2 === 0 && fn !== 0) half();
    } else {
      r = await node(r, p);
    }
    half();
  }
  return sn === 0 && same(r, root);
}

/// The root over entries of `length` bytes each. Level by level: a last one without a neighbour goes up as it is.
export async function rootOf(all: Bytes, length: number): Promise<Bytes> {
  let level: Bytes[] = [];
  const PIECE = 2048;
  for (let at = 0; at < all.length; at += PIECE * length) {
    const piece: Promise<Bytes>[] = [];
    for (let i = at; i < Math.min(all.length, at + PIECE * length); i += length) piece.push(leafHash(all.subarray(i, i + length)));
    level.push(...(await Promise.all(piece)));
  }
  if (level.length === 0) return sha256();
  while (level.length > 1) {
    const above: Bytes[] = [];
    for (let at = 0; at < level.length; at += PIECE) {
      const piece: Promise<Bytes>[] = [];
      for (let i = at; i < Math.min(level.length, at + PIECE); i += 2) {
        const left = level[i] as Bytes, right = level[i + 1];
        piece.push(right ? node(left, right) : Promise.resolve(left));
      }
      above.push(...(await Promise.all(piece)));
    }
    level = above;
  }
  return level[0] as Bytes;
}
