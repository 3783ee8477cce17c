import type { HealthCheck } from '../contracts/health-checks';

/** How checks of one round are started. */
export interface Pace {
  /** How many checks may be in their first moments, in which they cost time of the processor. */
  readonly concurrency: number;
  /** The same for one host. */
  readonly perHost: number;
  /** How many may run at all: each has a connection. */
  readonly open: number;
  /** How long the first moments are, in milliseconds. */
  readonly firstMs: number;
  /** All checks have started after so many milliseconds, unless too many are open: for more checks, more may be in their first moments. */
  readonly startedMs: number;
}

/** Project defaults. A Lambda function can have 1,024 files and connections open. */
export const PACE: Pace = { concurrency: 16, perHost: 4, open: 900, firstMs: 500, startedMs: 8000 };

/**
 * Runs checks, though not all at once: many at a time would be slow because of each other, and impolite to a host that has many of them. A
 * check that waits for its answer keeps no other from starting, so that hosts that hang do not delay the round.
 *
 * @returns for each check, in the same order, what running it returns
 */
export function runChecks<T>(
  checks: readonly HealthCheck[],
  run: (check: HealthCheck) => Promise<T>,
  pace: Pace = PACE,
): Promise<T>[] {
  const start = starter(checks.map(hostOf), pace);
  return checks.map(async (check) => {
    const end = await start(hostOf(check));
    try {
      return await run(check);
    } finally {
      end();
    }
  });
}

interface Waiting {
  readonly host: string;
  readonly start: () => void;
}

/** Waits until a check may start; what it resolves to is to be called when the check has ended. */
function starter(hosts: readonly string[], { concurrency, perHost, open, firstMs, startedMs }: Pace) {
  const share = (count: number): number => Math.ceil((count * firstMs) / startedMs);
  const most = Math.max(concurrency, share(hosts.length));
  const counts = tally(hosts);
  const first = new Map<string, number>();
  const waiting: Waiting[] = [];
  let inFirst = 0;
  let running = 0;
  let isPlanned = false;

  const mayStart = ({ host }: Waiting): boolean =>
    host === '' || (first.get(host) ?? 0) < Math.max(perHost, share(counts.get(host) ?? 0));
  const startOne = (): void => {
    isPlanned = false;
    const index = running < open && inFirst < most ? waiting.findIndex(mayStart) : -1;
    if (index < 0) return;
    const [{ host, start }] = waiting.splice(index, 1) as [Waiting];
    running++;
    inFirst++;
    first.set(host, (first.get(host) ?? 0) + 1);
    start();
    next();
  };
  // one in each turn of the event loop, which reads first what has arrived: on a slow processor checks start as fast as answers are read
  const next = (): void => {
    if (isPlanned) return;
    isPlanned = true;
    setImmediate(startOne);
  };
  return (host: string): Promise<() => void> =>
    new Promise((resolve) => {
      const start = () => {
        const pastFirst = once(() => {
          inFirst--;
          first.set(host, (first.get(host) ?? 0) - 1);
          next();
        });
        const timer = setTimeout(pastFirst, firstMs);
        resolve(() => {
          clearTimeout(timer);
          running--;
          pastFirst();
          next();
        });
      };
      waiting.push({ host, start });
      next();
    });
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}

function tally(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** The host that a check asks first; empty for one that asks none. */
function hostOf(check: HealthCheck): string {
  switch (check.type) {
    case 'http':
      return new URL(check.url).host;
    case 'steps': {
      const url = check.steps[0]?.url ?? '';
      return URL.canParse(url) ? new URL(url).host : '';
    }
    case 'tcp':
    case 'tls':
      return check.host;
    case 'dns':
      return check.server ?? '';
    default:
      return '';
  }
}
