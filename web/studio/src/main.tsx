// SPDX-License-Identifier: Apache-2.0
import {render} from 'preact';
import {App} from './app.tsx';
import {keepArrival} from './parts/desk_errand.ts';
import './style/page.css';

keepArrival();
// An errand that comes while this page is open already is begun like any other.
addEventListener('hashchange', () => { if (keepArrival()) location.reload(); });
render(<App />, document.getElementById('app') as HTMLElement);
