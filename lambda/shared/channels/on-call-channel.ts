import type { Alert, Incident } from '../alerts/alert';
import { type HttpRequest, post } from '../http/post';
import type { Channel, ChannelDependencies } from './channel';
import { inPlainFormIfNeeded } from './hook';
import { OnCallChange, type OnCallStep, unneededOnCall } from './on-call';

/** A service for on-call: what makes it another one than the next. */
export interface OnCallService extends Pick<Channel, 'pace'> {
  readonly secret: string;
  /** The level of escalation at which it is notified first. */
  readonly level?: number;
  /** How it is asked for a step, with the key that is in the secret now. */
  readonly requests: () => Promise<OnCallRequests>;
}

interface OnCallRequests {
  readonly full: (alert: Alert, incident: Incident, step: OnCallStep) => HttpRequest;
  /** For a service that refuses the form of the other. */
  readonly plain: (alert: Alert, step: OnCallStep) => HttpRequest;
}

/** Asks a service for on-call for each step of a change. */
export const onCallChannel = (
  { fetch, incidents, secrets }: ChannelDependencies,
  { pace, secret, level, requests }: OnCallService,
): Channel => {
  const onCall = new OnCallChange(incidents, level);
  return {
    pace,
    unneeded: ({ alert, incident }) => unneededOnCall(alert, incident),
    show: (delivery) =>
      secrets.withFresh(secret, async () => {
        const { full, plain } = await requests();
        const send = (request: HttpRequest) => post(fetch, request, delivery.timeoutMs());
        await onCall.send(delivery, async (alert, incident, step) => {
          await inPlainFormIfNeeded(
            () => send(full(alert, incident, step)),
            () => send(plain(alert, step)),
          );
        });
      }),
    // sent again, it is the same alert of the service
    wasShown: async () => false,
  };
};
