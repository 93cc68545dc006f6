import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupSources } from '../../../lib/backups/sources.ts';
import { folderSource } from '../../../lib/contract/backup-ref.ts';
import { conformsAsSource } from '../conformance.ts';

for (const trusted of [false, true])
  conformsAsSource(`of a folder, with refs ${trusted ? 'of a plan' : 'from an address'}`, async () => {
    const directory = await mkdtemp(join(tmpdir(), 'restore-desk-source-'));
    const backups = backupSources({ trusted });
    return {
      source: backups.of(folderSource(directory)),
      backups,
      damage: (id) => flipByte(join(directory, id)),
      takeAway: () => rm(directory, { recursive: true }),
      close: () => rm(directory, { recursive: true, force: true }),
    };
  });

async function flipByte(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  const { size } = await handle.stat();
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, Math.floor(size / 2));
  byte[0]! ^= 0xff;
  await handle.write(byte, 0, 1, Math.floor(size / 2));
  await handle.close();
}
