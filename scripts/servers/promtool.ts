import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { programPath, unpackPackage } from './system-packages.ts';
import { cacheDirectory } from './unprivileged.ts';

let missing: string | null = null;

/**
 * The path of promtool, Prometheus' own checks of metrics and rules: on the PATH, or unpacked from Debian's package `prometheus`
 * into the cache; the server in that package is neither installed nor started. null: it can't be had here, and `whyNoPromtool`
 * says why.
 */
export function findPromtool(): string | null {
  const folder = join(cacheDirectory(), 'programs', 'prometheus');
  const unpacked = join(folder, 'usr/bin/promtool');
  const found = programPath('promtool') ?? (existsSync(unpacked) ? unpacked : null);
  if (found !== null || missing !== null) return found;
  mkdirSync(folder, { recursive: true });
  if (unpackPackage('prometheus', folder) && existsSync(unpacked)) return unpacked;
  missing = 'there is no promtool on the PATH (Debian: prometheus)';
  process.stderr.write(`No promtool: ${missing}. Tests of metrics and alert rules with it are left out.\n`);
  return null;
}

export const whyNoPromtool = (): string => missing ?? 'no promtool';
