// SPDX-License-Identifier: Apache-2.0
import {Result} from '../result/cell.tsx';
import {hashOf} from './place.ts';
import {findingWords, missingDimensions, nameOf, standing} from './sentences.ts';
import {useLeadSpeech} from './speak.ts';
import type {Finding, Overview} from './types.ts';

const TITLES = {unit_care: 'kind_care', unit_good: 'kind_good', change: 'kind_change', change_not_told: 'kind_cannot', no_difference: 'kind_whole', whole: 'kind_whole'} as const;

/// The three findings, each with its figure, and the rule that chose them.
export function Findings({overview, links}: {overview: Overview; links: boolean}) {
  const speech = useLeadSpeech(), {words} = speech;
  return (
    <ol class="findings">{overview.findings.map((finding) => <One key={`${finding.kind} ${finding.measure}`} finding={finding} overview={overview} links={links} title={words[TITLES[finding.kind]]} />)}</ol>
  );
}

function One({finding, overview, links, title}: {finding: Finding; overview: Overview; links: boolean; title: string}) {
  const speech = useLeadSpeech(), {words, say} = speech, measure = standing(overview, finding.measure);
  if (!measure) return null;
  const alone = finding.unit === null, kind = overview.kind;
  return (
    <li class={`sheet finding ${finding.kind}`}>
      <h3>{title}</h3>
      <p>{findingWords(speech, overview, finding)}</p>
      <p class="small"><Result cell={finding.cell} scale={measure} against={alone ? 'nothing' : 'organisation'} /></p>
      {links && <p class="no-print small">{finding.unit && <><a href={`/heat${hashOf({kind, unit: finding.unit.id})}`}>{say('its_rows', {unit: finding.unit.name})}</a><br /></>}
        <a href={`/trend${hashOf({kind, measure: finding.measure, ...(finding.unit ? {unit: finding.unit.id} : {})})}`}>{words.its_trend}</a></p>}
    </li>
  );
}

export function Rule() {
  const {words} = useLeadSpeech();
  return <details><summary>{words.rule}</summary><p>{words.rule_words}</p></details>;
}

/// The figure a page leads with; where there is no index, what stands in its place and why.
export function Headline({overview, links}: {overview: Overview; links: boolean}) {
  const speech = useLeadSpeech(), {say, words} = speech, lead = standing(overview, overview.headline);
  if (!lead) return <p class="note">{speech.frame.said_hidden}</p>;
  return (
    <>
      <p class="headline"><span>{nameOf(speech, lead)}</span> <Result cell={lead.cell} scale={lead} against="nothing" /></p>
      {lead.kind !== 'index' && <p class="note">{say('no_index_yet', {name: nameOf(speech, lead), dimensions: listOfMissing(speech, overview)})} {links && <a href="/index">{words.index_why}</a>}</p>}
    </>
  );
}

export const listOfMissing = (speech: ReturnType<typeof useLeadSpeech>, overview: Overview): string => speech.list(missingDimensions(overview.measures).map(speech.word));
