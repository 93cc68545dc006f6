import { DRY_RUN, flag, PROTECTED, text, type Verb } from './verb.ts';

export type AliasVerbName = 'alias add' | 'alias remove';

/** One index more or less in an alias. */
export const ALIAS_VERBS: Record<AliasVerbName, Verb> = {
  'alias add': {
    name: 'alias add',
    summary: 'add one index to an alias, beside those that it has',
    usage: 'restore-desk alias add <url> <alias> <index> [--keep-writes] [--dry-run]',
    positionals: ['url', 'alias', 'index'],
    options: { 'keep-writes': flag, confirm: text, 'break-glass': text, 'dry-run': flag },
    optionHelp: [
      [
        '--keep-writes',
        'make the only index of the alias its write index; without it, writes through an alias with several indices and no write index fail',
      ],
      ...PROTECTED,
      DRY_RUN,
    ],
    notes:
      'The index gets the filter and the routing that the alias has on its other indices, and never the write flag. A closed ' +
      'index is opened first. An alias that does not exist is created. Undo: restore-desk switch-back <url> <alias>.',
    examples: [
      'restore-desk alias add http://127.0.0.1:9200 government government-2018-01-08t10-20-30z-1a2b --dry-run',
      'restore-desk alias add http://127.0.0.1:9200 government government-archive --keep-writes',
    ],
  },
  'alias remove': {
    name: 'alias remove',
    summary: 'remove one index from an alias; the index is kept',
    usage: 'restore-desk alias remove <url> <alias> <index> [--accept-loss] [--dry-run]',
    positionals: ['url', 'alias', 'index'],
    options: { 'accept-loss': flag, confirm: text, 'break-glass': text, 'dry-run': flag },
    optionHelp: [
      [
        '--accept-loss',
        'also if the alias is deleted, or shows far fewer documents afterwards, or their number is unknown',
      ],
      ...PROTECTED,
      DRY_RUN,
    ],
    notes:
      'No document is deleted. Removing the last index deletes the alias: searches for it then fail. That is refused without ' +
      '--accept-loss, and so is a removal after which the alias shows far fewer documents. ' +
      'Undo: restore-desk switch-back <url> <alias>.',
    examples: ['restore-desk alias remove http://127.0.0.1:9200 government government-archive'],
  },
};
