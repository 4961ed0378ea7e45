// SPDX-License-Identifier: Apache-2.0
import {render} from 'preact';
import {App} from './app.tsx';
import {keepArrival} from './parts/desk_errand.ts';
import './style/page.css';

keepArrival();
render(<App />, document.getElementById('app') as HTMLElement);
