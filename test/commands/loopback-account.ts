import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

// biome-ignore lint/suspicious/noExplicitAny: calls are what they are
type Call = any;
type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface AlarmHere {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly ActionsEnabled?: boolean;
  readonly ActionsSuppressedReason?: string;
  readonly isComposite?: boolean;
  StateValue: State;
  StateReason: string;
}

export interface EntryHere {
  readonly channel: string;
  readonly state: string;
  readonly reason?: string;
}

/** An account in which an app is deployed, as far as commands ask: CloudWatch, SNS, DynamoDB. */
export class LoopbackAccount {
  public readonly alarms = new Map<string, AlarmHere>();
  /** What alarms were set to, in their order. */
  public readonly set: { alarm: string; state: State; reason: string }[] = [];
  public readonly history: string[] = [];
  public readonly entries = new Map<string, EntryHere[]>();
  public readonly subscriptions: { topic: string; Protocol: string; Endpoint: string; SubscriptionArn: string }[] = [];
  public muteRules: string[] = [];
  /** What was written, and what of it is still there. */
  public readonly written: Call[] = [];
  public readonly muting = new Map<string, Call>();
  public sandbox: { verified: string[] } | undefined;
  public optedOut: string[] = [];
  /** Of calls that are refused, by their action: the name of the error. */
  public readonly refused = new Map<string, string>();
  /** What was asked, and in which region: `Query eu-west-1`. */
  public readonly asked: string[] = [];
  /** What happens when an alarm is set. */
  public onSet: (alarm: AlarmHere) => void = () => {};
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  /** Starts it and points the AWS SDK of this process at it. */
  public static async start(): Promise<LoopbackAccount> {
    const account = new LoopbackAccount();
    await new Promise<void>((resolve) => account.#server.listen(0, '127.0.0.1', resolve));
    const { port } = account.#server.address() as AddressInfo;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_MAX_ATTEMPTS: '1',
    });
    return account;
  }

  public async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  public clear(): void {
    for (const kept of [this.alarms, this.entries, this.refused, this.muting]) kept.clear();
    for (const kept of [this.set, this.history, this.subscriptions, this.written, this.asked]) kept.length = 0;
    this.muteRules = [];
    this.sandbox = undefined;
    this.optedOut = [];
    this.onSet = () => {};
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const target = String(request.headers['x-amz-target'] ?? '');
    const isQuery = target === '';
    const call: Call = isQuery ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body || '{}');
    const action = isQuery ? call.Action : (target.split('.')[1] as string);
    const [, , region] = String(request.headers.authorization).split('Credential=')[1]?.split('/') ?? [];
    this.asked.push(`${action} ${region}`);
    const code = this.refused.get(action);
    response.setHeader('content-type', isQuery ? 'text/xml' : 'application/x-amz-json-1.0');
    if (code !== undefined) {
      const message = `${action} is refused`;
      const error = isQuery
        ? `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`
        : JSON.stringify({ __type: `com.amazonaws#${code}`, message });
      return void response.writeHead(400).end(error);
    }
    const outcome = this.#do(action, call);
    response.end(
      isQuery
        ? `<${action}Response><${action}Result>${xml(outcome)}</${action}Result></${action}Response>`
        : JSON.stringify(outcome),
    );
  }

  #do(action: string, call: Call): object {
    const actions: Record<string, () => object> = {
      DescribeAlarms: () => {
        const found = (call.AlarmNames as string[]).flatMap((name) => this.alarms.get(name) ?? []);
        return {
          MetricAlarms: found.filter(({ isComposite }) => !isComposite),
          CompositeAlarms: found.filter(({ isComposite }) => isComposite),
        };
      },
      SetAlarmState: () => {
        const alarm = this.alarms.get(call.AlarmName) as AlarmHere;
        Object.assign(alarm, { StateValue: call.StateValue, StateReason: call.StateReason });
        this.set.push({ alarm: call.AlarmName, state: call.StateValue, reason: call.StateReason });
        this.onSet(alarm);
        return {};
      },
      DescribeAlarmHistory: () => ({
        AlarmHistoryItems: this.history.map((HistorySummary) => ({ HistorySummary })),
      }),
      PutAlarmMuteRule: () => {
        this.written.push(call);
        this.muting.set(call.Name, call);
        return {};
      },
      GetAlarmMuteRule: () => ({ Status: this.muting.has(call.AlarmMuteRuleName) ? 'ACTIVE' : 'SCHEDULED' }),
      DeleteAlarmMuteRule: () => {
        this.muting.delete(call.AlarmMuteRuleName);
        return {};
      },
      ListAlarmMuteRules: () => ({
        AlarmMuteRuleSummaries: this.muteRules.map((name) => ({
          AlarmMuteRuleArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm-mute-rule:${name}`,
        })),
      }),
      Query: () => ({
        Items: (this.entries.get(call.ExpressionAttributeValues[':pk'].S) ?? []).map(({ channel, state, reason }) => ({
          sk: { S: channel },
          state: { S: state },
          ...(reason && { reason: { S: reason } }),
        })),
      }),
      ListSubscriptionsByTopic: () => ({
        Subscriptions: this.subscriptions.filter(({ topic }) => call.TopicArn.endsWith(`:${topic}`)),
      }),
      CheckIfPhoneNumberIsOptedOut: () => ({ isOptedOut: this.optedOut.includes(call.phoneNumber) }),
      GetSMSSandboxAccountStatus: () => ({ IsInSandbox: this.sandbox !== undefined }),
      ListSMSSandboxPhoneNumbers: () => ({
        PhoneNumbers: (this.sandbox?.verified ?? []).map((PhoneNumber) => ({ PhoneNumber, Status: 'Verified' })),
      }),
    };
    const todo = actions[action];
    if (todo === undefined) throw new Error(`This server does not implement ${action}.`);
    return todo();
  }
}

const xml = (value: unknown): string => {
  if (Array.isArray(value)) return value.map((each) => `<member>${xml(each)}</member>`).join('');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, each]) => `<${name}>${xml(each)}</${name}>`)
    .join('');
};
