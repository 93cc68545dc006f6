import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../components/ui/json.tsx';

describe('layOut', () => {
  it('lays JSON out over lines and leaves empty lists in one', () => {
    expect(layOut('{"a":1,"b":[1,{"c":"x, {y}: [z]"}],"d":{},"e":[ ]}')).toBe(
      '{\n  "a": 1,\n  "b": [\n    1,\n    {\n      "c": "x, {y}: [z]"\n    }\n  ],\n  "d": {},\n  "e": []\n}',
    );
  });

  it('keeps numbers as they are written', () => {
    expect(layOut('{"id":9007199254740993,"price":1.0e+2}')).toBe('{\n  "id": 9007199254740993,\n  "price": 1.0e+2\n}');
  });

  it('returns text that is not JSON as it is', () => {
    expect(layOut('a  : b, {')).toBe('a  : b, {');
  });

  it('lays out as JSON.stringify does', () => {
    const laidOutAsUsual = (value: unknown) => {
      expect(layOut(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
    };
    fc.assert(fc.property(fc.jsonValue(), laidOutAsUsual));
  });
});
