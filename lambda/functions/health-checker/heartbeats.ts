import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import {
  CHECK_DIMENSION,
  CHECKER_DIMENSION,
  HEALTH_CHECKS_NAMESPACE,
  HEARTBEAT_METRIC,
  HEARTBEATS,
  type HeartbeatUrls,
} from '../../../lib/contracts/health-checker';
import type { HealthCheck } from '../../../lib/contracts/health-checks';
import { reasonOf, Transient } from '../../shared/failure';
import type { Secrets } from '../../shared/secrets';
import type { HealthAws } from './health-aws';

/** A request to the page that takes heartbeats. */
export type HeartbeatRequest = Pick<LambdaFunctionURLEvent, 'rawQueryString'> & { readonly requestContext: object };

/** As API Gateway takes it. */
export interface HeartbeatResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Around {
  readonly aws: HealthAws;
  readonly secrets: Secrets;
  readonly now: () => number;
  readonly log: (level: 'warn', message: string, fields: object) => void;
}

type Heartbeat = Extract<HealthCheck, { readonly type: 'heartbeat' }>;

/** CloudWatch keeps minutes for 15 days. */
const LONGEST_LOOK_BACK_MS = 15 * 86_400_000;
const TRIES = 3;

/** When jobs last reported: by an item that they wrote, by their signed URL, or by a line of a log. */
export class Heartbeats {
  #items?: Promise<ReadonlyMap<string, number>>;

  public constructor(
    private readonly checker: string,
    private readonly checks: readonly HealthCheck[],
    private readonly around: Around,
    private readonly urls?: HeartbeatUrls,
  ) {}

  /** The next question is for a new round. */
  public forget(): void {
    this.#items = undefined;
  }

  /** In milliseconds since 1970. CloudWatch is asked only about a heartbeat that would be missing otherwise. */
  public async newest(name: string): Promise<number | undefined> {
    this.#items ??= this.#read();
    const known = (await this.#items).get(name);
    const check = this.#checkNamed(name);
    const now = this.around.now();
    if (check === undefined || (known !== undefined && now - known <= check.maxAgeSeconds * 1000)) return known;
    const logged = await this.#logged(name, Math.min(check.maxAgeSeconds * 1000, LONGEST_LOOK_BACK_MS), now);
    if (logged === undefined || logged <= (known ?? 0)) return known;
    await this.#write(name, logged);
    return logged;
  }

  public async remove(name: string): Promise<void> {
    await this.around.aws.deleteItem({ pk: HEARTBEATS, sk: name }, { pk: HEARTBEATS });
  }

  /** The address that a job calls. Whoever has it can report this heartbeat, and nothing else. */
  public async urlOf(name: string): Promise<string> {
    if (this.urls === undefined) throw new Error("Heartbeats have no URLs. Set 'heartbeatUrls: true'.");
    if (this.#checkNamed(name) === undefined) {
      const names = this.checks.flatMap((check) => (check.type === 'heartbeat' ? check.name : []));
      throw new Error(`There is no heartbeat '${name}'. There are: ${names.join(', ')}.`);
    }
    return `${this.urls.url}?${new URLSearchParams({ heartbeat: name, signature: await this.#signatureOf(name) })}`;
  }

  /** A request of a job. */
  public async receive({ rawQueryString }: HeartbeatRequest): Promise<HeartbeatResponse> {
    const query = new URLSearchParams(rawQueryString);
    const name = query.get('heartbeat') ?? '';
    try {
      const expected = Buffer.from(await this.#signatureOf(name));
      const given = Buffer.from(query.get('signature') ?? '');
      const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
      if (!isSigned || this.#checkNamed(name) === undefined) return response(403, 'The address is not valid.');
      await this.#write(name, this.around.now());
      return response(200, 'Noted.');
    } catch (problem) {
      this.around.log('warn', 'A heartbeat could not be noted', { problem: reasonOf(problem) });
      return response(503, 'Try again in a moment.');
    }
  }

  #checkNamed(name: string): Heartbeat | undefined {
    return this.checks.find((check): check is Heartbeat => check.type === 'heartbeat' && check.name === name);
  }

  async #read(): Promise<ReadonlyMap<string, number>> {
    const items = await this.around.aws.itemsOf(HEARTBEATS);
    return new Map(items.map((item) => [String(item['sk']), Number(item['at'])]));
  }

  /** The beginning of the newest minute in which a log had the line. */
  async #logged(check: string, lookBackMs: number, now: number): Promise<number | undefined> {
    return this.around.aws.newestDatapoint(
      {
        namespace: HEALTH_CHECKS_NAMESPACE,
        name: HEARTBEAT_METRIC,
        dimensions: { [CHECKER_DIMENSION]: this.checker, [CHECK_DIMENSION]: check },
      },
      { from: now - lookBackMs, to: now },
    );
  }

  async #write(name: string, at: number): Promise<void> {
    let replaces: { readonly at: number } | undefined;
    for (let tries = 0; tries < TRIES; tries++) {
      const { isWritten, found } = await this.around.aws.putItem({ pk: HEARTBEATS, sk: name, at }, replaces);
      const known = Number(found?.['at'] ?? 0);
      if (isWritten || known >= at) return;
      replaces = { at: known };
    }
    throw new Transient(`The heartbeat ${name} is written by others all the time.`);
  }

  async #signatureOf(name: string): Promise<string> {
    const key = await this.around.secrets.text(this.urls?.key ?? '', 'key');
    return createHmac('sha256', key)
      .update(JSON.stringify(['heartbeat', this.checker, name]))
      .digest('base64url');
  }
}

const response = (statusCode: number, text: string): HeartbeatResponse => ({
  statusCode,
  headers: { 'content-type': 'text/plain', 'cache-control': 'no-store' },
  body: `${text}\n`,
});
