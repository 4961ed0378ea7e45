// SPDX-License-Identifier: Apache-2.0
import {useSpeech} from '../language.ts';

/// What the page shows as files, for the same people and under the same rules. `of`: addresses without their ending; each is there as .json and as .csv.
export function Files({of, query = ''}: {of: readonly string[]; query?: string}) {
  const {words} = useSpeech();
  const links = of.flatMap((address) => ['.json', '.csv'].map((ending) => ({href: `${address}${ending}${query}`, name: `${address.replace(/.*\//, '')}${ending}`})));
  return <p class="no-print small files">{words.changed_files}: {links.map((one, i) => <>{i > 0 && ', '}<a key={one.href} href={one.href} download={one.name} dir="ltr">{one.name}</a></>)}</p>;
}
