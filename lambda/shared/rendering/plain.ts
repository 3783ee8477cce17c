import type { Alert, Incident } from '../alerts/alert';
import { emailText } from './email';
import { escaped } from './slack';
import { calm, cut } from './words';

/** Slack recommends at most 4,000 characters, less since marks are added that escape; Discord takes 2,000 with the mention. */
const LONGEST_SLACK = 3000;
const LONGEST_DISCORD = 1950;

/** A message without anything that Slack could refuse. */
export const plainSlackMessage = (alert: Alert, incident: Incident, mention?: string) => ({
  text: `${mention === undefined ? '' : `${slackMention(mention)} `}${escaped(cut(emailText(alert, incident), LONGEST_SLACK))}`,
  unfurl_links: false,
});

/** A message without anything that Discord could refuse. */
export const plainDiscordMessage = (alert: Alert, incident: Incident, mention?: string) => ({
  content: `${mention === undefined ? '' : `<@&${mention}> `}${cut(calm(emailText(alert, incident)), LONGEST_DISCORD)}`,
  allowed_mentions: { parse: [], roles: mention === undefined ? [] : [mention] },
});

const slackMention = (mention: string): string =>
  /^S[A-Z0-9]+$/.test(mention) ? `<!subteam^${mention}>` : `<!${mention}>`;
