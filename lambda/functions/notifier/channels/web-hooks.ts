import { createHmac } from 'node:crypto';
import { Permanent } from '../failure';
import { post } from '../http';
import { discordMessage } from '../rendering/discord';
import { slackMessage } from '../rendering/slack';
import { webhookPayload } from '../rendering/webhook';
import type { Channel, Delivery, Means } from './channel';

interface HookSettings {
  readonly secret: string;
  readonly mention?: string;
}

const JSON_BODY = { 'content-type': 'application/json' };

/** An address that was replaced is read anew: a secret's old value may have been kept. */
async function postTo(
  { fetch, secrets }: Means,
  secret: string,
  body: unknown,
  { timeoutMs }: Delivery,
): Promise<void> {
  const send = async () =>
    post(
      fetch,
      { url: await secrets.text(secret, 'url'), headers: JSON_BODY, body: JSON.stringify(body) },
      timeoutMs(),
    );
  try {
    await send();
  } catch (failure) {
    if (!(failure instanceof Permanent)) throw failure;
    secrets.forget(secret);
    await send();
  }
}

/** Only what pages calls people by name, and only when it begins. */
export const mentionFor = ({ alert }: Delivery, mention: string | undefined): string | undefined =>
  alert.state === 'ALARM' && (alert.severity === 'P0' || alert.severity === 'P1') ? mention : undefined;

/** Slack by an incoming webhook: each change is a message of its own. */
export const slackWebhook = (means: Means, { secret, mention }: HookSettings): Channel => ({
  async show(delivery) {
    const { alert, incident } = delivery;
    const options = { mention: mentionFor(delivery, mention), picture: await delivery.picture() };
    await postTo(means, secret, slackMessage(alert, incident, options), delivery);
  },
});

export const discordWebhook = (means: Means, { secret, mention }: HookSettings): Channel => ({
  async show(delivery) {
    const { alert, incident } = delivery;
    const options = { mention: mentionFor(delivery, mention), picture: await delivery.picture() };
    await postTo(means, secret, discordMessage(alert, incident, options), delivery);
  },
});

/** Any other web server, signed as https://www.standardwebhooks.com describes. It knows a repetition by its `webhook-id`. */
export const signedWebhook = (means: Means, { secret }: HookSettings): Channel => ({
  async show({ alert, incident, timeoutMs }) {
    const { url, signingKey } = await means.secrets.fields(secret, 'url', 'signingKey');
    const body = JSON.stringify(webhookPayload(alert, incident));
    const timestamp = Math.floor(means.now() / 1000);
    const key = Buffer.from((signingKey as string).replace(/^whsec_/, ''), 'base64');
    const signature = createHmac('sha256', key).update(`${alert.id}.${timestamp}.${body}`).digest('base64');
    const headers = {
      ...JSON_BODY,
      'webhook-id': alert.id,
      'webhook-timestamp': `${timestamp}`,
      'webhook-signature': `v1,${signature}`,
    };
    await post(means.fetch, { url: url as string, headers, body }, timeoutMs());
  },
  // sent again, it is discarded by its id
  wasShown: async () => false,
});
