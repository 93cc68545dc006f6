/** A document as it stands in an answer's bytes: offsets of JSON tokens, quotes included, -1 where there is none. */
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
