import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FunctionDeclaration } from '../../assembly/model';

/** What the process of a function is asked. */
export interface Invocation {
  readonly folder: string;
  readonly handler: string;
  readonly event: unknown;
  readonly context: object;
  readonly timeoutMs: number;
  /** The line that it prints behind its own. */
  readonly mark: string;
}

/** What became of an invocation. */
export interface Outcome {
  readonly milliseconds: number;
  /** JSON. */
  readonly result?: string;
  readonly error?: string;
}

/** The lines that people are shown; all are read for metrics. */
const MOST_LINES = 200;

/** The process in which a function runs, which stays for its next invocation, as in Lambda. */
export class ExecutionEnvironment {
  #child?: ChildProcess;
  #lines: string[] = [];
  #ended?: (line: string) => void;

  /** @param print called with each line that the function prints */
  public constructor(
    private readonly declared: FunctionDeclaration & { readonly folder: string },
    private readonly endpoint: string,
    private readonly print: (line: string) => void,
  ) {}

  public async invoke(event: unknown): Promise<Outcome & { readonly lines: readonly string[] }> {
    const { name, handler, folder, timeoutSeconds, memory } = this.declared;
    this.#lines = [];
    this.#child ??= this.#start();
    const child = this.#child;
    const mark = randomUUID();
    const context = {
      ...{ functionName: name, functionVersion: '$LATEST', memoryLimitInMB: `${memory}`, awsRequestId: randomUUID() },
      ...{ invokedFunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${name}` },
      ...{ logGroupName: `/aws/lambda/${name}`, logStreamName: 'rehearsal' },
    };
    const printed = new Promise<void>((resolve) => {
      this.#ended = (line) => line === mark && resolve();
    });
    let timer: NodeJS.Timeout | undefined;
    const outcome = await new Promise<Outcome>((resolve) => {
      const end = (error: string): void => {
        this.stop();
        resolve({ milliseconds: timeoutSeconds * 1000, error });
      };
      child.once('message', (answer) => printed.then(() => resolve(answer as Outcome)));
      child.once('exit', (code, signal) => end(`Its process ended with ${signal ?? `exit code ${code}`}.`));
      timer = setTimeout(() => end(`It timed out after ${timeoutSeconds} seconds.`), timeoutSeconds * 1000);
      child.send({ folder, handler, event, context, timeoutMs: timeoutSeconds * 1000, mark } satisfies Invocation);
    });
    clearTimeout(timer);
    child.removeAllListeners('message').removeAllListeners('exit');
    return { ...outcome, lines: this.#lines };
  }

  public stop(): void {
    this.#child?.removeAllListeners();
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  #start(): ChildProcess {
    const child = fork(runnerFile(), {
      cwd: this.declared.folder,
      env: this.#variables(),
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output as NodeJS.ReadableStream }).on('line', (line) => this.#read(line));
    }
    return child;
  }

  #read(line: string): void {
    this.#ended?.(line);
    if (line === '' || /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(line)) return;
    if (this.#lines.length < MOST_LINES) this.#lines.push(line);
    this.print(line);
  }

  /** The SDK calls the host of a queue's URL, whatever endpoint it is given. */
  #here(value: string): string {
    return value.replaceAll(/https:\/\/sqs\.[^/]+\//g, `${this.endpoint}/`);
  }

  /** Those of the function, and nothing of the terminal's: no credentials lead it to an account. */
  #variables(): NodeJS.ProcessEnv {
    const { name, memory, environment, handler } = this.declared;
    return {
      PATH: process.env.PATH,
      TZ: 'UTC',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: `${memory}`,
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: 'rehearsal',
      _HANDLER: handler,
      ...Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, this.#here(value)])),
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_ACCESS_KEY_ID: 'rehearsal',
      AWS_SECRET_ACCESS_KEY: 'rehearsal',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_MAX_ATTEMPTS: '1',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    };
  }
}

/** Where the bundled runner is, of the package and of the sources alike. */
const runnerFile = (): string =>
  join(
    dirname(require.resolve('cdk-vigil/package.json')),
    'dist',
    'lib',
    'rehearsal',
    'room',
    'functions',
    'runner.mjs',
  );
