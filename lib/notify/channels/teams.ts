import type { HttpAccess } from '../../config/configuration.ts';
import { stepText, withoutLinks, type MessageText } from '../message.ts';
import { failed, type HttpMessage, type SendResult } from '../request.ts';

/**
 * Plain text: a RichTextBlock shows it as it is, where a TextBlock reads Markdown, and a name could become a link
 * (adaptivecards.io/explorer/RichTextBlock.html).
 */
const plain = (text: string, run: object = {}) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...run }],
});

const COLOURS = { critical: 'Attention', warning: 'Warning' } as const;

/** An Adaptive Card, as workflows of Teams take it. */
export function teamsMessage({ url }: HttpAccess, text: MessageText): HttpMessage {
  const { ended, next, page, paragraphs, severity, title } = text;
  const links = [...next, ...(page ? [page] : [])];
  const note = withoutLinks(links);
  const color = ended ? 'Good' : severity === null ? 'Default' : COLOURS[severity];
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [
      plain(title, { weight: 'Bolder', size: 'Medium', color }),
      ...paragraphs.map((paragraph) => plain(paragraph)),
      ...(note === null ? [] : [...links.map((link) => plain(stepText(link))), plain(note, { isSubtle: true })]),
    ],
    actions: links.flatMap(({ address, text: label }) =>
      address === null ? [] : [{ type: 'Action.OpenUrl', title: label, url: address }],
    ),
  };
  return {
    url,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }],
    }),
  };
}

/** Connectors of Teams answer 200 to a message that was not delivered, and say so in the text. */
export const teamsResult = (result: SendResult): SendResult =>
  result.ok && /delivery failed|returned HTTP error/i.test(result.answer) ? failed(result.answer) : result;
