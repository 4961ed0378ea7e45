// SPDX-License-Identifier: Apache-2.0
// KARUNA_BINARY=build/release/karuna node --test tests/browser/respond_light.test.mjs
import {everyScreen} from './reach.mjs';

everyScreen('light');
