// SPDX-License-Identifier: Apache-2.0
import {type Said, useSaid} from './speak.ts';

/// A sentence of the server in the reader's language; where it has none there, the English, marked as that.
export function Sentence({said, english}: {said: Said | null; english: string}) {
  const words = useSaid()(said);
  return words === undefined ? <bdi lang="en">{english}</bdi> : <>{words}</>;
}
