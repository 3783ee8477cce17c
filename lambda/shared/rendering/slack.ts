import type { Alert, Incident } from '../alerts/alert';
import type { PictureLink } from '../alerts/picture';
import { factsOf, inLine, resolutionOf } from './facts';
import { linksOf } from './links';
import { colourOf, isFull, measuredIn, originOf, otherChildren, quotedReason, reasonOf, titleOf } from './parts';
import { calm, cut, oneLine, timing } from './words';

/** What Slack has no markup for: its rich text is structure, so that nothing in a name is ever read as markup. */
type Element = Readonly<Record<string, unknown>>;
export type Block = Readonly<Record<string, unknown>>;

export interface SlackMessage {
  /** Shown in notifications only. */
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly attachments: readonly { readonly color: string; readonly blocks: readonly Block[] }[];
  readonly unfurl_links: false;
}

const text = (words: string, style?: Element): Element => ({
  type: 'text',
  // Slack takes no empty text
  text: calm(words) || '–',
  ...(style && { style }),
});
const bold = (words: string): Element => text(words, { bold: true });
const section = (...elements: Element[]): Element => ({ type: 'rich_text_section', elements });
const list = (style: 'ordered' | 'bullet', items: readonly string[]): Element => ({
  type: 'rich_text_list',
  style,
  elements: items.map((item) => section(text(item))),
});
const richText = (...elements: Element[]): Block => ({ type: 'rich_text', elements });

/** `S0123ABCD`, a group of users; `here` or `channel`. */
const mentionOf = (mention: string): Element =>
  /^S[A-Z0-9]+$/.test(mention) ? { type: 'usergroup', usergroup_id: mention } : { type: 'broadcast', range: mention };

/** A message as Slack takes it, far below each of its limits. */
export function slackMessage(
  alert: Alert,
  incident: Incident,
  options: { mention?: string; pictures?: readonly PictureLink[] },
): SlackMessage {
  const summary = titleOf(alert, 300);
  const mentions = options.mention === undefined ? [] : [mentionOf(options.mention), text(' ')];
  return {
    text: escaped(summary),
    blocks: [richText(section(...mentions, bold(summary)))],
    attachments: [{ color: colourOf(alert, incident), blocks: details(alert, incident, options.pictures ?? []) }],
    unfurl_links: false,
  };
}

function details(alert: Alert, incident: Incident, pictures: readonly PictureLink[]): Block[] {
  const { steps } = alert;
  const isAlarm = isFull(alert);
  const facts = factsOf(alert, incident);
  const resolution = resolutionOf(alert, incident);
  const links = linksOf(alert, incident).flatMap(({ label, url }, index) => [
    ...(index > 0 ? [text('  ·  ')] : []),
    { type: 'link', url, text: label },
  ]);
  const blocks: (Block | undefined)[] = [
    richText(section(...lines([timing(alert, incident), ...measuredIn(alert), reasonOf(alert)]))),
    facts.length > 0 ? richText(section(...lines(facts.map(inLine)))) : undefined,
    isAlarm && steps.length > 0
      ? richText(
          section(bold('What to do first')),
          list(
            'ordered',
            steps.slice(0, 3).map((step) => cut(oneLine(step), 200)),
          ),
        )
      : undefined,
    childrenIn(alert),
    resolution.length > 0
      ? richText(section(bold('To be filled in')), list('bullet', resolution.map(inLine)))
      : undefined,
    ...pictures.map(({ name, url }, index) => ({
      type: 'image',
      image_url: url,
      // several differ by their alarms
      ...(pictures.length > 1 && { title: { type: 'plain_text', text: cut(oneLine(name), 200) } }),
      alt_text: `The metric around that time${index > 0 ? `, ${cut(oneLine(name), 200)}` : ''}`,
    })),
    links.length > 0 ? richText(section(...links)) : undefined,
    richText(
      section(
        ...lines([cut(quotedReason(alert), 400), cut(oneLine(originOf(alert)), 350)]).map((each) => ({
          ...each,
          style: { italic: true },
        })),
      ),
    ),
  ];
  return blocks.filter((block): block is Block => block !== undefined);
}

/** Each alarm of a composite with its first steps and its runbook. */
function childrenIn(alert: Alert): Block | undefined {
  const { heading, parts } = otherChildren(alert);
  if (parts.length === 0) return undefined;
  const each = parts.flatMap(({ title, steps, runbookUrl }) => [
    section(
      text(`\n${title}`),
      ...(runbookUrl === undefined ? [] : [text('  ·  '), { type: 'link', url: runbookUrl, text: 'Runbook' }]),
    ),
    ...(steps.length > 0 ? [list('ordered', steps)] : []),
  ]);
  return richText(section(bold(heading)), ...each);
}

function lines(texts: readonly (string | undefined)[]): Element[] {
  const given = texts.filter((each): each is string => each !== undefined && each !== '');
  return given.map((each, index) => text(index < given.length - 1 ? `${each}\n` : each));
}

/** As Slack asks for in its own markup, which notifications are read as. */
export const escaped = (words: string): string =>
  calm(words).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
