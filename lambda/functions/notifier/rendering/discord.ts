import type { Alert, Incident } from '../alert';
import { linksOf } from './links';
import { colourOf, measuredIn, namesOf, originOf, reasonOf } from './parts';
import { badge, calm, course, cut, headline, oneLine, RESOLUTION } from './words';

export interface DiscordMessage {
  readonly content: string;
  readonly allowed_mentions: { readonly parse: readonly string[]; readonly roles: readonly string[] };
  readonly embeds: readonly Readonly<Record<string, unknown>>[];
}

/** A message as Discord takes it: at most 2,000 characters of content and 6,000 in all embeds. */
export function discordMessage(
  alert: Alert,
  incident: Incident,
  { mention, picture }: { mention?: string; picture?: string },
): DiscordMessage {
  const { children, steps, state, changedAt } = alert;
  const isAlarm = state === 'ALARM' || state === 'INSUFFICIENT_DATA';
  const field = (name: string, items: readonly string[]) => ({ name, value: cut(items.join('\n'), 1000) });
  const fields = [
    ...(isAlarm && children.length > 0 ? [field('In alarm', namesOf(children).map(escaped))] : []),
    ...(isAlarm && steps.length > 0
      ? [
          field(
            'What to do first',
            steps.slice(0, 3).map((step, index) => `${index + 1}. ${escaped(cut(oneLine(step), 200))}`),
          ),
        ]
      : []),
    ...(state === 'OK' && incident.startedAt !== undefined
      ? [
          field(
            'To be filled in',
            RESOLUTION.map((each) => `${each}: …`),
          ),
        ]
      : []),
  ];
  const links = linksOf(alert).map(({ label, url }) => `[${label}](<${url.replace(/[<>]/g, encodeURIComponent)}>)`);
  const told = [course(alert, incident), measuredIn(alert), reasonOf(alert)].filter((each) => each !== undefined);
  return {
    content: mention === undefined ? '' : `<@&${mention}>`,
    // nothing in a text calls anybody
    allowed_mentions: { parse: [], roles: mention === undefined ? [] : [mention] },
    embeds: [
      {
        title: cut(escaped(`[${badge(alert)}] ${cut(headline(alert), 120)}`), 256),
        description: cut(`${told.map((each) => cut(escaped(each), 1500)).join('\n')}`, 2500),
        ...(links.length > 0 && fields.length < 25
          ? { fields: [...fields, { name: 'Links', value: fitting(links, 1000) }].filter(({ value }) => value !== '') }
          : { fields }),
        color: Number.parseInt(colourOf(alert).slice(1), 16),
        timestamp: new Date(changedAt).toISOString(),
        footer: { text: cut(calm(oneLine(originOf(alert))), 350) },
        ...(picture === undefined ? {} : { image: { url: picture } }),
      },
    ],
  };
}

/** As many whole links as there is room for. */
function fitting(links: readonly string[], most: number): string {
  return links.reduce(
    (line, link) => (line.length + link.length + 3 > most ? line : line === '' ? link : `${line} · ${link}`),
    '',
  );
}

const escaped = (words: string): string => calm(words).replace(/[\\*_~`|>#[\]()<@:-]/g, '\\$&');
