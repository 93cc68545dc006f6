import type { FieldDifference, FieldDifferences, ShownValue } from '../contract/compared-document.ts';
import { canonicalDecimal } from '../json/decimal.ts';
import { stringOf } from '../json/text.ts';
import { fieldPath, type Path } from './field-path.ts';
import { jsonTree, type JsonNode } from './json-tree.ts';

const QUOTE = 0x22;

interface Side {
  bytes: Buffer;
  node: JsonNode | null;
}

interface Pair {
  left: JsonNode | null;
  right: JsonNode | null;
  path: Path | null;
}

/**
 * How two documents differ, by path: objects by key, lists by position. Both are valid JSON (`validateJson`). Numbers are compared
 * by their digits, never as floating point. Depth has no limit. `most`: how many differences are listed.
 */
export function fieldDifferences(left: Buffer, right: Buffer, most = 500): FieldDifferences {
  const result: FieldDifferences = { differences: [], found: 0, equal: 0, reordered: 0 };
  const open: Pair[] = [{ left: jsonTree(left), right: jsonTree(right), path: null }];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const kind = kindOf(pair, left, right);
    if (kind === 'inside') {
      const inside = pairsIn(pair as { left: JsonNode; right: JsonNode; path: Path | null });
      if (inside.reordered) result.reordered++;
      // The last one is taken first.
      for (let place = inside.pairs.length - 1; place >= 0; place--) open.push(inside.pairs[place]!);
    } else if (kind === 'equal') result.equal++;
    else if (++result.found <= most)
      result.differences.push({
        path: fieldPath(pair.path),
        kind,
        ...shownValues({ bytes: left, node: pair.left }, { bytes: right, node: pair.right }),
      });
  }
  return result;
}

/** `inside`: both are objects, or both lists, and not both empty. */
function kindOf(
  { left, right }: Pair,
  leftBytes: Buffer,
  rightBytes: Buffer,
): FieldDifference['kind'] | 'equal' | 'inside' {
  if (right === null) return 'onlyLeft';
  if (left === null) return 'onlyRight';
  if (left.members !== null && right.members !== null)
    return left.members.size + right.members.size === 0 ? 'equal' : 'inside';
  if (left.items !== null && right.items !== null)
    return left.items.length + right.items.length === 0 ? 'equal' : 'inside';
  if (left.members !== null || right.members !== null || left.items !== null || right.items !== null) return 'changed';
  if (leftBytes.compare(rightBytes, right.start, right.end, left.start, left.end) === 0) return 'equal';
  return hasSameValue(leftBytes, left, rightBytes, right) ? 'spelling' : 'changed';
}

function hasSameValue(leftBytes: Buffer, left: JsonNode, rightBytes: Buffer, right: JsonNode): boolean {
  const [leftIsText, rightIsText] = [leftBytes[left.start] === QUOTE, rightBytes[right.start] === QUOTE];
  if (leftIsText !== rightIsText) return false;
  if (leftIsText) return stringOf(leftBytes, left.start, left.end) === stringOf(rightBytes, right.start, right.end);
  const decimal = canonicalDecimal(leftBytes.toString('latin1', left.start, left.end));
  // null: true, false or null.
  return decimal !== null && decimal === canonicalDecimal(rightBytes.toString('latin1', right.start, right.end));
}

/** What is in two objects or two lists, in the order of the left one; what only the right one has is last. */
function pairsIn({ left, right, path }: { left: JsonNode; right: JsonNode; path: Path | null }) {
  const pairs: Pair[] = [];
  if (left.items !== null && right.items !== null) {
    for (let index = 0; index < Math.max(left.items.length, right.items.length); index++)
      pairs.push({
        left: left.items[index] ?? null,
        right: right.items[index] ?? null,
        path: { above: path, step: index },
      });
    return { pairs, reordered: false };
  }
  const [ofLeft, ofRight] = [left.members!, right.members!];
  for (const [key, node] of ofLeft)
    pairs.push({ left: node, right: ofRight.get(key) ?? null, path: { above: path, step: key } });
  for (const [key, node] of ofRight)
    if (!ofLeft.has(key)) pairs.push({ left: null, right: node, path: { above: path, step: key } });
  return { pairs, reordered: hasOtherOrder(ofLeft, ofRight) };
}

/** Whether the keys that both have are in another order. */
function hasOtherOrder(left: ReadonlyMap<string, unknown>, right: ReadonlyMap<string, unknown>): boolean {
  const ofLeft = [...left.keys()].filter((key) => right.has(key));
  const ofRight = [...right.keys()].filter((key) => left.has(key));
  return ofLeft.some((key, place) => ofRight[place] !== key);
}

/** Of a value that is displayed, in characters. */
const SHOWN = 2_000;
/** Before the first difference of two long values. */
const SHOWN_BEFORE = 200;

/** Long values are cut to the same part, with their first difference in it. */
function shownValues(left: Side, right: Side): { left: ShownValue | null; right: ShownValue | null } {
  const [leftText, rightText] = [textOf(left), textOf(right)];
  const from = leftText === null || rightText === null ? 0 : startOfPart(leftText, rightText);
  return { left: partOf(leftText, from), right: partOf(rightText, from) };
}

const textOf = ({ bytes, node }: Side): string | null =>
  node === null ? null : bytes.toString('utf8', node.start, node.end);

function startOfPart(left: string, right: string): number {
  if (left.length <= SHOWN && right.length <= SHOWN) return 0;
  let same = 0;
  while (same < left.length && same < right.length && left[same] === right[same]) same++;
  return same > SHOWN - SHOWN_BEFORE ? same - SHOWN_BEFORE : 0;
}

function partOf(text: string | null, from: number): ShownValue | null {
  if (text === null) return null;
  const end = from + SHOWN;
  const part = text.slice(from, end).toWellFormed();
  const cut = from > 0 || end < text.length;
  return { text: cut ? `${from > 0 ? '… ' : ''}${part}${end < text.length ? ' …' : ''}` : part, cut };
}
