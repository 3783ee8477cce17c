import { pages } from '../../../lib/contracts/severity';
import { isBrief } from '../alerts/note';
import { Permanent } from '../failure';
import { type HttpRequest, post } from '../http/post';
import type { ChannelDependencies, Delivery } from './channel';

export interface HookSettings {
  readonly secret: string;
  readonly mention?: string;
}

export const JSON_BODY = { 'content-type': 'application/json' };

/** A message, the same in a plain form, and how the channel answers that it has it. */
interface Forms {
  readonly message: object;
  readonly plain: () => object;
  readonly accepts: HttpRequest['accepts'];
}

/** Sends a message to a hook; one that is refused for its form, in a plain form. */
export async function postTo(
  { fetch, secrets }: ChannelDependencies,
  secret: string,
  { message, plain, accepts }: Forms,
  { timeoutMs }: Delivery,
): Promise<void> {
  const send = (body: object) =>
    secrets.withFresh(secret, async () => {
      const url = await secrets.text(secret, 'url');
      await post(fetch, { url, headers: JSON_BODY, body: JSON.stringify(body), accepts }, timeoutMs());
    });
  await inPlainFormIfNeeded(
    () => send(message),
    () => send(plain()),
  );
}

/** What is readable in a plain form is better than nothing. */
export async function inPlainFormIfNeeded<T>(send: () => Promise<T>, sendPlain: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (failure) {
    if (!(failure instanceof Permanent) || !failure.isForm) throw failure;
    return sendPlain().catch(withoutForm);
  }
}

/** What is refused in a plain form too is refused for another reason. */
function withoutForm(failure: unknown): never {
  throw failure instanceof Permanent ? new Permanent(failure.message, failure.errorName) : failure;
}

/** Only what pages calls people by name, and only when it begins or becomes worse, not when it is over already. */
export const mentionFor = ({ alert, incident }: Delivery, mention: string | undefined): string | undefined =>
  alert.state === 'ALARM' &&
  !isBrief(alert) &&
  !incident.isLate &&
  alert.note?.kind !== 'joined' &&
  pages(alert.severity)
    ? mention
    : undefined;
