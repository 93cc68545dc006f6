import { DRY_RUN, flag, PROTECTED, text, type Verb } from './verb.ts';

export type IndexVerbName = 'index open' | 'index close' | 'index delete';

const example = 'http://127.0.0.1:9200 government-2018-01-08t10-20-30z-1a2b';

/** Changes of one index. */
export const INDEX_VERBS: Record<IndexVerbName, Verb> = {
  'index open': {
    name: 'index open',
    summary: 'open a closed index, and wait for its shards',
    usage: 'restore-desk index open <url> <index> [--dry-run]',
    positionals: ['url', 'index'],
    options: { 'dry-run': flag },
    optionHelp: [DRY_RUN],
    notes:
      'Waits until the primary shards have started, and prints the health of the index. Refused if the index is open ' +
      'already. To undo it: restore-desk index close.',
    examples: [`restore-desk index open ${example}`],
  },
  'index close': {
    name: 'index close',
    summary: 'close an index: its documents are kept, and can’t be searched or written',
    usage: 'restore-desk index close <url> <index> [--even-live] [--dry-run]',
    positionals: ['url', 'index'],
    options: { 'even-live': flag, confirm: text, 'break-glass': text, 'dry-run': flag },
    optionHelp: [
      ['--even-live', 'also if an alias points to it: searches through the alias then fail'],
      ...PROTECTED,
      DRY_RUN,
    ],
    notes:
      'A closed index still takes disk. Refused if an alias points to it, without --even-live; if a job writes into it; ' +
      'and under a read_only, read_only_allow_delete or metadata block. To undo it: restore-desk index open.',
    examples: [`restore-desk index close ${example}`],
  },
  'index delete': {
    name: 'index delete',
    summary: 'delete one index that no alias points to',
    usage: 'restore-desk index delete <url> <index> --confirm <index> [--dry-run]',
    positionals: ['url', 'index'],
    options: { confirm: text, 'dry-run': flag },
    optionHelp: [['--confirm INDEX', 'the name of the index again: without it nothing is deleted'], DRY_RUN],
    notes:
      'Only a backup can restore a deleted index. Refused while an alias points to it, while a job writes into it, and ' +
      'under a read_only or metadata block. Its uuid, aliases and blocks are checked again right before. The dashboard ' +
      'also shows which backups and snapshots hold it.',
    examples: [`restore-desk index delete ${example} --confirm government-2018-01-08t10-20-30z-1a2b`],
  },
};
