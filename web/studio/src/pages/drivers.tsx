// SPDX-License-Identifier: Apache-2.0
// What goes along with the index: nothing yet, and what it takes.
import {Head} from '../lead/parts.tsx';
import {query} from '../lead/place.ts';
import {nameOf, standing} from '../lead/sentences.ts';
import {useLeadSpeech} from '../lead/speak.ts';
import type {NotReleased, Overview} from '../lead/types.ts';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

export default function Drivers() {
  const speech = useLeadSpeech(), {words, say, number, language} = speech;
  const [got] = useGet<Overview | NotReleased>(`/api/lead/overview.json${query({}, language)}`);
  const overview = got.state === 'there' && !got.value.state ? got.value : undefined, lead = overview && standing(overview, overview.headline);
  return (
    <>
      <Head title={words.drivers_title} />
      <section class="sheet frame-of-nothing">
        <p>{words.drivers_will}</p>
        <p>{lead ? say('drivers_need', {units: number(lead.tally.own), measure: nameOf(speech, lead), answers: number(overview.periods[overview.periods.length - 1]?.ballots ?? 0)}) : words.drivers_need_none}</p>
        <p class="soft small">{words.frame_of}</p>
      </section>
      <Files of={['/api/lead/overview']} query={query({}, language)} />
    </>
  );
}
