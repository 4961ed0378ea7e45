// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {it} from 'node:test';
import {inLines} from '../src/result/trend.tsx';

it('writes the name of a wave so that its end is seen, which tells waves apart', () => {
  assert.deepEqual(inLines('Spring 2026'), ['Spring 2026']);
  assert.deepEqual(inLines('Survey of December 2025'), ['Survey of', 'December 2025']);
  assert.deepEqual(inLines('Mitarbeiterbefragungswelle'), ['Mitarbeiterbefrag…']);
});
