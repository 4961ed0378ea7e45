// SPDX-License-Identifier: Apache-2.0
import {useSpeech} from '../language.ts';

export default function Missing() {
  const {words} = useSpeech();
  return <><h1>{words.not_found}</h1><p>{words.not_found_words}</p></>;
}
