import type { UrlRequest } from '../contracts/health-checker';
import type { Assembly } from '../rehearsal/assembly/model';
import { Aws } from './aws/aws';
import { invokeDeployed, regionOf } from './aws/deployed-function';
import { UsageError } from './errors';
import { readSource } from './source';
import type { SourceOptions } from './source-options';
import type { Terminal } from './terminal';

export interface HeartbeatOptions extends Pick<SourceOptions, 'env' | 'app'> {
  readonly json?: boolean;
}

interface Heartbeat {
  readonly name: string;
  /** The function that signs its URL. */
  readonly function: string;
  readonly stack: string;
}

/** Prints the signed URLs by which jobs report heartbeats. @param names of the checks; all, if there are none */
export async function printHeartbeats(
  names: readonly string[],
  { json, ...source }: HeartbeatOptions,
  terminal: Terminal,
): Promise<void> {
  const { assembly } = await readSource(source, terminal);
  const chosen = choose(heartbeatsIn(assembly), names);
  const urls = await Promise.all(
    chosen.map(async ({ name, function: fn, stack }) => {
      const request: UrlRequest = { heartbeatUrl: name };
      const url: string = await invokeDeployed(new Aws(terminal.cwd(), regionOf(assembly, stack)), fn, request);
      return { name, url };
    }),
  );
  if (json) return void terminal.stdout.write(`${JSON.stringify(urls, null, 2)}\n`);
  // one line each, which no table breaks: a URL in two parts cannot be copied
  const width = Math.max(...urls.map(({ name }) => name.length));
  for (const { name, url } of urls) terminal.stdout.write(`${name.padEnd(width)}  ${url}\n`);
}

function heartbeatsIn({ healthCheckers }: Assembly): Heartbeat[] {
  const heartbeats = healthCheckers
    .filter(({ hasHeartbeatUrls }) => hasHeartbeatUrls)
    .flatMap(({ checks, name, stack }) =>
      checks.filter(({ type }) => type === 'heartbeat').map((check) => ({ name: check.name, function: name, stack })),
    );
  if (heartbeats.length > 0) return heartbeats;
  throw new UsageError(
    "no heartbeat has a URL. Set 'heartbeatUrls: true' for health checks with a check that has 'max_age', and deploy them.",
  );
}

function choose(heartbeats: readonly Heartbeat[], names: readonly string[]): readonly Heartbeat[] {
  const unknown = names.filter((name) => !heartbeats.some((heartbeat) => heartbeat.name === name));
  if (unknown.length > 0) {
    const known = heartbeats.map(({ name }) => name).join(', ');
    throw new UsageError(`there is no heartbeat ${unknown.join(', ')} with a URL. There are: ${known}.`);
  }
  return names.length === 0 ? heartbeats : heartbeats.filter(({ name }) => names.includes(name));
}
