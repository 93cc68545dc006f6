import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { AppError } from '../errors.ts';
import { DEFINITION_LIMITS } from '../archive/entry-limits.ts';
import { parseExact } from '../json/exact.ts';
import { exceededLimit, describeLimit } from '../json/limits.ts';
import { isJson } from '../target/deep-merge.ts';
import { suggest } from './suggest.ts';
import { optionsOfVerb, VERBS, type Verb, type VerbName } from './verbs.ts';

/** What was typed, read once; each getter throws invalid_input with the option's name. */
export interface Arguments {
  verb: Verb;
  positionals: string[];
  text(option: string): string | undefined;
  texts(option: string): string[];
  flag(option: string): boolean;
  count(option: string, least: number, most: number): number | undefined;
  json(option: string): Record<string, unknown> | undefined;
}

export const wrongUsage = (message: string, verb?: VerbName, hint?: string): AppError =>
  new AppError('invalid_input', message, { hint: hint ?? `See: restore-desk ${verb ? `${verb} ` : ''}--help` });

export function verbNamed(typed: string): Verb {
  if (Object.hasOwn(VERBS, typed)) return VERBS[typed as VerbName];
  const meant = suggest(typed, [...Object.keys(VERBS), 'user']);
  throw wrongUsage(
    `There is no verb “${typed}”.`,
    undefined,
    meant ? `Did you mean “${meant}”?` : `There is ${Object.keys(VERBS).join(', ')}. See: restore-desk --help`,
  );
}

export function parseArguments(verb: Verb, typed: readonly string[]): Arguments {
  const options = optionsOfVerb(verb);
  const values = read(verb, typed, options);
  const found = values.positionals;
  const many = verb.positionals[0]?.endsWith('...') ?? false;
  if (!values.help) {
    // Of a variable that is not set, in a script; the working directory is never meant.
    const empty = found.indexOf('');
    if (empty !== -1)
      throw wrongUsage(
        `<${(verb.positionals[many ? 0 : empty] ?? 'argument').replace('...', '')}> is empty.`,
        verb.name,
      );
    if (found.length < verb.positionals.length)
      throw wrongUsage(
        `${verb.name} needs <${verb.positionals[found.length]!.replace('...', '')}>.`,
        verb.name,
        `Usage: ${verb.usage.replaceAll(/\s+/g, ' ')}`,
      );
    if (!many && found.length > verb.positionals.length)
      throw wrongUsage(
        `${verb.name} takes ${verb.positionals.map((name) => `<${name}>`).join(' ')} and no more; “${found[verb.positionals.length]!}” is too much.`,
        verb.name,
      );
  }
  const text = (option: string): string | undefined => {
    const value = values.options[option];
    if (value === '') throw wrongUsage(`--${option} is empty.`, verb.name);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    verb,
    positionals: found,
    text,
    texts: (option) => {
      const list = values.options[option];
      if (!Array.isArray(list)) return [];
      if (list.includes('')) throw wrongUsage(`--${option} is empty.`, verb.name);
      return list.map(String);
    },
    flag: (option) => values.options[option] === true,
    count: (option, least, most) => {
      const value = text(option);
      if (value === undefined) return undefined;
      const number = Number(value);
      if (!/^\d+$/.test(value) || number < least || number > most)
        throw wrongUsage(`--${option} takes a whole number from ${least} to ${most}, not “${value}”.`, verb.name);
      return number;
    },
    json: (option) => {
      const value = text(option);
      return value === undefined ? undefined : jsonOf(value, option, verb.name);
    },
  };
}

function read(
  verb: Verb,
  typed: readonly string[],
  options: Verb['options'],
): { positionals: string[]; options: Record<string, unknown>; help: boolean } {
  const { values, positionals, tokens } = parse(verb, typed, options);
  const said = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind !== 'option' || token.value === undefined || options[token.name]?.multiple) continue;
    // Which of the two was meant decides over an alias: nobody guesses.
    const before = said.get(token.name);
    if (before !== undefined && before !== token.value)
      throw wrongUsage(`--${token.name} is given twice: “${before}” and “${token.value}”.`, verb.name);
    said.set(token.name, token.value);
  }
  const found: Record<string, unknown> = values;
  return { positionals, options: found, help: found['help'] === true };
}

function parse(verb: Verb, typed: readonly string[], options: Verb['options']) {
  try {
    return parseArgs({ args: [...typed], options, allowPositionals: true, strict: true, tokens: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const option = /'(--?[^' =]+)/.exec(message)?.[1];
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' && option) {
      const meant = suggest(option.replace(/^-+/, ''), Object.keys(options));
      throw wrongUsage(
        `${verb.name} has no option “${option}”.`,
        verb.name,
        meant ? `Did you mean “--${meant}”?` : undefined,
      );
    }
    if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' && option) {
      const takes = options[option.replace(/^-+/, '')]?.type === 'string';
      throw wrongUsage(
        takes ? `${option} needs a value.` : `${option} takes no value.`,
        verb.name,
        takes ? `A value that starts with a dash is written ${option}=-x.` : undefined,
      );
    }
    throw wrongUsage(message, verb.name);
  }
}

function jsonOf(value: string, option: string, verb: VerbName): Record<string, unknown> {
  let source = value;
  if (value.startsWith('@')) {
    try {
      source = readFileSync(value.slice(1), 'utf8');
    } catch (error) {
      throw wrongUsage(
        `--${option}: ${value.slice(1)} can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
        verb,
      );
    }
  }
  const exceeded = exceededLimit(Buffer.from(source), DEFINITION_LIMITS);
  if (exceeded !== null) throw wrongUsage(`--${option} ${describeLimit(exceeded, DEFINITION_LIMITS)}.`, verb);
  let parsed: unknown;
  try {
    parsed = parseExact(source);
  } catch (error) {
    throw wrongUsage(
      `--${option} is not JSON: ${(error as Error).message}.`,
      verb,
      `Write it like --${option} '{"number_of_replicas": 0}'.`,
    );
  }
  if (!isJson(parsed))
    throw wrongUsage(
      `--${option} takes a JSON object.`,
      verb,
      `Write it like --${option} '{"number_of_replicas": 0}'.`,
    );
  return parsed;
}
