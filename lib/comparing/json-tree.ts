import { stringOf } from '../json/text.ts';
import { skipString } from '../json/skip-value.ts';

/** A value's bytes [start, end), and what is in it. A key that occurs again is listed as "key (2)". */
export interface JsonNode {
  start: number;
  end: number;
  members: Map<string, JsonNode> | null;
  items: JsonNode[] | null;
}

const [QUOTE, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x22, 0x7b, 0x7d, 0x5b, 0x5d];
const [COMMA, COLON] = [0x2c, 0x3a];

interface Open {
  node: JsonNode;
  /** Of the member whose value follows. */
  key: string | null;
  /** How often a repeated key has occurred. */
  repeated: Map<string, number> | null;
}

/** The tree of one valid JSON value (`validateJson`). Depth has no limit; keys such as `__proto__` are ordinary ones. */
export function jsonTree(bytes: Buffer): JsonNode {
  const open: Open[] = [];
  let root: JsonNode | null = null;
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at]!;
    const parent = open.at(-1);
    if (byte <= 0x20 || byte === COMMA || byte === COLON) at++;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) open.pop()!.node.end = ++at;
    else if (byte === QUOTE && parent?.node.members != null && parent.key === null) {
      const end = skipString(bytes, at, bytes.length);
      parent.key = stringOf(bytes, at, end);
      at = end;
    } else {
      const node = nodeAt(bytes, at);
      if (parent === undefined) root = node;
      else addTo(parent, node);
      if (node.end === -1) {
        open.push({ node, key: null, repeated: null });
        at++;
      } else at = node.end;
    }
  }
  return root!;
}

/** `end` is -1 where it is not known yet: of an object or a list. */
function nodeAt(bytes: Buffer, start: number): JsonNode {
  const byte = bytes[start];
  if (byte === OPEN_BRACE) return { start, end: -1, members: new Map(), items: null };
  if (byte === OPEN_BRACKET) return { start, end: -1, members: null, items: [] };
  const end = byte === QUOTE ? skipString(bytes, start, bytes.length) : scalarEnd(bytes, start);
  return { start, end, members: null, items: null };
}

function scalarEnd(bytes: Buffer, start: number): number {
  let at = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte <= 0x20 || byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET) break;
  }
  return at;
}

function addTo(parent: Open, node: JsonNode): void {
  const { members, items } = parent.node;
  if (items !== null) return void items.push(node);
  members!.set(members!.has(parent.key!) ? nameOfRepeated(parent, members!) : parent.key!, node);
  parent.key = null;
}

function nameOfRepeated(parent: Open, members: ReadonlyMap<string, JsonNode>): string {
  parent.repeated ??= new Map();
  let count = parent.repeated.get(parent.key!) ?? 1;
  let name: string;
  do name = `${parent.key} (${++count})`;
  while (members.has(name));
  parent.repeated.set(parent.key!, count);
  return name;
}
