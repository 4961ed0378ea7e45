// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {complete, edited, emptyDraft, toggled, tomlOf} from '../src/lead/draft.ts';

describe('a wave as it is filled in', () => {
  it('keeps both of two changes that were told from the same draft', () => {
    const add = (id: string) => (now: {instruments: string[]}) => ({instruments: toggled(now.instruments, id)});
    const both = [add('a'), add('b')].reduce(edited, emptyDraft('en'));
    assert.deepEqual(both.instruments, ['a', 'b']);
    assert.deepEqual(edited(both, add('a')).instruments, ['b']);
    assert.equal(edited(both, {title: 'Autumn'}).title, 'Autumn');
  });
  it('is complete with a title, questions, a language and a day, and becomes a WAVE.toml', () => {
    const draft = edited(emptyDraft('de'), {title: ' Herbst "26" ', instruments: ['karuna-battery'], opens: '2026-10-01', response: 200});
    assert.ok(complete(draft));
    assert.ok(!complete({...draft, opens: ''}));
    assert.equal(tomlOf(draft), 'title = "Herbst \\"26\\""\ninstruments = ["karuna-battery"]\nlanguages = ["de"]\ndepth = "deep"\nprofile = "balanced"\nexpected_response = 1.00\nopens_ballots = "2026-10-01"\n');
  });
});
