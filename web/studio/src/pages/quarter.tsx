// SPDX-License-Identifier: Apache-2.0
// One sheet of A4 for whoever answers for it all: the index, three findings, risks, and one decision that is asked, chosen by a rule.
import {Findings, Headline, listOfMissing} from '../lead/finding.tsx';
import {Head, Kinds, Released} from '../lead/parts.tsx';
import {query, usePlace} from '../lead/place.ts';
import {missingDimensions, nameOf, standing} from '../lead/sentences.ts';
import {type LeadSpeech, useLeadSpeech} from '../lead/speak.ts';
import type {NotReleased, Overview} from '../lead/types.ts';
import {shownOf} from '../result/types.ts';
import {AsPdf} from '../parts/as_pdf.tsx';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

const noIndex = (overview: Overview): boolean => standing(overview, overview.headline)?.kind !== 'index';

function decision(speech: LeadSpeech, overview: Overview): string {
  const {say, words} = speech, last = overview.periods[overview.periods.length - 1];
  const named = (id: string) => { const measure = standing(overview, id); return measure ? nameOf(speech, measure) : id; };
  if (last && last.response !== null && last.response < 0.5) return words.decide_response;
  const care = overview.findings.find((one) => one.kind === 'unit_care' && one.unit);
  if (care?.unit) return say('decide_unit', {unit: care.unit.name, measure: named(care.measure)});
  const fell = overview.findings.find((one) => one.kind === 'change' && one.change && (standing(overview, one.measure)?.direction === 'higher_is_better') === one.change.value < 0);
  if (fell) return say('decide_fell', {measure: named(fell.measure)});
  if (noIndex(overview) && missingDimensions(overview.measures).length > 0) return say('decide_index', {dimensions: listOfMissing(speech, overview)});
  return words.decide_stay;
}

function Sheet({overview}: {overview: Overview}) {
  const speech = useLeadSpeech(), {words, say, number} = speech, before = overview.periods[overview.periods.length - 2];
  const care = overview.measures.filter((one) => one.kind === 'scale' && one.tally.care > 0).sort((a, b) => b.tally.care - a.tally.care).slice(0, 6), refused = overview.measures.filter((one) => one.kind === 'scale' && one.failed.length > 0 && !shownOf(one.cell));
  const same = before && overview.findings.some((one) => one.kind === 'change_not_told');
  return (
    <>
      <Headline overview={overview} links={false} />
      <h2>{words.findings}</h2>
      <Findings overview={overview} links={false} />
      <h2>{words.quarter_risks}</h2>
      <div class="two risks">
        <section><h3>{words.quarter_care}</h3>{care.length === 0 ? <p>{words.quarter_care_none}</p> : <><p>{words.quarter_care_what}</p><ul class="ticks">{care.map((one) => <li key={one.id}>{say('quarter_care_row', {measure: nameOf(speech, one), n: number(one.tally.care), units: number(one.tally.own)})}</li>)}</ul></>}</section>
        <section><h3>{words.quarter_cannot}</h3><ul class="ticks">
          {noIndex(overview) && <li>{say('quarter_no_index', {dimensions: listOfMissing(speech, overview)})}</li>}
          {same && <li>{say('quarter_change', {wave: before.title})}</li>}
          {refused.length > 0 && <li>{say(refused.length === 1 ? 'quality_refused_one' : 'quality_refused', {n: refused.length, names: speech.list(refused.map((one) => nameOf(speech, one)))})}</li>}
          <li>{words.quarter_programmes}</li>
        </ul></section>
      </div>
      <section class="sheet decision"><h2>{words.quarter_decision}</h2><p class="lead">{decision(speech, overview)}</p><p class="small soft">{words.decide_rule}</p></section>
    </>
  );
}

export default function Quarter() {
  const {words, language} = useLeadSpeech(), place = usePlace();
  const [got, again] = useGet<Overview | NotReleased>(`/api/quarter.json${query({kind: place.kind}, language)}`);
  const nothing = got.state === 'there' && got.value.state === 'not_released';
  return (
    <div class="quarter">
      <Head title={words.quarter_title} />
      {nothing ? <p class="note">{words.quarter_nothing}</p> : (
        <Released got={got} again={again} what={words.quarter_nothing}>{(overview) => (
          <>
            <div class="no-print"><Kinds kinds={overview.kinds} kind={overview.kind} place={place} /></div>
            <Sheet overview={overview} />
            <AsPdf page="quarter" />
            <Files of={['/api/quarter']} query={query({kind: overview.kind}, language)} />
          </>
        )}</Released>
      )}
    </div>
  );
}
