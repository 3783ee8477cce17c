import type { ChannelSettings } from '../../../lib/contracts/channels';
import type { HttpRequest } from '../http/post';
import type { Channel, ChannelDependencies } from './channel';
import { JSON_BODY } from './hook';
import { renderings } from './load-renderings';
import { onCallChannel } from './on-call-channel';

/**
 * Opsgenie's limit depends on the plan and its number of users, and is refused by 429. Project default: as for PagerDuty. Nothing is
 * summarised: Opsgenie groups alerts itself.
 *
 * @see https://docs.opsgenie.com/docs/api-rate-limiting
 */
const PACE = { intervalMs: 550 };

/** It is taken now and done later. */
const isAccepted = (answer: string, status: number): boolean => status === 202 && /"requestId":/.test(answer);

/** Opsgenie, or Jira Service Management, by the Alert API: an alert is created, acknowledged and closed. */
export const opsgenie = (
  dependencies: ChannelDependencies,
  { secret, api, level }: ChannelSettings<'opsgenie'>,
): Channel =>
  onCallChannel(dependencies, {
    pace: PACE,
    secret,
    level,
    requests: async () => {
      const authorization = `GenieKey ${await dependencies.secrets.text(secret, 'apiKey')}`;
      const { opsgenieRequest, plainOpsgenieRequest } = renderings();
      const asked = ({ path, body }: { readonly path: string; readonly body: object }): HttpRequest => ({
        url: `${api}/v2/alerts${path}`,
        headers: { ...JSON_BODY, authorization },
        body: JSON.stringify(body),
        accepts: isAccepted,
      });
      return {
        full: (alert, incident, step) => asked(opsgenieRequest(alert, incident, step)),
        plain: (alert, step) => asked(plainOpsgenieRequest(alert, step)),
      };
    },
  });
