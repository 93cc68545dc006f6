import type { HttpAccess } from '../../config/configuration.ts';
import { withoutLinks, type Link, type MessageText } from '../message.ts';
import type { HttpMessage } from '../request.ts';

/** Discord refuses a longer text, and Slack advises at most 4,000 (docs.slack.dev/reference/methods/chat.postMessage). */
const MAX_CHARACTERS = 2_000;
const CUT = '… (cut)';

/**
 * A name can't become a link, a mention or a command: the three characters that Slack reads specially are entities
 * (api.slack.com/reference/surfaces/formatting#escaping), and a mention of everybody, as other programs read it, is parted.
 */
export const escapeSlack = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=channel|here|all|everyone)/gi, '@\u200b');

/** `|` would end the address. */
const linked = ({ address, path, text }: Link): string =>
  address === null
    ? `${escapeSlack(text)}: ${escapeSlack(path)}`
    : `<${escapeSlack(address).replaceAll('|', '%7C')}|${escapeSlack(text)}>`;

/** What is written, and not the pages, is cut: never within a character or an entity. */
function cutTo(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const kept = text.slice(0, Math.max(0, characters - CUT.length)).replace(/[\ud800-\udbff]$/, '');
  return `${kept.replace(/&[a-z]{0,3}$/, '')}${CUT}`;
}

/** For Slack, and what takes the same JSON (Mattermost, Rocket.Chat, Discord with /slack): one text. */
export function slackMessage({ url }: HttpAccess, { next, page, paragraphs, title }: MessageText): HttpMessage {
  const links = [...next, ...(page ? [page] : [])];
  const note = withoutLinks(links);
  const lines = links.map((link) => `• ${linked(link)}`);
  // The page of the incident, which is the last one, has all steps.
  while (lines.length > 1 && lines.join('\n').length > MAX_CHARACTERS / 2) lines.splice(-2, 1);
  const last = [...lines, ...(note === null ? [] : [escapeSlack(note)])];
  const first = [`*${escapeSlack(title)}*`, ...paragraphs.map(escapeSlack)].join('\n');
  const text = [cutTo(first, MAX_CHARACTERS - last.join('\n').length - 1), ...last].join('\n');
  return { url, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text }) };
}
