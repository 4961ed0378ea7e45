// SPDX-License-Identifier: Apache-2.0
import {useSpeech} from '../language.ts';
import {useGet} from '../use.ts';
import type {Promised} from './promised.ts';

/// Three sentences for whoever stands before the door.
export function Short() {
  const {words, say} = useSpeech();
  const [got] = useGet<Promised>('/api/promise.json');
  const k = got.state === 'there' && got.value.wave ? got.value.wave.k[0] : 10;
  return (
    <section class="sheet mist">
      <h2>{words.short_title}</h2>
      <ul class="ticks"><li>{words.short_1}</li><li>{say('short_2', {k})}</li><li>{words.short_3}</li></ul>
      <p><a href="/promise">{words.short_more}</a></p>
    </section>
  );
}
