/** What a request, a connection or a query found. */
export interface Observation {
  readonly latencyMs: number;
  readonly url?: string;
  /** Of HTTP, and of a function as HTTP has it. */
  readonly status?: number;
  /** By name in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly address?: string;
  /** In milliseconds since 1970. */
  readonly certificateExpires?: number;
  /** The same of the domain's registration. */
  readonly domainExpires?: number;
  /** Of DNS, such as `NXDOMAIN`. */
  readonly responseCode?: string;
}

const DAY_MS = 86_400_000;

/** Whole days until then; undefined for no time. */
export const daysUntil = (time: number | undefined, now: number): number | undefined =>
  time === undefined ? undefined : Math.floor((time - now) / DAY_MS);

/** Measures how long work takes, in milliseconds. */
export async function timed<T>(work: () => Promise<T>): Promise<T & { readonly latencyMs: number }> {
  const begin = performance.now();
  const result = await work();
  return { ...result, latencyMs: performance.now() - begin };
}
