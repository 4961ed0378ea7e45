// SPDX-License-Identifier: Apache-2.0
// One thing at a time is sent; what went wrong is said in the page's words where it has some, else in the frame's.
import {useState} from 'preact/hooks';
import {ApiError, send} from '../api.ts';
import {useSpeech} from '../language.ts';
import {useFrame} from '../use.ts';

export interface Post { busy: boolean; stop: string; post: (path: string, body: unknown, then: () => void) => Promise<void> }

export function usePost(known: {readonly [code: string]: string} = {}): Post {
  const {words, say} = useSpeech(), {session} = useFrame();
  const [busy, setBusy] = useState(false), [stop, setStop] = useState('');
  const post = async (path: string, body: unknown, then: () => void) => {
    setBusy(true);
    setStop('');
    try {
      await send('POST', path, session.signed?.csrf ?? '', body);
      then();
    } catch (error) {
      setStop(error instanceof ApiError && known[error.code] ? known[error.code]! : error instanceof ApiError && error.status === 0 ? words.offline : say('broken', {what: error instanceof ApiError ? error.code : String(error)}));
    }
    setBusy(false);
  };
  return {busy, stop, post};
}
