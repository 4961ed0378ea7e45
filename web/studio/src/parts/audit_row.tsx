// SPDX-License-Identifier: Apache-2.0
import type {Speech} from '../language.ts';

export interface AuditRow { number: number; hour: number; who: string; role: string; action: string; object: string }

/// A row of the audit log in a sentence.
export function auditSentence({words, say, named}: Speech, row: AuditRow): string {
  const object = named(`object_${row.object}`) === `object_${row.object}` ? named(row.object) : named(`object_${row.object}`);
  const values = {who: row.who, role: named(row.role), action: row.action, object};
  return row.action in words ? say(row.action as 'role.taken', values) : say('audit.other', values);
}
