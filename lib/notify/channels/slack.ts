import type { HttpAccess } from '../../config/configuration.ts';
import { withoutLinks, type Link, type MessageText } from '../message.ts';
import type { HttpMessage } from '../request.ts';

/** Slack cuts a text of more than 40,000 characters. */
const MAX_CHARACTERS = 12_000;

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

/** For Slack, and what takes the same JSON (Mattermost, Rocket.Chat, Discord with /slack): one text. */
export function slackMessage({ url }: HttpAccess, { next, page, paragraphs, title }: MessageText): HttpMessage {
  const links = [...next, ...(page ? [page] : [])];
  const note = withoutLinks(links);
  const text = [
    `*${escapeSlack(title)}*`,
    ...paragraphs.map(escapeSlack),
    ...links.map((link) => `• ${linked(link)}`),
    ...(note === null ? [] : [escapeSlack(note)]),
  ]
    .join('\n')
    .slice(0, MAX_CHARACTERS);
  return { url, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text }) };
}
