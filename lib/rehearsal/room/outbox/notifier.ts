import type { SQSRecord } from 'aws-lambda';
import { IncidentApi, type WebRequest } from '../../../../lambda/functions/incident-api/incident-api';
import type { PageResponse } from '../../../../lambda/functions/incident-api/page';
import { IncidentResponse } from '../../../../lambda/functions/incident-notifier/incident-response';
import type { Publication } from '../../../../lambda/shared/aws/aws';
import type { AlarmState } from '../../../../lambda/shared/aws/incident-aws';
import type { Dependencies } from '../../../../lambda/shared/delivery/dependencies';
import { QueueConsumer } from '../../../../lambda/shared/delivery/queue-consumer';
import { decoded, readEnvironment } from '../../../contracts/environment';
import { INCIDENT_ENVIRONMENT, NOTIFIER_ENVIRONMENT } from '../../../contracts/function-environments';
import type { Notifier } from '../../assembly/model';
import { channelsHere, chats, type Receive, SLACK_API, secretFor } from './chats';
import { type Effects, MemoryAws } from './memory-aws';

/** A message on its way to a queue of the notifier. */
export interface Queued {
  /** Seconds since 1970. */
  readonly at: number;
  readonly notifier: RehearsedNotifier;
  readonly queueUrl: string;
  readonly body: string;
  readonly deliveries: number;
}

/** What the notifier causes in the room. */
export interface Surroundings {
  readonly queue: (message: Queued) => void;
  readonly receive: Receive;
  readonly publish: (publication: Publication) => void;
  readonly deadLetter: (reason: string) => void;
  readonly stateOf: (alarm: string) => AlarmState | undefined;
  readonly itemOf: Effects['itemOf'];
}

/** The address of acknowledge links in a rehearsal, which the room answers itself. */
export const ANSWERS_URL = 'https://answers.invalid/';
const TIMEOUT_MS = 30_000;
/** A queue shows a message again after this time. */
const VISIBILITY_SECONDS = 60;

/** The notifier's own code, as the assembly configures it, with AWS in memory and the clock of the rehearsal. */
export class RehearsedNotifier {
  readonly #consumer: QueueConsumer;
  readonly #answers?: IncidentApi;
  readonly #queueUrls: readonly string[];
  /** The queue that others ask it by. */
  public readonly commandsUrl: string;
  readonly #delays = new Map<string, number>();
  #nowMs = 0;

  /** @throws an error that names what is wrong with its environment */
  public constructor(
    { environment }: Notifier,
    private readonly surroundings: Surroundings,
  ) {
    const declared = readEnvironment(NOTIFIER_ENVIRONMENT, environment);
    const here = { channels: channelsHere(declared.channels), slackApi: SLACK_API, graphsBucket: undefined };
    const configuration = { ...declared, ...here };
    const { channels, queueUrls, deadLettersUrl } = configuration;
    this.#queueUrls = Object.values(queueUrls);
    this.commandsUrl = queueUrls.commands;
    const aws = new MemoryAws({
      publish: surroundings.publish,
      stateOf: surroundings.stateOf,
      itemOf: surroundings.itemOf,
      secret: (name) => secretFor(channels, name),
      delay: (receipt, seconds) => this.#delays.set(receipt, seconds),
      timer: ({ at, body }) => this.#queue(queueUrls.commands, body, at / 1000),
      send: (url, body, delaySeconds, { vigilReason = '' }) =>
        url === deadLettersUrl
          ? surroundings.deadLetter(vigilReason)
          : this.#queue(url, body, this.#nowMs / 1000 + delaySeconds),
    });
    const around: Dependencies & { aws: MemoryAws } = {
      aws,
      fetch: chats(channels, surroundings.receive),
      now: () => this.#nowMs,
      sleep: async (milliseconds) => {
        this.#nowMs += milliseconds;
      },
      random: () => 0.5,
      log: () => {},
    };
    const settings = decoded(INCIDENT_ENVIRONMENT.incidents, environment[INCIDENT_ENVIRONMENT.incidents.name]);
    const incidents = settings && { ...settings, answersUrl: ANSWERS_URL };
    this.#consumer = new QueueConsumer(
      configuration,
      around,
      incidents && new IncidentResponse(incidents, channels, around),
    );
    this.#answers = incidents && new IncidentApi({ key: incidents.key, commandsUrl: queueUrls.commands }, around);
  }

  /** The time of the rehearsal at which the notifier is, in milliseconds since 1970. */
  public get nowMs(): number {
    return this.#nowMs;
  }

  /** The URL of the queue that an ARN names. */
  public queueNamed(arn: string): string | undefined {
    const name = arn.split(':').at(-1);
    return this.#queueUrls.find((url) => url.endsWith(`/${name}`));
  }

  /** Works on one message of a queue. What fails comes again. */
  public async process({ at, queueUrl, body, deliveries }: Queued): Promise<void> {
    this.#nowMs = at * 1000;
    const receiptHandle = `${at} ${deliveries}`;
    const record = recordOf(queueUrl, body, deliveries, receiptHandle, at);
    const { batchItemFailures } = await this.#consumer.handle({ Records: [record] }, () => TIMEOUT_MS);
    if (batchItemFailures.length === 0) return;
    const again = at + (this.#delays.get(receiptHandle) ?? VISIBILITY_SECONDS);
    this.surroundings.queue({ at: again, notifier: this, queueUrl, body, deliveries: deliveries + 1 });
  }

  /** The page behind an acknowledge link; undefined where the app has no incidents. */
  public async answer(request: WebRequest, now: number): Promise<PageResponse | undefined> {
    this.#nowMs = now * 1000;
    return (await this.#answers?.handle(request)) as PageResponse | undefined;
  }

  #queue(queueUrl: string, body: string, at: number): void {
    this.surroundings.queue({ at, notifier: this, queueUrl, body, deliveries: 1 });
  }
}

const recordOf = (
  queueUrl: string,
  body: string,
  deliveries: number,
  receiptHandle: string,
  at: number,
): SQSRecord => ({
  messageId: receiptHandle,
  receiptHandle,
  body,
  attributes: {
    ApproximateReceiveCount: `${deliveries}`,
    SentTimestamp: `${at * 1000}`,
    SenderId: 'rehearsal',
    ApproximateFirstReceiveTimestamp: `${at * 1000}`,
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:::${queueUrl.split('/').at(-1)}`,
  awsRegion: '',
});
