// SPDX-License-Identifier: Apache-2.0
// What is written down, and what is not.
import {useAdminSpeech} from '../admin/speak.ts';
import {Sheet} from '../frame/parts.tsx';

export default function Logs() {
  const {words} = useAdminSpeech();
  return (
    <>
      <h1>{words.title_logs}</h1>
      <p class="lead">{words.lead_logs}</p>
      <div class="two">
        <Sheet title={words.logs_yes}><ul><li>{words.log_audit}</li><li>{words.log_start}</li></ul></Sheet>
        <Sheet title={words.logs_no}><ul><li>{words.log_no_access}</li><li>{words.log_no_ballot}</li><li>{words.log_no_sign_in}</li></ul></Sheet>
      </div>
      <p class="note">{words.log_proxy}</p>
    </>
  );
}
