import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { freePort, portIsFree } from './servers/ports.ts';

/**
 * The port of the last start, from `file`, while it is free; else another free one, which is saved. A replay can only be resumed while
 * its target has the same address.
 */
export async function searchAppPort(file: string): Promise<number> {
  const saved = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (Number.isInteger(saved) && saved > 0 && saved < 65_536 && (await portIsFree(saved))) return saved;
  const port = await freePort();
  writeFileSync(file, String(port));
  return port;
}
