import { describe, expect, it } from 'vitest';
import { fieldDifferences } from '../../lib/comparing/field-differences.ts';

const compare = (left: string, right: string, most?: number) =>
  fieldDifferences(Buffer.from(left), Buffer.from(right), most);
const lines = (left: string, right: string) =>
  compare(left, right).differences.map(
    ({ path, kind, left: before, right: after }) => `${kind} ${path}: ${before?.text ?? '∅'} → ${after?.text ?? '∅'}`,
  );

describe('fieldDifferences', () => {
  it('names each field that differs, and counts the equal ones', () => {
    const left = '{"title":"A","views":7,"tags":["x","y"],"old":{"a":1,"b":2}}';
    const right = '{"title":"B","views":7,"tags":["x","z","w"],"new":true}';
    expect(lines(left, right)).toEqual([
      'changed title: "A" → "B"',
      'changed tags[1]: "y" → "z"',
      'onlyRight tags[2]: ∅ → "w"',
      'onlyLeft old: {"a":1,"b":2} → ∅',
      'onlyRight new: ∅ → true',
    ]);
    expect(compare(left, right)).toMatchObject({ found: 5, equal: 2, reordered: 0 });
  });

  it('tells another spelling from another value', () => {
    expect(lines('{"a":1.0,"b":"\\u00e9","c":1e2,"d":-0}', '{"a":1,"b":"é","c":100,"d":0.0}')).toEqual([
      'spelling a: 1.0 → 1',
      'spelling b: "\\u00e9" → "é"',
      'spelling c: 1e2 → 100',
      'spelling d: -0 → 0.0',
    ]);
    expect(lines('{"a":"1","b":null,"c":true,"d":[],"e":0}', '{"a":1,"b":false,"c":false,"d":{},"e":null}')).toEqual([
      'changed a: "1" → 1',
      'changed b: null → false',
      'changed c: true → false',
      'changed d: [] → {}',
      'changed e: 0 → null',
    ]);
  });

  it('rounds no number', () => {
    expect(lines('{"n":9007199254740993}', '{"n":9007199254740992}')).toEqual([
      'changed n: 9007199254740993 → 9007199254740992',
    ]);
  });

  it('says that only the order of keys differs', () => {
    expect(compare('{"a":1,"b":{"c":1,"d":2}}', '{"b":{"d":2,"c":1},"a":1}')).toEqual({
      differences: [],
      found: 0,
      equal: 3,
      reordered: 2,
    });
    expect(compare('{"a":1,"b":2}', '{"a":1,"x":0,"b":2}').reordered).toBe(0);
  });

  it('ignores white space', () => {
    expect(compare(' { "a" : [ 1 , 2 ] } ', '{"a":[1,2]}')).toMatchObject({ found: 0, equal: 2 });
  });

  it('treats __proto__ and constructor as ordinary keys', () => {
    expect(lines('{"__proto__":{"a":1},"constructor":1}', '{"__proto__":{"a":2}}')).toEqual([
      'changed __proto__.a: 1 → 2',
      'onlyLeft constructor: 1 → ∅',
    ]);
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  it('keeps keys apart that look like paths', () => {
    expect(lines('{"a.b":1,"":1,"a":{"b":1}}', '{"a.b":2,"":2,"a":{"b":2}}')).toEqual([
      'changed ["a.b"]: 1 → 2',
      'changed [""]: 1 → 2',
      'changed a.b: 1 → 2',
    ]);
  });

  it('compares keys that occur twice one after the other', () => {
    expect(lines('{"a":1,"a":2,"a":3}', '{"a":1,"a":5}')).toEqual(['changed a (2): 2 → 5', 'onlyLeft a (3): 3 → ∅']);
  });

  it('compares values that are no objects', () => {
    expect(lines('[1]', '{"a":1}')).toEqual(['changed : [1] → {"a":1}']);
    expect(compare('{}', '{}')).toMatchObject({ found: 0, equal: 1 });
  });

  it('lists the first differences, and counts all of them', () => {
    const document = (value: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: 900 }, (_, n) => [`f${n}`, value])));
    const result = compare(document(1), document(2));
    expect(result.differences).toHaveLength(500);
    expect(result.found).toBe(900);
    expect(compare(document(1), document(2), 3).differences.map(({ path }) => path)).toEqual(['f0', 'f1', 'f2']);
  });

  it('cuts long values so that their difference is displayed', () => {
    const [text] = compare(
      `{"t":"${'x'.repeat(50_000)}left${'y'.repeat(9_000)}"}`,
      `{"t":"${'x'.repeat(50_000)}right${'y'.repeat(9_000)}"}`,
    ).differences;
    expect(text!.left!.text).toMatch(/^… x{200}lefty+ …$/);
    expect(text!.right!.text).toMatch(/^… x{200}righty+ …$/);
    expect(text!.left!.cut).toBe(true);
    expect(text!.left!.text.length).toBeLessThan(2_010);
  });

  it('does not overflow the stack, and shortens the path, however deep a document is', () => {
    const deep = (inner: string) => `${'{"a":['.repeat(100_000)}${inner}${']}'.repeat(100_000)}`;
    const [only] = compare(deep('1'), deep('2')).differences;
    expect(only).toMatchObject({ kind: 'changed', left: { text: '1' }, right: { text: '2' } });
    expect(only!.path.length).toBeLessThan(320);
    expect(only!.path).toMatch(/^…/);
  });
});
