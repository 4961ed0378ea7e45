// SPDX-License-Identifier: Apache-2.0
// What can be taken along: pages to print, tables, and the command that makes the same on the server.
import type {Releases} from '../api.ts';
import {Fetched, Sheet} from '../frame/parts.tsx';
import {Head} from '../lead/parts.tsx';
import {query} from '../lead/place.ts';
import {useLeadSpeech} from '../lead/speak.ts';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

export default function Reports() {
  const {words, frame, language} = useLeadSpeech();
  const [got, again] = useGet<Releases>('/api/releases.json');
  return (
    <>
      <Head title={words.reports_title} lead={words.reports_lead} />
      <Fetched got={got} again={again}>{({releases}) => (
        <>
          {releases.length === 0 && <p class="note">{words.reports_none}</p>}
          {(['deep', 'pulse'] as const).filter((kind) => releases.some((one) => one.kind === kind)).map((kind) => (
            <Sheet key={kind} title={kind === 'deep' ? frame.changed_series_deep : frame.changed_series_pulse}>
              <ul class="plain links">
                <li><a href={`/api/lead/report/${kind}.html`} target="_blank" rel="noopener">{words.report_page}</a></li>
                <li><a href={`/quarter#kind=${kind}`}>{words.report_quarter}</a></li>
                <li><a href={`/api/lead/overview.csv${query({kind}, language)}`} download={`overview-${kind}.csv`}>{words.report_overview}</a></li>
                <li><a href={`/api/lead/index.csv${query({kind}, language)}`} download={`index-${kind}.csv`}>{words.report_index}</a></li>
                <li><a href={`/api/report/${kind}.csv`} download={`units-${kind}.csv`}>{words.report_csv}</a></li>
                <li><a href={`/api/report/${kind}.json`} download={`report-${kind}.json`}>{words.report_json}</a></li>
              </ul>
            </Sheet>
          ))}
          <p>{words.report_print}</p>
          <p>{words.report_command} <code dir="ltr">karuna report karuna-data/waves --out report</code></p>
          <Files of={['/api/releases']} />
        </>
      )}</Fetched>
    </>
  );
}
