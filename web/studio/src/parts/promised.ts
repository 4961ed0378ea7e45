// SPDX-License-Identifier: Apache-2.0
// What /api/promise.json holds.
import type {components} from '../described.ts';

type Schemas = components['schemas'];
export type Promised = Schemas['Promised'];
