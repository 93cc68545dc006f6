import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Insertions } from './base-path.ts';

/** In the folder of a build, beside what Next itself writes: see `readInsertions`. */
export const INSERTIONS_FILE = 'base-path.json';

/** What serving does not read: caches, records of the build, and source maps, which are four fifths of it. */
const NOT_SERVED =
  /^(?:cache|dev|diagnostics|types|build|node_modules|turbopack|trace(?:-build)?|lock|restore-desk-sources|required-server-files\.js)(?:\/|$)|\.map$|\.nft\.json$/;

/** The files of a build that are needed to serve it, as paths from its folder. */
export const servedFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((file) => !NOT_SERVED.test(file))
    .sort();

/** Where a sub-path belongs in a build: by file, as a path from its folder. */
export const readInsertions = (folder: string): Readonly<Record<string, Insertions>> =>
  z.record(z.string(), z.array(z.number())).parse(JSON.parse(readFileSync(join(folder, INSERTIONS_FILE), 'utf8')));

/** Names one build. Throws a system error if there is none. */
export const buildIdOf = (folder: string): string => readFileSync(join(folder, 'BUILD_ID'), 'utf8').trim();
