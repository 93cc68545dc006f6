// @ts-check
/**
 * The configuration that the pages were built with. Given to Next as its own standalone server does, Next reads no next.config.ts, for
 * which it would need its compiler. Plain JavaScript, as server.mjs, which loads it.
 */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isPackage } from './places.mjs';

/**
 * Configures Next for the pages of a folder. Throws a sentence where nothing is built.
 * @param {string} pages
 * @param {string} programFolder The folder that is given to Next.
 * @returns {string} The sub-path of the pages, "/tools/desk"; empty: none.
 */
export function configureNext(pages, programFolder) {
  const file = join(pages, 'required-server-files.json');
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
    throw Object.assign(
      new Error(
        `The pages are not built (there is no ${file}): ${isPackage() ? 'install the package again' : 'run "npm run build"'}.`,
      ),
      {
        syscall: 'open',
      },
    );
  }
  const { config } = JSON.parse(text);
  process.env['__NEXT_PRIVATE_STANDALONE_CONFIG'] = JSON.stringify({
    ...config,
    distDir: relative(programFolder, pages),
  });
  return config.basePath;
}
