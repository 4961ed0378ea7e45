// SPDX-License-Identifier: Apache-2.0
// Texts of people in sentences of another direction. U+2068 and U+2069: first strong isolate and its end (Unicode Standard Annex 9).
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {apart, directionsIn, directionsOf, listed} from '../src/bidi.ts';
import {filled} from '../src/language.ts';

const kept = (text: string): string => `\u2068${text}\u2069`;

describe('a text in a sentence of another direction', () => {
  it('knows which way letters run, and that figures run no way', () => {
    assert.deepEqual(directionsOf('Ward 3 (North)'), {left: true, right: false});
    assert.deepEqual(directionsOf('الوردية 3'), {left: false, right: true});
    assert.deepEqual(directionsOf('Ward الوردية'), {left: true, right: true});
    assert.deepEqual(directionsOf('3 – 5 %'), {left: false, right: false});
  });
  it('is kept together where it runs against it, and left as it is where it does not', () => {
    assert.equal(filled('رفض {role} في {day}: «{reason}»', {role: 'المجلس', day: '7', reason: 'Two waves first.'}), `رفض المجلس في 7: «${kept('Two waves first.')}»`);
    assert.equal(filled('{role} refused: “{reason}”', {role: 'Council', reason: 'موجتان أولاً.'}), `Council refused: “${kept('موجتان أولاً.')}”`);
    assert.equal(filled('{role} refused: “{reason}”', {role: 'Council', reason: 'Two waves first.'}), 'Council refused: “Two waves first.”');
  });
  it('is kept together in a sentence without letters where its texts differ', () => {
    assert.equal(filled('{role}: {groups}', {role: 'مدير', groups: 'leads'}), `${kept('مدير')}: ${kept('leads')}`);
    assert.equal(filled('{role}: {groups}', {role: 'Manager', groups: 'leads'}), 'Manager: leads');
  });
  it('is marked once', () => {
    assert.equal(apart(kept('Ward'), directionsIn('ar')), kept('Ward'));
    assert.equal(filled('مع {names}', {names: listed(['Ward A', 'Ward B'], 'ar')}), `مع ${kept('Ward A')}، ${kept('Ward B')}`);
    assert.equal(listed(['Ward A', 'Ward B'], 'de'), 'Ward A, Ward B');
  });
});
