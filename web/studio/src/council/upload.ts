// SPDX-License-Identifier: Apache-2.0
// Sends one file as it is; the server checks its name, size and signature.
export async function upload(path: string, csrf: string, bytes: Blob, type = 'application/octet-stream'): Promise<{good: boolean; code: string; body: unknown}> {
  try {
    const response = await fetch(path, {method: 'POST', credentials: 'same-origin', redirect: 'error', headers: {'Content-Type': type, 'X-Karuna-CSRF': csrf}, body: bytes});
    const body = await response.json().catch(() => ({})) as {error?: string};
    return {good: response.ok, code: response.ok ? '' : body.error ?? String(response.status), body};
  } catch {
    return {good: false, code: 'OFFLINE', body: {}};
  }
}
