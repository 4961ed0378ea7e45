// SPDX-License-Identifier: Apache-2.0
import type {Releases} from '../api.ts';
import {useSpeech} from '../language.ts';

/// "Release 14, 3 May, 412 answers from 6 waves. The next follows ..."; the head of every page with results.
export function ReleaseLine({releases}: {releases: Releases}) {
  const {words, say, date, number} = useSpeech();
  const last = releases.releases[releases.releases.length - 1];
  const answers = releases.releases.reduce((sum, one) => sum + one.ballots, 0);
  const next = releases.next;
  return (
    <p class="soft release">
      {last ? say('release_line', {number: last.number, date: date(last.released), answers: number(answers), waves: releases.releases.length === 1 ? words.waves_one : say('waves_many', {n: releases.releases.length})}) : words.release_none}
      {' '}
      {next ? (next.trial ? say('next_hand', {title: next.title}) : say('next_after', {title: next.title, date: date(next.closes_ballots)})) : words.next_none}
    </p>
  );
}
