import type { ChannelSettings } from '../../../lib/contracts/channels';
import { post } from '../http/post';
import type { Channel, ChannelDependencies } from './channel';
import { inPlainFormIfNeeded, JSON_BODY } from './hook';
import { renderings } from './load-renderings';
import { OnCallChange, unneededOnCall } from './on-call';

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
): Channel => {
  const onCall = new OnCallChange(dependencies.incidents, level);
  return {
    pace: PACE,
    unneeded: ({ alert, incident }) => unneededOnCall(alert, incident),
    show: (delivery) =>
      dependencies.secrets.withFresh(secret, async () => {
        const authorization = `GenieKey ${await dependencies.secrets.text(secret, 'apiKey')}`;
        const { opsgenieRequest, plainOpsgenieRequest } = renderings();
        const send = ({ path, body }: { readonly path: string; readonly body: object }) =>
          post(
            dependencies.fetch,
            {
              url: `${api}/v2/alerts${path}`,
              headers: { ...JSON_BODY, authorization },
              body: JSON.stringify(body),
              accepts: isAccepted,
            },
            delivery.timeoutMs(),
          );
        await onCall.send(delivery, async (alert, incident, step) => {
          await inPlainFormIfNeeded(
            () => send(opsgenieRequest(alert, incident, step)),
            () => send(plainOpsgenieRequest(alert, step)),
          );
        });
      }),
    // sent again, it is the same alert
    wasShown: async () => false,
  };
};
