import type { Command } from '../protocol';

/** Asks the server to do something; what becomes of it is seen with the next moment. */
export const send = (command: Command): void => {
  fetch('/api/commands', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(command),
  }).catch(() => {});
};
