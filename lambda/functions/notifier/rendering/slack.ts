import type { Alert, Incident } from '../alert';
import { linksOf } from './links';
import {
  badge,
  calm,
  clean,
  course,
  cut,
  evaluationInWords,
  headline,
  measurementInWords,
  oneLine,
  RESOLUTION,
} from './words';

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

const COLOURS: Readonly<Record<string, string>> = {
  P0: '#b00020',
  P1: '#d9480f',
  P2: '#e0a800',
  P3: '#607d8b',
  OK: '#2e7d32',
  INSUFFICIENT_DATA: '#607d8b',
};
export const colourOf = ({ state, severity }: Alert): string =>
  (state === 'OK' || state === 'INSUFFICIENT_DATA' ? COLOURS[state] : COLOURS[severity]) ?? '#607d8b';

const MOST_CHILDREN = 10;

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
  options: { mention?: string; picture?: string },
): SlackMessage {
  const summary = `[${badge(alert)}] ${cut(headline(alert), 250)}`;
  const mentions = options.mention === undefined ? [] : [mentionOf(options.mention), text(' ')];
  return {
    text: escaped(summary),
    blocks: [richText(section(...mentions, bold(summary)))],
    attachments: [{ color: colourOf(alert), blocks: details(alert, incident, options.picture) }],
    unfurl_links: false,
  };
}

function details(alert: Alert, incident: Incident, picture: string | undefined): Block[] {
  const { children, steps, state } = alert;
  const isAlarm = state === 'ALARM' || state === 'INSUFFICIENT_DATA';
  const links = linksOf(alert).flatMap(({ label, url }, index) => [
    ...(index > 0 ? [text('  ·  ')] : []),
    { type: 'link', url, text: label },
  ]);
  const blocks: (Block | undefined)[] = [
    richText(section(...lines([course(alert, incident), measuredIn(alert), reasonOf(alert)]))),
    isAlarm && children.length > 0 ? richText(section(bold('In alarm')), list('bullet', namesOf(children))) : undefined,
    isAlarm && steps.length > 0
      ? richText(
          section(bold('What to do first')),
          list(
            'ordered',
            steps.slice(0, 3).map((step) => cut(oneLine(step), 200)),
          ),
        )
      : undefined,
    state === 'OK' && incident.startedAt !== undefined
      ? richText(
          section(bold('To be filled in')),
          list(
            'bullet',
            RESOLUTION.map((field) => `${field}: …`),
          ),
        )
      : undefined,
    picture === undefined ? undefined : { type: 'image', image_url: picture, alt_text: 'The metric around that time' },
    links.length > 0 ? richText(section(...links)) : undefined,
    richText(section(text(cut(oneLine(originOf(alert)), 350), { italic: true }))),
  ];
  return blocks.filter((block): block is Block => block !== undefined);
}

export const measuredIn = ({ measurement }: Alert): string | undefined =>
  measurement && [cut(measurementInWords(measurement), 200), evaluationInWords(measurement)].filter(Boolean).join(', ');

/** CloudWatch's reason repeats what was measured; what Vigil did not write itself is shown, for it may be all there is. */
export const reasonOf = ({ rule, meaning, reason, measurement }: Alert): string =>
  rule === undefined
    ? cut(clean([meaning, reason].filter(Boolean).join('\n')), 1200)
    : measurement?.value === undefined
      ? cut(oneLine(reason), 400)
      : '';

export function namesOf(children: readonly string[]): string[] {
  const shown = children.slice(0, MOST_CHILDREN).map((name) => cut(oneLine(name), 80));
  return children.length > MOST_CHILDREN ? [...shown, `and ${children.length - MOST_CHILDREN} more`] : shown;
}

export const originOf = ({ name, account, region }: Alert): string =>
  [name, account, region].filter(Boolean).join('  ·  ');

function lines(texts: readonly (string | undefined)[]): Element[] {
  const told = texts.filter((each): each is string => each !== undefined && each !== '');
  return told.map((each, index) => text(index < told.length - 1 ? `${each}\n` : each));
}

/** As Slack asks for in its own markup, which notifications are read as. */
const escaped = (words: string): string =>
  calm(words).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
