import type { Alert, Incident } from '../alerts/alert';
import type { PictureLink } from '../alerts/picture';
import { factsOf, inLine, resolutionOf } from './facts';
import { linksOf } from './links';
import {
  type ChildPart,
  colourOf,
  isFull,
  measuredIn,
  originOf,
  otherChildren,
  quotedReason,
  reasonOf,
  titleOf,
} from './parts';
import { calm, cut, oneLine, timing } from './words';

export interface DiscordMessage {
  readonly content: string;
  readonly allowed_mentions: { readonly parse: readonly string[]; readonly roles: readonly string[] };
  readonly embeds: readonly Readonly<Record<string, unknown>>[];
}

/** A message as Discord takes it: at most 2,000 characters of content and 6,000 in all embeds. */
export function discordMessage(
  alert: Alert,
  incident: Incident,
  { mention, pictures = [] }: { mention?: string; pictures?: readonly PictureLink[] },
): DiscordMessage {
  const { steps, changedAt, note } = alert;
  const { heading, parts } = otherChildren(alert);
  const isAlarm = isFull(alert);
  const facts = factsOf(alert, incident);
  const [first, ...others] = pictures;
  const resolution = resolutionOf(alert, incident);
  const field = (name: string, items: readonly string[]) => ({ name, value: cut(items.join('\n'), 1000) });
  const fields = [
    ...(isAlarm && steps.length > 0
      ? [
          field(
            'What to do first',
            steps.slice(0, 3).map((step, index) => `${index + 1}. ${escaped(cut(oneLine(step), 200))}`),
          ),
        ]
      : []),
    ...(parts.length > 0 ? [field(heading, parts.flatMap(childLines))] : []),
    ...(resolution.length > 0 ? [field('To be filled in', resolution.map(inLine).map(escaped))] : []),
  ];
  const links = linksOf(alert, incident).map(({ label, url }) => link(label, url));
  const lines = [
    timing(alert, incident),
    ...measuredIn(alert),
    reasonOf(alert),
    ...facts.map(inLine),
    quotedReason(alert),
  ].filter(Boolean);
  return {
    content: mention === undefined ? '' : `<@&${mention}>`,
    // nothing in a text calls anybody
    allowed_mentions: { parse: [], roles: mention === undefined ? [] : [mention] },
    embeds: [
      {
        title: cut(escaped(titleOf(alert, 180)), 256),
        description: cut(`${lines.map((each) => cut(escaped(each as string), 1500)).join('\n')}`, 2500),
        ...(links.length > 0 && fields.length < 25
          ? { fields: [...fields, { name: 'Links', value: fitting(links, 1000) }].filter(({ value }) => value !== '') }
          : { fields }),
        color: Number.parseInt(colourOf(alert, incident).slice(1), 16),
        timestamp: new Date(note?.at ?? changedAt).toISOString(),
        footer: { text: cut(calm(oneLine(originOf(alert))), 350) },
        ...(first === undefined ? {} : { image: { url: first.url } }),
      },
      ...others.map(({ name, url }) => ({ title: cut(escaped(oneLine(name)), 200), image: { url } })),
    ],
  };
}

const link = (label: string, url: string): string => `[${label}](<${url.replace(/[<>]/g, encodeURIComponent)}>)`;

function childLines({ title, steps, runbookUrl }: ChildPart): string[] {
  const short = runbookUrl !== undefined && runbookUrl.length <= 200 ? ` ${link('Runbook', runbookUrl)}` : '';
  return [`- ${escaped(title)}${short}`, ...steps.map((step, index) => `  ${index + 1}. ${escaped(step)}`)];
}

/** As many whole links as there is room for. */
function fitting(links: readonly string[], most: number): string {
  return links.reduce(
    (line, link) => (line.length + link.length + 3 > most ? line : line === '' ? link : `${line} · ${link}`),
    '',
  );
}

const escaped = (words: string): string => calm(words).replace(/[\\*_~`|>#[\]()<@:-]/g, '\\$&');
