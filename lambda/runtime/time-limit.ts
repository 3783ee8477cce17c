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

/** Whether a probe succeeds in time: it fails if it throws or resolves to `false`. */
export const isUp = (work: () => unknown, milliseconds: number): Promise<boolean> =>
  limited(work, milliseconds).then(
    (answer) => answer !== false,
    () => false,
  );
