// SPDX-License-Identifier: Apache-2.0
// Which pages a role finds in its menu, in order; the letter goes there behind the key g. A page is a file of pages/; what does not exist yet is not here.
import type {Role, Signed} from '../api.ts';
import type {Words} from '../words/en.ts';

export interface Entry { page: string; word: keyof Words; letter: string }

const home: Entry = {page: 'home', word: 'page_home', letter: 'h'};
const changed: Entry = {page: 'changed', word: 'page_changed', letter: 'c'};
const rights: Entry = {page: 'rights', word: 'page_rights', letter: 'r'};
const promise: Entry = {page: 'promise', word: 'page_promise', letter: 'p'};
const team: Entry = {page: 'team', word: 'page_team', letter: 't'};
const overview: Entry = {page: 'overview', word: 'page_overview', letter: 'o'};
const heat: Entry = {page: 'heat', word: 'page_heat', letter: 'm'};
const index: Entry = {page: 'index', word: 'page_index', letter: 'i'};
const trend: Entry = {page: 'trend', word: 'page_trend', letter: 'n'};
const leading: Entry = {page: 'leading', word: 'page_leading', letter: 'l'};
const drivers: Entry = {page: 'drivers', word: 'page_drivers', letter: 'd'};
const wave: Entry = {page: 'wave', word: 'page_wave', letter: 'w'};
const reports: Entry = {page: 'reports', word: 'page_reports', letter: 'e'};
const quarter: Entry = {page: 'quarter', word: 'page_quarter', letter: 'q'};
const pods: Entry = {page: 'pods', word: 'page_pods', letter: 'g'};
const pairs: Entry = {page: 'pairs', word: 'page_pairs', letter: 'b'};
const ambassadors: Entry = {page: 'ambassadors', word: 'page_ambassadors', letter: 'a'};
const mypod: Entry = {page: 'mypod', word: 'page_mypod', letter: 'g'};
const audit: Entry = {page: 'audit', word: 'page_audit', letter: 'a'};
const sign: Entry = {page: 'sign', word: 'page_sign', letter: 's'};
const approvals: Entry = {page: 'approvals', word: 'page_approvals', letter: 'x'};
const rules: Entry = {page: 'rules', word: 'page_rules', letter: 'u'};
const releases: Entry = {page: 'releases', word: 'page_releases', letter: 'l'};
const board: Entry = {page: 'board', word: 'page_board', letter: 'b'};
const verify: Entry = {page: 'verify', word: 'page_verify', letter: 'v'};
const data: Entry = {page: 'data', word: 'page_data', letter: 'd'};
const health: Entry = {page: 'health', word: 'page_health', letter: 'h'};
const people: Entry = {page: 'people', word: 'page_people', letter: 'e'};
const accounts: Entry = {page: 'accounts', word: 'page_accounts', letter: 'a'};
const settings: Entry = {page: 'settings', word: 'page_settings', letter: 's'};
const logs: Entry = {page: 'logs', word: 'page_logs', letter: 'l'};

const MENUS: {readonly [role in Role]: Entry[]} = {
  employee: [home, changed, mypod, rights, promise],
  manager: [team, changed, promise],
  'programme-lead': [overview, index, heat, trend, leading, drivers, pods, pairs, ambassadors, wave, approvals, reports, changed, promise],
  council: [promise, sign, approvals, rules, releases, board, verify, data, audit, changed],
  administrator: [health, people, accounts, settings, logs, promise],
  sponsor: [quarter, changed, promise],
};

export const menuOf = (signed: Signed | null): Entry[] => (signed ? MENUS[signed.role] : [promise]);
