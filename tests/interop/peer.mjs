// SPDX-License-Identifier: Apache-2.0
// Our side, one operation a call: a program of this build (peer.cpp) that takes and gives hexadecimal.
import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';

const peer = process.env.KARUNA_PEER ?? '';

/** Why tests that need `module` cannot run here; undefined where they can. */
export function whyNot(module, oldestNode) {
  const node = Number(process.versions.node.split('.')[0]);
  if (!existsSync(peer)) return 'no program was named: set KARUNA_PEER to build/release/tests/interop/interop_peer';
  if (node < oldestNode) return `${module} needs node ${oldestNode}, this is ${process.versions.node}`;
  if (!existsSync(new URL(`node_modules/${module}`, import.meta.url))) return `${module} is not here: run scripts/page-tools`;
  return undefined;
}

export const hex = (bytes) => Buffer.from(bytes).toString('hex');
export const bytes = (text) => Uint8Array.from(Buffer.from(text, 'hex'));

/** The words that the program prints, as bytes. */
export function ours(command, ...words) {
  const out = execFileSync(peer, [command, ...words.map(hex)], {encoding: 'utf8', maxBuffer: 1 << 24, stdio: ['ignore', 'pipe', 'ignore']});
  return out.split('\n').slice(0, -1).map(bytes);
}

/** Whether the program refuses. */
export function refuses(command, ...words) {
  try {
    ours(command, ...words);
    return false;
  } catch (problem) {
    return problem.status === 3;
  }
}

export function altered(given, at = 0) {
  const out = Uint8Array.from(given);
  out[at] ^= 1;
  return out;
}
