import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { MissingPiece } from '../../scripts/servers/missing-piece.ts';
import { needRoom } from '../../scripts/servers/room.ts';

test('a disk without room for a server is one sentence with both numbers', () => {
  expect(() => {
    needRoom(tmpdir(), 1);
  }).not.toThrow();
  const much = 1024 ** 6;
  expect(() => {
    needRoom(tmpdir(), much);
  }).toThrow(MissingPiece);
  expect(() => {
    needRoom(tmpdir(), much);
  }).toThrow(/ has only \d+\.\d GB free, and Elasticsearch needs 1073741824 GB /);
});
