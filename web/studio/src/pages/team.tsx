// SPDX-License-Identifier: Apache-2.0
// A manager's page: read, talk, choose, follow up. One step a screen; the step is kept while the page is open.
import {useEffect, useRef, useState} from 'preact/hooks';
import {Fetched} from '../frame/parts.tsx';
import {Choose} from '../team/choose.tsx';
import {Follow} from '../team/follow.tsx';
import {Read} from '../team/read.tsx';
import {useTeamSpeech} from '../team/speak.ts';
import {Talk} from '../team/talk.tsx';
import {type Commitments, type Team, openOf} from '../team/types.ts';
import {AsPdf} from '../parts/as_pdf.tsx';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

const STEPS = ['read', 'talk', 'choose', 'follow'] as const;
type Step = typeof STEPS[number];

export default function MyTeam() {
  const {words, say, language} = useTeamSpeech();
  const [team, again] = useGet<Team>(`/api/team.json?language=${language}`);
  const [mine, reload] = useGet<Commitments>(`/api/team/commitments.json?language=${language}`);
  const [chosen, setStep] = useState<Step>();
  const heading = useRef<HTMLHeadingElement>(null), moved = useRef(false);
  const step: Step = chosen ?? (mine.state === 'there' && openOf(mine.value) ? 'follow' : 'read');
  useEffect(() => { if (moved.current) heading.current?.focus(); }, [step]);
  const to = (next: Step) => { moved.current = true; setStep(next); scrollTo(0, 0); };
  const name = (of: Step) => words[`step_${of}`];
  const following = STEPS[STEPS.indexOf(step) + 1];
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>{words.title}: {name(step)}</h1>
      <nav class="steps no-print" aria-label={words.steps}>
        <ol>{STEPS.map((one, i) => <li key={one}><button type="button" class="link" aria-current={one === step ? 'step' : undefined} onClick={() => to(one)}>{i + 1}. {name(one)}</button></li>)}</ol>
      </nav>
      <Fetched got={team} again={again}>{(value) => (
        <Fetched got={mine} again={reload}>{(commitments) => (
          <>
            {step === 'read' && <Read team={value} />}
            {step === 'talk' && <Talk team={value} />}
            {step === 'choose' && <Choose team={value} mine={commitments} chosen={() => { reload(); to('follow'); }} />}
            {step === 'follow' && <Follow team={value} mine={commitments} changed={reload} />}
            {step === 'read' && <AsPdf page="team" />}
            {following && <p class="next no-print"><button type="button" class={step === 'choose' ? 'quiet' : 'main'} onClick={() => to(following)}>{say('next', {step: name(following)})}</button></p>}
            {step === 'read' && <Files of={['/api/team', '/api/team/practices', '/api/team/commitments']} query={`?language=${language}`} />}
          </>
        )}</Fetched>
      )}</Fetched>
    </>
  );
}
