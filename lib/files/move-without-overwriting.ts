import { link, lstat, rename, unlink } from 'node:fs/promises';
import { codeOf, fileError } from './file-error.ts';

/** What systems answer that have no hard links: FAT, some network shares and FUSE. */
const NO_LINKS: readonly (string | undefined)[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL'];

/**
 * Moves a file within one file system. Throws EEXIST where there is a file of that name. A link is made in one step, so two
 * processes can't both succeed; without links, the name is looked up before.
 */
export async function moveWithoutOverwriting(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!NO_LINKS.includes(codeOf(error))) throw error;
    const there = await lstat(to).catch((missing: unknown) => {
      if (codeOf(missing) === 'ENOENT') return null;
      throw missing;
    });
    if (there !== null) throw fileError('EEXIST', 'A file of that name is there.');
    await rename(from, to);
    return;
  }
  await unlink(from);
}
