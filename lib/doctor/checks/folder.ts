import { stat } from 'node:fs/promises';
import { isAppError } from '../../errors.ts';
import { codeOf } from '../../files/file-error.ts';
import { filesOf } from '../../files/files.ts';
import { ok, type Finding } from '../check.ts';
import { measureWriting } from '../measure-writing.ts';
import { accessFinding, notWrittenFinding, spaceFinding, speedFinding } from '../words/folder.ts';

/** `created`: when a missing one is made, as in "with the first backup". `isPrivate`: warn where others can read it. */
export async function checkFolder(
  folder: string,
  { created, isPrivate }: { created: string; isPrivate: boolean },
  signal: AbortSignal,
): Promise<Finding> {
  const files = filesOf(folder, signal);
  const [there, obstacle] = await Promise.all([files.exists(), files.obstacle()]);
  const openToOthers = isPrivate && there ? await isOpenToOthers(folder) : null;
  return accessFinding({ folder, there, obstacle, openToOthers }, created);
}

const isOpenToOthers = (folder: string): Promise<boolean | null> =>
  stat(folder).then(
    ({ mode }) => (mode & 0o004) !== 0,
    () => null,
  );

export const checkSpace = async (folder: string, lowBytes: number | undefined, signal: AbortSignal): Promise<Finding> =>
  spaceFinding(folder, await filesOf(folder, signal).space(), lowBytes);

export async function checkSpeed(folder: string, signal: AbortSignal): Promise<Finding> {
  if (!(await filesOf(folder, signal).exists()))
    return ok(`${folder} does not exist yet: nothing was written to measure it.`);
  try {
    return speedFinding({ folder, ...(await measureWriting(folder, signal)) });
  } catch (error) {
    if (isAppError(error)) throw error;
    return notWrittenFinding(folder, codeOf(error) ?? null);
  }
}
