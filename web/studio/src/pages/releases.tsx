// SPDX-License-Identifier: Apache-2.0
// What was published, what stays hidden, what it cost.
import {AttackResult} from '../council/attacks.tsx';
import {Code, WaveLine} from '../council/parts.tsx';
import {useCouncilSpeech} from '../council/speak.ts';
import {Spent} from '../council/spent.tsx';
import type {Published} from '../council/types.ts';
import {Fetched} from '../frame/parts.tsx';
import {profileName} from '../language.ts';
import {AsPdf} from '../parts/as_pdf.tsx';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

function OneRelease({release, open}: {release: Published; open: boolean}) {
  const {words, say, number, frame} = useCouncilSpeech();
  const sum = (name: 'shown' | 'pooled' | 'not_shown') => release.families.reduce((all, family) => all + family[name], 0);
  const all = sum('shown') + sum('pooled') + sum('not_shown'), percent = (of: number) => number(all ? (100 * of) / all : 0);
  return (
    <details class="sheet" open={open}>
      <summary><span><b>{number(release.number)}. <bdi>{release.title}</bdi></b> <WaveLine wave={release} /></span></summary>
      <p>{say('answered', {ballots: number(release.ballots), eligible: number(release.eligible), profile: profileName(frame.words, release.profile)})}</p>
      {all > 0 && <p>{say('hidden_share', {pooled: percent(sum('pooled')), hidden: percent(sum('not_shown'))})}</p>}
      {release.why_not && <p class="note care">{release.why_not}</p>}
      <div class="scroll" tabIndex={0} role="region" aria-label={release.title}>
        <table class="stacked close">
          <thead><tr><th scope="col">{words.col_family}</th><th scope="col" class="num">{words.col_groups}</th><th scope="col" class="num">{words.col_smallest}</th><th scope="col" class="num">{words.col_shown}</th><th scope="col" class="num">{words.col_pooled}</th><th scope="col" class="num">{words.col_not_shown}</th></tr></thead>
          <tbody>{release.families.map((family) => (
            <tr key={family.name}><th scope="row">{words[`family_${family.name}`]}</th><td class="num" data-label={words.col_groups}>{number(family.groups)}</td><td class="num" data-label={words.col_smallest}>{family.smallest === null ? '–' : number(family.smallest)}</td>
              <td class="num" data-label={words.col_shown}>{number(family.shown)}</td><td class="num" data-label={words.col_pooled}>{number(family.pooled)}</td><td class="num" data-label={words.col_not_shown}>{number(family.not_shown)}</td></tr>
          ))}</tbody>
        </table>
      </div>
      <p class={release.witnessed ? '' : 'note care'}>{release.witnessed ? words.end_signed : words.end_not_signed}</p>
      <p class="small soft">{words.tables}: <bdi>{release.tables.filter((name) => name.endsWith('.csv')).map((name) => name.replace('.csv', '')).join(', ')}</bdi></p>
      <p class="small soft">{words.hash}: <Code>{release.sha256}</Code></p>
    </details>
  );
}

export default function Releases() {
  const {words} = useCouncilSpeech();
  const [got, again] = useGet<Published[]>('/api/council/releases.json');
  return (
    <>
      <h1>{words.title_releases}</h1>
      <p class="lead">{words.lead_releases}</p>
      <Fetched got={got} again={again}>{(releases) => (releases.length === 0 ? <p>{words.none_releases}</p> : (
        <>
          <section aria-labelledby="spent"><h2 id="spent">{words.spent_title}</h2><Spent kind="deep" releases={releases} /><Spent kind="pulse" releases={releases} /></section>
          <section aria-labelledby="each"><h2 id="each">{words.title_releases}</h2>{releases.map((release, i) => <OneRelease key={release.wave} release={release} open={i === 0} />)}</section>
        </>
      ))}</Fetched>
      <AttackResult />
      <AsPdf page="releases" />
      <Files of={['/api/council/releases', '/api/council/attacks']} />
    </>
  );
}
