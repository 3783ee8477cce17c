import type { ChannelSettings } from '../../../lib/contracts/channels';
import { Permanent } from '../failure';
import type { HttpRequest } from '../http/post';
import type { Channel, ChannelDependencies } from './channel';
import { JSON_BODY } from './hook';
import { renderings } from './load-renderings';
import { onCallChannel } from './on-call-channel';

/**
 * PagerDuty documents no figure and asks for pauses by 429; its support names 120 events a minute for an integration; a tenth
 * less keeps clear of it. Nothing is summarised: PagerDuty groups alerts itself.
 *
 * @see https://developer.pagerduty.com/docs/events-api-v2-overview#api-limits
 */
const PACE = { intervalMs: 550 };

/** Service and event orchestration integrations have keys of 32 characters. */
const ROUTING_KEY = /^[A-Za-z0-9]{32}$/;

const isAccepted = (answer: string, status: number): boolean => status === 202 && /"status":\s*"success"/.test(answer);

/** PagerDuty by its Events API v2: an incident is triggered, acknowledged and resolved. */
export const pagerDuty = (
  dependencies: ChannelDependencies,
  { secret, api, level }: ChannelSettings<'pagerDuty'>,
): Channel =>
  onCallChannel(dependencies, {
    pace: PACE,
    secret,
    level,
    requests: async () => {
      const routingKey = await dependencies.secrets.text(secret, 'routingKey');
      if (!ROUTING_KEY.test(routingKey))
        throw new Permanent("The secret's 'routingKey' has not the form of one: 32 characters.");
      const { pagerDutyRequest, plainPagerDutyRequest } = renderings();
      const asked = ({ path, event }: { readonly path: string; readonly event: object }): HttpRequest => ({
        url: `${api}/v2${path}`,
        headers: JSON_BODY,
        body: JSON.stringify({ routing_key: routingKey, ...event }),
        accepts: isAccepted,
      });
      return {
        full: (alert, incident, step) => asked(pagerDutyRequest(alert, incident, step)),
        plain: (alert, step) => asked(plainPagerDutyRequest(alert, step)),
      };
    },
  });
