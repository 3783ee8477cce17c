import { createHmac } from 'node:crypto';
import type { ChannelSettings } from '../../../lib/contracts/channels';
import { post } from '../http/post';
import type { Channel, ChannelDependencies } from './channel';
import { JSON_BODY } from './hook';
import { renderings } from './load-renderings';

/** Programs read it, so nothing is summarised. Project default. */
const PACE = { intervalMs: 100 };

/** Standard Webhooks takes any 2xx; a page for people is that of a proxy. */
const isNoPage = (answer: string): boolean => !/^\s*</.test(answer);

type WebhookSettings = Pick<ChannelSettings<'webhook'>, 'secret' | 'allowHttp'>;

/** Any other web server, signed as https://www.standardwebhooks.com describes. It knows a repetition by its `webhook-id`. */
export const signedWebhook = (dependencies: ChannelDependencies, { secret, allowHttp }: WebhookSettings): Channel => ({
  pace: PACE,
  show: ({ alert, incident, timeoutMs }) =>
    dependencies.secrets.withFresh(secret, async () => {
      const { url, signingKey } = await dependencies.secrets.fields(secret, 'url', 'signingKey');
      const body = JSON.stringify(renderings().webhookPayload(alert, incident));
      const timestamp = Math.floor(dependencies.now() / 1000);
      const key = Buffer.from((signingKey as string).replace(/^whsec_/, ''), 'base64');
      const signature = createHmac('sha256', key).update(`${alert.id}.${timestamp}.${body}`).digest('base64');
      const headers = {
        ...JSON_BODY,
        'webhook-id': alert.id,
        'webhook-timestamp': `${timestamp}`,
        'webhook-signature': `v1,${signature}`,
      };
      await post(dependencies.fetch, { url: url as string, headers, body, allowHttp, accepts: isNoPage }, timeoutMs());
    }),
  // sent again, it is discarded by its id
  wasShown: async () => false,
});
