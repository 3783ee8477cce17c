import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { Account } from './account';
import { type Behaviour, EXPECTED } from './behaviour';
import { Invalid } from './expressions';
import type { Input } from './metric-alarm';

/** An error that a call ends with: the name of the error. */
export type Fault = (action: string, input: Input, nth: number) => string | undefined;

/** One that passes as fast as somebody sleeps. */
export class VirtualClock {
  public constructor(public time: number) {}

  public now(): number {
    return this.time;
  }

  public async sleep(seconds: number, end?: AbortSignal): Promise<void> {
    if (seconds > 0 && !end?.aborted) this.time += seconds;
  }
}

/** Small, so that answers have several pages. */
const PAGE = 7;
const MOST_DATA = 1000;
const OLDEST_SECONDS = 3 * 3600;

/** CloudWatch on loopback: it speaks the JSON protocol of the AWS SDK and evaluates alarms on its own. */
export class LoopbackCloudWatch {
  public account: Account;
  /** What was called, in its order. */
  public readonly calls: { readonly action: string; readonly input: Input }[] = [];
  public fault: Fault = () => undefined;
  /** How far the clock of AWS is behind. */
  public behindSeconds = 0;
  /** What is wrong with an alarm, for those who know better than the evaluator. */
  public refuses: (input: Input) => string | undefined = () => undefined;
  /** What is in the history of an alarm instead of what is documented. */
  public historyData: (alarm: string) => string | undefined = () => undefined;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  private constructor(public clock: VirtualClock) {
    this.account = new Account(EXPECTED, clock.now());
  }

  /** Starts it and points the AWS SDK of this process at it. */
  public static async start(): Promise<LoopbackCloudWatch> {
    const server = new LoopbackCloudWatch(new VirtualClock(0));
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    const { port } = server.#server.address() as AddressInfo;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_MAX_ATTEMPTS: '1',
    });
    return server;
  }

  public async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** An empty account, at a time of its own. */
  public reset(behaviour: Partial<Behaviour> = {}, now = Date.parse('2026-03-04T09:17:23Z') / 1000): void {
    this.clock = new VirtualClock(now);
    this.account = new Account({ ...EXPECTED, ...behaviour }, now);
    this.calls.length = 0;
    this.fault = () => undefined;
    this.refuses = () => undefined;
    this.behindSeconds = 0;
    this.historyData = () => undefined;
  }

  public get names(): string[] {
    return [...this.account.alarms.keys()];
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    const action = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const input = JSON.parse(text.toString('utf8') || '{}');
    this.calls.push({ action, input });
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    const refuse = (code: string, message: string, status = 400): void => {
      response.writeHead(status).end(JSON.stringify({ __type: `com.amazonaws.cloudwatch#${code}`, message }));
    };
    const fault = this.fault(action, input, this.calls.length - 1);
    if (fault === 'no answer') return void request.socket.destroy();
    if (fault !== undefined)
      return refuse(fault, `${action} is not done`, fault === 'InternalServiceFault' ? 500 : 400);
    try {
      response.end(JSON.stringify(this.ask(action, input)));
    } catch (error) {
      if (!(error instanceof Invalid)) return refuse('InternalServiceFault', (error as Error).stack ?? '', 500);
      refuse('ValidationException', error.message);
    }
  }

  /**
   * What a request is answered, without HTTP.
   *
   * @throws Invalid for what CloudWatch refuses
   */
  public ask(action: string, input: Input): object {
    this.account.advance(this.clock.now());
    return this.#do(action, input);
  }

  #do(action: string, input: Input): object {
    const wrong = /^Put.*Alarm$/.test(action) ? this.refuses(input) : undefined;
    if (wrong !== undefined) throw new Invalid(wrong);
    switch (action) {
      case 'PutMetricData':
        return this.#record(input);
      case 'PutMetricAlarm':
        this.account.putMetric(input, this.clock.now() - this.behindSeconds);
        return {};
      case 'PutCompositeAlarm':
        this.account.putComposite(input, this.clock.now() - this.behindSeconds);
        return {};
      case 'DeleteAlarms':
        if (input.AlarmNames.length > 100) throw new Invalid('At most 100 alarms can be deleted at once');
        this.account.delete(input.AlarmNames);
        return {};
      case 'DescribeAlarms':
        return this.#describe(input);
      case 'DescribeAlarmHistory':
        return this.#history(input);
      default:
        throw new Error(`This server does not implement ${action}.`);
    }
  }

  #record({ Namespace, MetricData }: Input): object {
    if (Namespace !== 'CdkVigil/Verify') throw new Error(`published in ${Namespace}`);
    if (MetricData.length > MOST_DATA) throw new Invalid(`At most ${MOST_DATA} metrics can be published at once`);
    const now = this.clock.now();
    for (const { MetricName, Timestamp: time, Value, Values, Counts } of MetricData) {
      if (time < now - OLDEST_SECONDS || time > now + 7200)
        throw new Error(`${MetricName} is published for ${time - now} s`);
      const point = { time, value: Value ?? Values[0], count: Counts?.[0] ?? 1, receivedAt: now };
      this.account.record(MetricName, point);
    }
    return {};
  }

  #describe({ AlarmNamePrefix = '', NextToken = '0', MaxRecords = 50 }: Input): object {
    const all = [...this.account.alarms].filter(([name]) => name.startsWith(AlarmNamePrefix));
    const from = Number(NextToken);
    const page = all.slice(from, from + Math.min(PAGE, MaxRecords));
    const shown = page.map(([, { input, createdAt, state, reason, held, metric }]) => ({
      ...{
        ...input,
        AlarmConfigurationUpdatedTimestamp: createdAt,
        StateValue: state,
        StateReason: reason,
        isMetric: metric !== undefined,
      },
      ActionsSuppressedBy: held?.by,
    }));
    return {
      MetricAlarms: shown.filter(({ isMetric }) => isMetric),
      CompositeAlarms: shown.filter(({ isMetric }) => !isMetric),
      ...(from + page.length < all.length ? { NextToken: String(from + page.length) } : {}),
    };
  }

  #history({ AlarmName, NextToken = '0' }: Input): object {
    const changes = this.account.alarms.get(AlarmName)?.changes ?? [];
    const from = Number(NextToken);
    return {
      AlarmHistoryItems: changes.slice(from, from + PAGE).map((change) => ({
        ...{ AlarmName, Timestamp: change.time, HistoryItemType: 'StateUpdate' },
        HistoryData:
          this.historyData(AlarmName) ??
          JSON.stringify({
            version: '1.0',
            oldState: { stateValue: change.from },
            newState: { stateValue: change.to, stateReason: change.reason, stateReasonData: change.data },
          }),
      })),
      ...(from + PAGE < changes.length ? { NextToken: String(from + PAGE) } : {}),
    };
  }
}
