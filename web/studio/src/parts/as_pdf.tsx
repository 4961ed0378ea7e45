// SPDX-License-Identifier: Apache-2.0
// This page as a tagged PDF, made on the server; where it cannot, the page says so and one's own browser prints the same sheet.
import {useState} from 'preact/hooks';
import {useSpeech} from '../language.ts';

export function AsPdf({page}: {page: string}) {
  const {words, language} = useSpeech();
  const [busy, setBusy] = useState(false), [said, setSaid] = useState('');
  const fetched = async () => {
    setBusy(true);
    setSaid('');
    try {
      const answer = await fetch(`/api/print/${page}.pdf?language=${language}`, {credentials: 'same-origin'});
      if (answer.ok) {
        const link = document.createElement('a');
        link.href = URL.createObjectURL(await answer.blob());
        link.download = `${page}.pdf`;
        link.click();
        URL.revokeObjectURL(link.href);
      } else {
        setSaid(answer.status === 501 ? words.as_pdf_none : words.as_pdf_failed);
        setTimeout(() => print());   // behind the frame that says why
      }
    } catch { setSaid(words.offline); }
    setBusy(false);
  };
  return (
    <div class="no-print as-pdf"><p class="buttons"><button type="button" disabled={busy} onClick={() => void fetched()}>{words.as_pdf}</button> <button type="button" class="link" onClick={() => print()}>{words.as_print}</button></p><p role="status">{said}</p></div>
  );
}
