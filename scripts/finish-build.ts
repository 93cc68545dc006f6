import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };
import { mapInParallel } from '../lib/map-in-parallel.ts';
import { PLACEHOLDER, withoutPlaceholder, type Insertions } from '../lib/serve/base-path.ts';
import { INSERTIONS_FILE, servedFiles } from '../lib/serve/built-pages.ts';

/** Names by which a build has the packages that Next does not bundle: links that a package of npm can't have. "pino-28069d5257187539" */
const LINK = /^(.+)-[0-9a-f]{16}$/;

/**
 * Makes what Next has built independent of where it is and of the sub-path: packages by their own names, the placeholder of the sub-path
 * removed and its places recorded, the configuration without paths of this machine.
 */
export async function finishBuild(folder: string): Promise<void> {
  const links = await linkedPackages(folder);
  await forgetThisMachine(join(folder, 'required-server-files.json'));
  await dropRedirectOfRoot(join(folder, 'routes-manifest.json'));
  const insertions: Record<string, Insertions> = {};
  await mapInParallel(servedFiles(folder), 8, async (file) => {
    const path = join(folder, file);
    const before = await readFile(path);
    const named = file.startsWith('server/') && file.endsWith('.js') ? withOwnNames(before, links) : before;
    const stripped = withoutPlaceholder(named);
    if (stripped) {
      insertions[file] = stripped.insertions;
      refuseDecided(file, named);
    }
    const after = stripped?.bytes ?? named;
    if (!after.equals(before)) await writeFile(path, after);
  });
  if (Object.keys(insertions).length === 0) throw new Error(`No file below ${folder} has ${PLACEHOLDER}.`);
  await writeFile(join(folder, INSERTIONS_FILE), JSON.stringify(insertions));
}

/** The links that the build made, and the names of the packages. */
async function linkedPackages(folder: string): Promise<ReadonlyMap<string, string>> {
  const links = await readdir(join(folder, 'node_modules'), { recursive: true });
  return new Map(
    links.flatMap((link) => {
      const name = LINK.exec(link)?.[1];
      if (name === undefined) return [];
      if (!Object.hasOwn(manifest.dependencies, name))
        throw new Error(`${name} is not in dependencies of package.json.`);
      return [[link, name] as const];
    }),
  );
}

/** Each name is in quotes, perhaps followed by the path of a module. */
function withOwnNames(bytes: Buffer, packages: ReadonlyMap<string, string>): Buffer {
  let text = bytes.toString('utf8');
  for (const [link, name] of packages) {
    text = text.replaceAll(`"${link}`, `"${name}`);
    if (text.includes(link))
      throw new Error(`${link} is named in another way than in quotes (scripts/finish-build.ts).`);
  }
  return Buffer.from(text);
}

/**
 * The bundler decides a condition on the sub-path by the placeholder, and removes the other branch: without a sub-path it would be
 * missing. No code in a bundle may ask what NEXT_PUBLIC_BASE_PATH is.
 */
function refuseDecided(file: string, bytes: Buffer): void {
  if (bytes.includes('TURBOPACK unreachable'))
    throw new Error(`${file} has a condition on the sub-path, which the build has decided (scripts/finish-build.ts).`);
}

interface ServerFiles {
  config: Record<string, unknown>;
}

/** Next reads the configuration there, when it serves. */
async function forgetThisMachine(file: string): Promise<void> {
  const { config, ...rest } = JSON.parse(await readFile(file, 'utf8')) as ServerFiles;
  const {
    configFile: _file,
    repoRoot: _repository,
    outputFileTracingRoot: _root,
    turbopack: _turbopack,
    ...kept
  } = config;
  await writeFile(file, JSON.stringify({ ...rest, config: kept, appDir: '', files: [] }));
}

interface Routes {
  redirects: { source: string }[];
}

/** Next redirects from `<sub-path>/` to `<sub-path>`: without a sub-path that would be from `/` to nothing. */
async function dropRedirectOfRoot(file: string): Promise<void> {
  const routes = JSON.parse(await readFile(file, 'utf8')) as Routes;
  const redirects = routes.redirects.filter(({ source }) => source !== `${PLACEHOLDER}/`);
  await writeFile(file, JSON.stringify({ ...routes, redirects }));
}
