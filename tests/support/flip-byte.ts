import { open } from 'node:fs/promises';

/** Changes the byte in the middle of a file. */
export async function flipByte(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  const { size } = await handle.stat();
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, Math.floor(size / 2));
  byte[0]! ^= 0xff;
  await handle.write(byte, 0, 1, Math.floor(size / 2));
  await handle.close();
}
