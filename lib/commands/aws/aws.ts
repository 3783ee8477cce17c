import type { CloudWatch } from '@aws-sdk/client-cloudwatch';
import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import type { Lambda } from '@aws-sdk/client-lambda';
import type { SNS } from '@aws-sdk/client-sns';
import { CheckError, UsageError } from '../errors';
import { type ErrorKind, errorKind } from './error-kind';

/** The clients of the AWS SDK that commands use, by the package that brings each. */
export interface Clients {
  readonly CloudWatch: CloudWatch;
  readonly DynamoDB: DynamoDB;
  readonly Lambda: Lambda;
  readonly SNS: SNS;
}

const PACKAGES: Readonly<Record<keyof Clients, string>> = {
  CloudWatch: '@aws-sdk/client-cloudwatch',
  DynamoDB: '@aws-sdk/client-dynamodb',
  Lambda: '@aws-sdk/client-lambda',
  SNS: '@aws-sdk/client-sns',
};

/** Short, because somebody waits at a terminal. */
const REQUESTS = { connectionTimeout: 5000, requestTimeout: 15_000, throwOnRequestTimeout: true };

/** AWS in one region, with whatever credentials the SDK finds. Its packages are those of the app, loaded when they are first used. */
export class Aws {
  readonly #clients = new Map<keyof Clients, unknown>();

  /**
   * @param folder of the app
   * @param region undefined: the SDK decides, by AWS_REGION or the profile
   */
  public constructor(
    private readonly folder: string,
    public readonly region: string | undefined,
  ) {}

  /**
   * Asks AWS for something.
   *
   * @param action of AWS, such as `SetAlarmState`: named if it fails
   * @throws UsageError for what the caller has to fix, CheckError for an error of AWS; their cause is the error of the SDK
   */
  public async ask<Service extends keyof Clients, Answer>(
    service: Service,
    action: string,
    call: (client: Clients[Service]) => Promise<Answer>,
  ): Promise<Answer> {
    const client = this.#client(service);
    await client.config.region().catch((cause: unknown) => {
      throw new UsageError('The region is unknown. Set it on the stack (env.region), or set AWS_REGION.', { cause });
    });
    try {
      return await call(client);
    } catch (error) {
      const where = this.region === undefined ? '' : ` in ${this.region}`;
      throw inWords(error as Error, `${service.toLowerCase()}:${action}${where}`);
    }
  }

  /** Which access key signs requests, as CloudTrail records it; undefined where there is none. */
  public async accessKey(service: keyof Clients): Promise<string | undefined> {
    const credentials = await this.#client(service)
      .config.credentials()
      // the request itself says what is wrong
      .catch(() => undefined);
    return credentials?.accessKeyId;
  }

  #client<Service extends keyof Clients>(service: Service): Clients[Service] {
    let client = this.#clients.get(service);
    if (client === undefined) {
      const Client = load(PACKAGES[service], this.folder)[service];
      client = new Client({ region: this.region, requestHandler: REQUESTS });
      this.#clients.set(service, client);
    }
    return client as Clients[Service];
  }
}

type Sdk = Readonly<Record<string, new (options: object) => unknown>>;

function load(name: string, folder: string): Sdk & Record<keyof Clients, new (options: object) => unknown> {
  let path: string;
  try {
    path = require.resolve(name, { paths: [folder, __dirname] });
  } catch {
    const packages = Object.values(PACKAGES).join(' ');
    throw new UsageError(
      `This command needs the AWS SDK, which is not installed. Run: npm install --save-dev ${packages}`,
    );
  }
  return require(path);
}

/** What errors of the SDK mean, and what to do. */
const MEANINGS: Readonly<Partial<Record<ErrorKind, (action: string, error: Error) => string>>> = {
  'unknown user': (_, { message }) => `There are no AWS credentials: ${message} Sign in, or set AWS_PROFILE.`,
  'invalid credentials': (_, { name }) =>
    `AWS does not accept these credentials (${name}). Sign in anew, or set AWS_PROFILE.`,
  denied: (action, { message }) => `These credentials may not ${action}: ${message}`,
  unreachable: (action, { message }) => `AWS does not answer ${action}: ${message}. Check network and region.`,
};

function inWords(error: Error, action: string): Error {
  const kind = errorKind(error);
  const meaning = kind && MEANINGS[kind]?.(action, error);
  return meaning === undefined
    ? new CheckError(`${action} failed: ${error.name} ${error.message}`, { cause: error })
    : new UsageError(meaning.replace(/\s+/g, ' '), { cause: error });
}
