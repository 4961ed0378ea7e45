// SPDX-License-Identifier: Apache-2.0
const PATIENCE = 60_000;

/// A kiosk that nobody touches goes back to its start. Gives what ends the waiting.
export function backWhenIdle(address: string): () => void {
  const leave = () => location.replace(address);
  let timer = setTimeout(leave, PATIENCE);
  const touched = () => { clearTimeout(timer); timer = setTimeout(leave, PATIENCE); };
  const happenings = ['pointerdown', 'keydown', 'scroll'] as const;
  for (const name of happenings) addEventListener(name, touched, {passive: true});
  return () => { clearTimeout(timer); for (const name of happenings) removeEventListener(name, touched); };
}
