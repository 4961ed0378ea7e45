// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {it} from 'node:test';
import {speech} from '../src/language.ts';
import {type Part, partsFinding} from '../src/result/parts_finding.ts';
import type {Scale} from '../src/result/types.ts';
import {en} from '../src/words/en.ts';

const plain = speech('en', en);
const part = (name: string, low: number, high: number, direction: Scale['direction'] = 'higher_is_better'): Part =>
  ({name, cell: {state: 'no_clear_difference', value: (low + high) / 2, low, high, n: 40, weak: false}, scale: {min: 0, max: 100, digits: 0, direction}});

it('names the part that needs most care where its interval leaves all others, and else none', () => {
  assert.equal(partsFinding(plain, [part('A', 60, 64), part('B', 50, 54), part('C', 55, 59)]), 'B stands furthest on the side that needs care: 52, between 50 and 54.');
  assert.equal(partsFinding(plain, [part('A', 60, 64), part('B', 50, 56), part('C', 55, 59)]), 'No part stands clearly apart: they lie between 53 and 62, and their intervals overlap.');
  assert.equal(partsFinding(plain, [part('A', 60, 64, 'lower_is_better'), part('B', 50, 54, 'lower_is_better')]), 'A stands furthest on the side that needs care: 62, between 60 and 64.');
});

it('says nothing of parts of which one has no figure, of one alone, or of scales that run against each other', () => {
  assert.equal(partsFinding(plain, [part('A', 60, 64), {...part('B', 0, 0), cell: {state: 'not_shown'}}]), undefined);
  assert.equal(partsFinding(plain, [part('A', 60, 64)]), undefined);
  assert.match(partsFinding(plain, [part('A', 60, 64), part('B', 50, 54, 'lower_is_better')]) ?? '', /No part stands clearly apart/);
});
