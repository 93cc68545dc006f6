import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderSource } from '../../../lib/contract/backup-ref.ts';
import { testSources } from '../../support/sources.ts';
import { flipByte } from '../../support/flip-byte.ts';
import { conformsAsSource } from '../conformance.ts';

for (const trusted of [false, true])
  conformsAsSource(`of a folder, with refs ${trusted ? 'of a plan' : 'from an address'}`, async () => {
    const directory = await mkdtemp(join(tmpdir(), 'restore-desk-source-'));
    const backups = testSources({ trusted });
    return {
      source: backups.of(folderSource(directory)),
      backups,
      damage: (id) => flipByte(join(directory, id)),
      takeAway: () => rm(directory, { recursive: true }),
      close: () => rm(directory, { recursive: true, force: true }),
    };
  });
