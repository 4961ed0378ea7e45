// SPDX-License-Identifier: Apache-2.0
// A wave as it is filled in, and the WAVE.toml it becomes (docs/wave.md).
export interface Draft {
  title: string; instruments: string[]; languages: string[]; depth: 'deep' | 'pulse'; profile: 'balanced' | 'strict' | 'exact'; opens: string; closes: string; response: number; trial: boolean;
}

export const emptyDraft = (language: string): Draft => ({title: '', instruments: [], languages: [language], depth: 'deep', profile: 'balanced', opens: '', closes: '', response: 65, trial: false});

/// A change of a draft, told from the draft as it is when it happens: of two in one tick the second knows the first.
export type Edit = Partial<Draft> | ((now: Draft) => Partial<Draft>);
export const edited = (now: Draft, edit: Edit): Draft => ({...now, ...(typeof edit === 'function' ? edit(now) : edit)});
/// In the list, or out of it where it was in.
export const toggled = (list: readonly string[], one: string): string[] => (list.includes(one) ? list.filter((other) => other !== one) : [...list, one]);

/// A text of TOML: JSON writes the same one, but for a character that TOML wants escaped.
const quoted = (text: string): string => JSON.stringify(text).replace(/\x7f/g, '\\u007F');

export const complete = (draft: Draft): boolean => draft.title.trim() !== '' && draft.instruments.length > 0 && draft.languages.length > 0 && (draft.opens !== '' || draft.trial);

export function tomlOf(draft: Draft): string {
  const lines = [`title = ${quoted(draft.title.trim())}`, `instruments = [${draft.instruments.map(quoted).join(', ')}]`, `languages = [${draft.languages.map(quoted).join(', ')}]`,
    `depth = ${quoted(draft.depth)}`, `profile = ${quoted(draft.profile)}`, `expected_response = ${(Math.min(100, Math.max(1, draft.response || 65)) / 100).toFixed(2)}`];
  if (draft.opens) lines.push(`opens_ballots = ${quoted(draft.opens)}`);
  if (draft.closes) lines.push(`closes_ballots = ${quoted(draft.closes)}`);
  if (draft.trial) lines.push('trial = true');
  return `${lines.join('\n')}\n`;
}
