import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { programFolder } from '../../lib/places.mjs';

const project = programFolder();

/**
 * Makes a folder that is as an installed package is: the modules with these names (`lib/thread/entry`) and all that they import, compiled below
 * `dist`, and no source. Node strips no types in it if `node_modules` is in its path.
 */
export function compilePackage(folder: string, names: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
  const visited = new Set<string>();
  for (const name of names) compile(join(project, `${name}.ts`), folder, visited);
}

function compile(file: string, folder: string, visited: Set<string>): void {
  if (visited.has(file)) return;
  visited.add(file);
  const target = join(folder, 'dist', relative(project, file)).replace(/\.ts$/, '.js');
  mkdirSync(dirname(target), { recursive: true });
  if (extname(file) === '.ts') {
    const code = ts.transpileModule(readFileSync(file, 'utf8'), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2024,
        verbatimModuleSyntax: true,
        rewriteRelativeImportExtensions: true,
      },
    }).outputText;
    writeFileSync(target, code);
  } else copyFileSync(file, target);
  const source = readFileSync(file, 'utf8').replace(/^(import|export) type [^;]*;/gm, '');
  for (const [, name] of source.matchAll(/\b(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g))
    compile(resolve(dirname(file), name!), folder, visited);
}
