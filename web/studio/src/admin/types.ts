// SPDX-License-Identifier: Apache-2.0
// What /api/admin/... holds.
import type {components} from '../described.ts';

type Schemas = components['schemas'];
export type CheckName = Schemas['CheckName'];
export type Check = Schemas['HealthCheck'];
export type WaitsFor = Schemas['WaitsFor'];
export type Health = Schemas['Health'];

export type Stored = Schemas['Stored'];
export type Named = Schemas['Named'];
export type Diff = Schemas['Diff'];

export type Given = Schemas['Given'];
export type SignIn = Schemas['SignIn'];
export type Accounts = Schemas['Accounts'];

export type Setting = Schemas['Setting'];
