// SPDX-License-Identifier: Apache-2.0
import {createContext} from 'preact';
import {useContext, useEffect, useState} from 'preact/hooks';
import {ApiError, type Session, get} from './api.ts';
import type {Manner} from './parts/desk_errand.ts';

export interface Frame {
  session: Session;
  /// Goes to a page of the frame, or anew to the one that is shown.
  go: (path: string) => void;
  reload: () => Promise<void>;
  /// What the answering page asked for beside its errand, and why the card it brought opened nothing.
  arrival: Manner & {stop?: string};
  tables: boolean;
  setTables: (on: boolean) => void;
}
export const FrameContext = createContext<Frame>(undefined as unknown as Frame);
export const useFrame = (): Frame => useContext(FrameContext);

export type Got<T> = {state: 'waiting'} | {state: 'failed'; error: ApiError} | {state: 'there'; value: T};

/// What stands at an address, fetched once and again when the address changes.
export function useGet<T>(path: string): [Got<T>, () => void] {
  const [got, setGot] = useState<Got<T>>({state: 'waiting'});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let here = true;
    setGot({state: 'waiting'});
    get<T>(path).then((value) => { if (here) setGot({state: 'there', value}); },
      (error: unknown) => { if (here) setGot({state: 'failed', error: error instanceof ApiError ? error : new ApiError(0, String(error))}); });
    return () => { here = false; };
  }, [path, turn]);
  return [got, () => setTurn(turn + 1)];
}
