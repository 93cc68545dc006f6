import { expect, test } from 'vitest';
import { requestTarget } from '../../../lib/replaying/requests/request-target.ts';

test.each([
  ['/pages/_doc/1?refresh=true', '/pages/_doc/1?refresh=true'],
  ['http://evil.example/x', '/x'],
  ['HTTPS://user:secret@evil.example:9200/x?y#z', '/x?y#z'],
  ['http://evil.example', '/'],
  ['http://evil.example?x=1', '/?x=1'],
  ['//evil.example/x', '//evil.example/x'],
  ['@evil.example/x', '/@evil.example/x'],
  [':9200/x', '/:9200/x'],
  ['evil.example:443', '/evil.example:443'],
  ['http://http://evil.example/x', '//evil.example/x'],
  ['*', '/*'],
  ['/x?to=http://evil.example/', '/x?to=http://evil.example/'],
])('%s is sent as %s', (raw, expected) => {
  const { text } = requestTarget(raw);
  expect(text).toBe(expected);
});
