import { isBrief } from '../alerts/note';
import { post } from '../http/post';
import type { ChannelDependencies, Delivery } from './channel';

export interface HookSettings {
  readonly secret: string;
  readonly mention?: string;
}

export const JSON_BODY = { 'content-type': 'application/json' };

export async function postTo(
  { fetch, secrets }: ChannelDependencies,
  secret: string,
  body: unknown,
  { timeoutMs }: Delivery,
): Promise<void> {
  await secrets.withFresh(secret, async () => {
    const url = await secrets.text(secret, 'url');
    await post(fetch, { url, headers: JSON_BODY, body: JSON.stringify(body) }, timeoutMs());
  });
}

/** Only what pages calls people by name, and only when it begins or becomes worse. */
export const mentionFor = ({ alert }: Delivery, mention: string | undefined): string | undefined =>
  alert.state === 'ALARM' &&
  !isBrief(alert) &&
  alert.note?.kind !== 'joined' &&
  (alert.severity === 'P0' || alert.severity === 'P1')
    ? mention
    : undefined;
