import type { ParseArgsOptionDescriptor } from 'node:util';

export interface Verb {
  /** One word, or two: "repository add". */
  name: string;
  summary: string;
  usage: string;
  /** Names of the arguments after the verb; `...`: one or more. */
  positionals: readonly string[];
  options: Record<string, ParseArgsOptionDescriptor>;
  /** For --help, one entry per option. */
  optionHelp: readonly (readonly [option: string, text: string])[];
  notes: string;
  examples: readonly string[];
}

export const text = { type: 'string' } as const;
export const texts = { type: 'string', multiple: true } as const;
export const flag = { type: 'boolean' } as const;

type Options = Record<string, ParseArgsOptionDescriptor>;
type OptionHelp = readonly (readonly [option: string, text: string])[];

const CONNECTION: Options = { credentials: text, ca: text, 'no-certificate-check': flag };
const CONNECTION_HELP: OptionHelp = [
  ['--credentials FILE', 'read user name and password, or an API key, from FILE (see below)'],
  ['--ca FILE', 'trust the certificate authority in FILE (PEM); also ELASTICSEARCH_CA'],
  ['--no-certificate-check', 'use https without checking the certificate'],
];

export const usesCluster = (verb: Verb): boolean => verb.positionals[0] === 'url';

/** The verb's own options, those of a connection if it uses a cluster, and those of every verb. */
export const optionsOfVerb = (verb: Verb): Options => ({
  ...verb.options,
  ...(usesCluster(verb) ? CONNECTION : {}),
  json: flag,
  help: { type: 'boolean', short: 'h' },
});

export const optionHelpOf = (verb: Verb): OptionHelp => [
  ...verb.optionHelp,
  ['--json', 'print exactly one JSON object on stdout at the end; everything else goes to stderr'],
  ...(usesCluster(verb) ? CONNECTION_HELP : []),
  ['-h, --help', 'show this help'],
];

/** For clusters that the configuration marks as `protected`. */
export const PROTECTED: readonly (readonly [string, string])[] = [
  [
    '--confirm ALIAS',
    'on a protected cluster: the name of the alias that is switched, or points to the index written into or closed',
  ],
  ['--break-glass WHY', 'switch it without a second person’s approval: the reason, which everyone will see'],
];

export const DRY_RUN = ['--dry-run', 'print the plan and change nothing'] as const;
