import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { AppError } from '../errors.ts';
import { DEFINITION_LIMITS } from '../archive/entry-limits.ts';
import { parseExact } from '../json/exact.ts';
import { exceededLimit, describeLimit } from '../json/limits.ts';
import { isJsonObject } from '../target/deep-merge.ts';
import { suggest } from './suggest.ts';
import { optionsOfVerb, type Verb } from './verb.ts';
import { VERBS, type VerbName } from './verbs.ts';

/** The parsed arguments. Each getter throws invalid_input with the option's name. */
export interface Arguments {
  verb: Verb;
  positionals: string[];
  text(option: string): string | undefined;
  texts(option: string): string[];
  flag(option: string): boolean;
  count(option: string, least: number, most: number): number | undefined;
  json(option: string): Record<string, unknown> | undefined;
}

export const usageError = (message: string, verb?: string, hint?: string): AppError =>
  new AppError('invalid_input', message, { hint: hint ?? `See: restore-desk ${verb ? `${verb} ` : ''}--help` });

/** A command of two words as one argument: `repository add …` → `["repository add", …]`. */
export function withVerbInOneWord(argv: readonly string[]): string[] {
  const [first, second, ...rest] = argv;
  const two = `${first ?? ''} ${second ?? ''}`;
  return Object.hasOwn(VERBS, two) ? [two, ...rest] : [...argv];
}

export function requireVerb(name: string): { [K in VerbName]: Verb & { name: K } }[VerbName] {
  if (Object.hasOwn(VERBS, name)) return VERBS[name as VerbName] as ReturnType<typeof requireVerb>;
  const second = Object.keys(VERBS).filter((verb) => verb.startsWith(`${name} `));
  if (second.length > 0)
    throw usageError(
      `${name} needs one of: ${second.map((verb) => verb.slice(name.length + 1)).join(', ')}.`,
      undefined,
      `See: restore-desk ${second[0]!} --help`,
    );
  const suggestion = suggest(name, [...Object.keys(VERBS), 'user']);
  throw usageError(
    `There is no command “${name}”.`,
    undefined,
    suggestion
      ? `Did you mean “${suggestion}”?`
      : `There is ${Object.keys(VERBS).join(', ')}. See: restore-desk --help`,
  );
}

export function parseArguments(verb: Verb, argv: readonly string[]): Arguments {
  const options = optionsOfVerb(verb);
  const values = read(verb, argv, options);
  const { positionals } = values;
  const last = verb.positionals.length - 1;
  const variadic = /\.\.\.\]?$/.test(verb.positionals[last] ?? '');
  if (!values.help) {
    // Usually an unset variable of a script. It must not mean the working directory.
    const empty = positionals.indexOf('');
    if (empty !== -1)
      throw usageError(
        `<${(verb.positionals[variadic ? Math.min(empty, last) : empty] ?? 'argument').replace(/\[|\.\.\.|\]/g, '')}> is empty.`,
        verb.name,
      );
    // A name in brackets may be left out.
    const needed = verb.positionals.filter((name) => !name.startsWith('[')).length;
    if (positionals.length < needed)
      throw usageError(
        `${verb.name} needs <${verb.positionals[positionals.length]!.replace('...', '')}>.`,
        verb.name,
        `Usage: ${verb.usage.replaceAll(/\s+/g, ' ')}`,
      );
    if (!variadic && positionals.length > verb.positionals.length)
      throw usageError(
        `${verb.name} takes ${takenBy(verb)}; “${positionals[verb.positionals.length]!}” is one argument too many.`,
        verb.name,
      );
  }
  const text = (option: string): string | undefined => {
    const value = values.options[option];
    if (value === '') throw usageError(`--${option} is empty.`, verb.name);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    verb,
    positionals,
    text,
    texts: (option) => {
      const list = values.options[option];
      if (!Array.isArray(list)) return [];
      if (list.includes('')) throw usageError(`--${option} is empty.`, verb.name);
      return list.map(String);
    },
    flag: (option) => values.options[option] === true,
    count: (option, least, most) => {
      const value = text(option);
      if (value === undefined) return undefined;
      const number = Number(value);
      if (!/^\d+$/.test(value) || number < least || number > most)
        throw usageError(`--${option} takes a whole number from ${least} to ${most}, not “${value}”.`, verb.name);
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
  argv: readonly string[],
  options: Verb['options'],
): { positionals: string[]; options: Record<string, unknown>; help: boolean } {
  const { values, positionals, tokens } = parse(verb, argv, options);
  const given = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind !== 'option' || token.value === undefined || options[token.name]?.multiple) continue;
    // For --alias the wrong guess moves the wrong alias: two different values are refused.
    const before = given.get(token.name);
    if (before !== undefined && before !== token.value)
      throw usageError(`--${token.name} is given twice: “${before}” and “${token.value}”.`, verb.name);
    given.set(token.name, token.value);
  }
  const named: Record<string, unknown> = values;
  return { positionals, options: named, help: named['help'] === true };
}

function parse(verb: Verb, argv: readonly string[], options: Verb['options']) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true, tokens: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const option = /'(--?[^' =]+)/.exec(message)?.[1];
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' && option) {
      const suggestion = suggest(option.replace(/^-+/, ''), Object.keys(options));
      throw usageError(
        `${verb.name} has no option “${option}”.`,
        verb.name,
        suggestion ? `Did you mean “--${suggestion}”?` : undefined,
      );
    }
    if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' && option) {
      const takesValue = options[option.replace(/^-+/, '')]?.type === 'string';
      throw usageError(
        takesValue ? `${option} needs a value.` : `${option} takes no value.`,
        verb.name,
        takesValue ? `A value that starts with a dash is written ${option}=-x.` : undefined,
      );
    }
    throw usageError(message, verb.name);
  }
}

const takenBy = ({ positionals }: Verb): string =>
  positionals.length === 0 ? 'no argument' : `${positionals.map((name) => `<${name}>`).join(' ')} and no more`;

const JSON_EXAMPLES: Record<string, string> = {
  mappings: '{"dynamic": false}',
  query: '{"term": {"status": "published"}}',
};

const jsonHint = (option: string): string =>
  `Write it like --${option} '${JSON_EXAMPLES[option] ?? '{"number_of_replicas": 0}'}'.`;

function jsonOf(value: string, option: string, verb: string): Record<string, unknown> {
  let source = value;
  if (value.startsWith('@')) {
    try {
      source = readFileSync(value.slice(1), 'utf8');
    } catch (error) {
      throw usageError(
        `--${option}: ${value.slice(1)} can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
        verb,
      );
    }
  }
  const exceeded = exceededLimit(Buffer.from(source), DEFINITION_LIMITS);
  if (exceeded !== null) throw usageError(`--${option} ${describeLimit(exceeded, DEFINITION_LIMITS)}.`, verb);
  let parsed: unknown;
  try {
    parsed = parseExact(source);
  } catch (error) {
    throw usageError(`--${option} is not JSON: ${(error as Error).message}.`, verb, jsonHint(option));
  }
  if (!isJsonObject(parsed)) throw usageError(`--${option} takes a JSON object.`, verb, jsonHint(option));
  return parsed;
}
