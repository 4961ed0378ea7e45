// SPDX-License-Identifier: Apache-2.0
// What the tests read. Node 18 has WebCrypto, but not under its global name.
import {existsSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {webcrypto} from 'node:crypto';

if (!globalThis.crypto) Object.defineProperty(globalThis, 'crypto', {value: webcrypto});

const source = process.env.KARUNA_SOURCE ?? resolve('../..');
const shared = process.env.KARUNA_SHARED ?? resolve(source, '../shared');

export const reference = (file: string): any => JSON.parse(readFileSync(join(source, 'tests/reference', file), 'utf8'));
/// A published vector, or the reason for which its test is skipped.
export const vectorText = (file: string): string => readFileSync(join(shared, 'vectors', file), 'utf8');
export const vector = (file: string): any => JSON.parse(vectorText(file));
export const without = (file: string): {skip: string | false} =>
  ({skip: existsSync(join(shared, 'vectors', file)) ? false : `needs vectors/${file} under KARUNA_SHARED (default ../shared), which is not here`});
