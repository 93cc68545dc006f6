/** A document in a response's bytes: offsets of its JSON tokens, with quotes; -1: no such token. */
export interface DocumentTokens {
  bytes: Buffer;
  idStart: number;
  idEnd: number;
  routingStart: number;
  routingEnd: number;
  versionStart: number;
  versionEnd: number;
  typeStart: number;
  typeEnd: number;
  sourceStart: number;
  sourceEnd: number;
}
