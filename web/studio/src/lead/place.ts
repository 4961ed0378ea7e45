// SPDX-License-Identifier: Apache-2.0
// Which unit and which kind of wave is looked at stands behind # of the address: links, the way back and bookmarks work, and the server learns it from the request alone.
import {useEffect, useState} from 'preact/hooks';

export interface Place { unit: string; kind: string; measure: string }

function read(before: Place): Place {
  const parts = new URLSearchParams(location.hash.slice(1));
  if (location.hash && !parts.has('unit') && !parts.has('kind') && !parts.has('measure')) return before;
  return {unit: parts.get('unit') ?? '', kind: parts.get('kind') ?? '', measure: parts.get('measure') ?? ''};
}

export function hashOf(place: Partial<Place>): string {
  const parts = new URLSearchParams();
  for (const name of ['unit', 'kind', 'measure'] as const) { const value = place[name]; if (value) parts.set(name, value); }
  return `#${[...parts].length ? parts : 'unit='}`;
}

export function usePlace(): Place {
  const [place, setPlace] = useState<Place>(() => read({unit: '', kind: '', measure: ''}));
  useEffect(() => {
    const moved = () => setPlace(read);
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  return place;
}

/// "?kind=deep&unit=...&language=..."
export function query(place: Partial<Place>, language: string): string {
  const parts = new URLSearchParams();
  if (place.kind) parts.set('kind', place.kind);
  if (place.unit) parts.set('unit', place.unit);
  parts.set('language', language);
  return `?${parts}`;
}
