import { Permanent } from '../failure';
import type { Channel, ChannelDependencies } from './channel';
import { type HookSettings, postTo } from './hook';
import { renderings } from './load-renderings';

/**
 * Teams takes four messages a second and 60 in half a minute by a webhook. Project default: a twelfth of them by themselves, so that
 * people can read them and there is room for P0.
 *
 * @see https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using#rate-limiting-for-connectors
 */
const PACE = { intervalMs: 1000, most: 5 };

/** A workflow takes the card now and posts it later; its answer has no text. */
const isAccepted = (answer: string, status: number): boolean => status === 202 || answer.trim() === '';

/** Microsoft ended these; they take a card and show nothing. */
const isConnector = (url: string): boolean =>
  /^https:\/\/([^/]+\.)?(webhook\.office|outlook\.office(365)?)\.com\//i.test(url);

/** A Teams channel by the webhook of a workflow of Power Automate. */
export const teams = (dependencies: ChannelDependencies, { secret }: HookSettings): Channel => ({
  pace: PACE,
  async show(delivery) {
    const { alert, incident } = delivery;
    const { teamsMessage, plainTeamsMessage } = renderings();
    if (isConnector(await dependencies.secrets.text(secret, 'url'))) {
      throw new Permanent(
        'The secret holds the address of an Office 365 connector, which Microsoft ended: create a workflow.',
      );
    }
    const message = teamsMessage(alert, incident);
    const plain = () => plainTeamsMessage(alert, incident);
    await postTo(dependencies, secret, { message, plain, accepts: isAccepted }, delivery);
  },
});
