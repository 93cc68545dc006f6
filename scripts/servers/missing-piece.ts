/** Something this machine lacks. The message is the one sentence that says what to install or change; no stack is shown. */
export class MissingPiece extends Error {
  override readonly name = 'MissingPiece';
}
