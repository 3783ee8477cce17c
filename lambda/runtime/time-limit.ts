import { attempt } from './objects';

/** What work that takes too long is rejected with; no error, for the making of one at import would cost every cold start. */
export const TIMED_OUT = 'timed out';

/** Waits for work no longer than the limit; a later result is ignored. */
export function limited<Result>(work: () => Result | PromiseLike<Result>, milliseconds: number): Promise<Result> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, milliseconds, TIMED_OUT);
  });
  return Promise.race([late, (async () => work())()]).finally(() => clearTimeout(timer));
}

/** Why a probe fails: it throws, resolves to `false` or to a response with a status of 400 or more, or is late. Undefined: it succeeds. */
export const downBecause = (work: () => unknown, milliseconds: number): Promise<string | undefined> =>
  limited(work, milliseconds).then(
    (answer) => {
      const status = statusOf(answer);
      return answer === false ? 'failed' : status >= 400 ? `HTTP ${status}` : undefined;
    },
    // not the message of an error: it may quote what the partner answered
    (error) => (error === TIMED_OUT ? TIMED_OUT : ((attempt(() => error.name) as string | undefined) ?? 'failed')),
  );

/** The HTTP status of a response or error of the usual clients; NaN if there is none. */
// biome-ignore lint/suspicious/noExplicitAny: both can be anything
export const statusOf = (outcome: any): number =>
  attempt(() => Number(outcome?.status ?? outcome?.statusCode ?? outcome?.response?.status)) as number;
