// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {it} from 'node:test';
import {allWords, speech} from '../src/language.ts';
import {saidIn} from '../src/said/speak.ts';
import {de} from '../src/words/de.ts';

it('says a sentence of the server in the reader\'s language, with figures as that language writes them', async () => {
  await allWords('de');
  const german = speech('de', de), said = {code: 'reliability_low', values: {coefficient: 'Omega', value: '0.61', least: '0.70'}};
  assert.equal(saidIn(german, said), 'Omega ist 0,61, unter 0,70: Lesen Sie die Fragen einzeln, nicht die Skala.');
  assert.equal(saidIn(german, {code: 'cell_together', values: {names: 'A (8), B (14)', least: '20'}}), 'A (8), B (14) antworten gemeinsam, weil eine Gruppe 20 Personen braucht.');
});

it('has no words for a code it does not know, so that the English stands there', () => {
  assert.equal(saidIn(speech('de', de), {code: 'of a later server', values: {}}), undefined);
  assert.equal(saidIn(speech('de', de), null), undefined);
});
