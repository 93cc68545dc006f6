import type { Readable } from 'node:stream';

/** Missing in the types of `unzipper`. */
declare module 'unzipper' {
  namespace Open {
    /**
     * `tailSize`: the number of bytes at the end of the file in which the end record and the comment are searched;
     * default 80.
     */
    function file(filename: string, options: { tailSize: number }): Promise<CentralDirectory>;
    function custom(
      source: { size(): Promise<number>; stream(offset: number, length?: number): Readable },
      options: { tailSize: number },
    ): Promise<CentralDirectory>;
  }
}
