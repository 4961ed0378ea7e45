// SPDX-License-Identifier: Apache-2.0
import type {components} from '../described.ts';
import type {Speech} from '../language.ts';

type Schemas = components['schemas'];
export type AuditRow = Schemas['AuditRow'];

/// A row of the audit log in a sentence.
export function auditSentence({words, say, named}: Speech, row: AuditRow): string {
  // A wave, or a request with the hash of what it says, goes by the first eight digits; the file has all of it.
  const known = `object_${row.object}`, object = /^[0-9a-f]{16}/.test(row.object) ? row.object.slice(0, 8) : named(known) === known ? named(row.object) : named(known);
  const values = {who: row.who, role: named(row.role), action: row.action, object};
  return row.action in words ? say(row.action as 'role.taken', values) : say('audit.other', values);
}
