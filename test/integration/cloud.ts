import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const SERVER = resolve('test/integration/cloud/server.py');
const LOOPBACK = 'localhost,127.0.0.1';

/** What became of a resource that CloudFormation was given. Of a placeholder there is a name and nothing else. */
export interface ResourceReport {
  readonly type: string;
  readonly logicalId: string;
  readonly outcome: 'created' | 'updated' | 'deleted' | 'placeholder' | 'skipped' | 'failed';
  /** Why it failed. */
  readonly reason?: string;
}

/** A stand-in for AWS on loopback, in a process of its own, which ends with this one. */
export class Cloud {
  private constructor(
    public readonly endpoint: string,
    /** Grows while something is deployed. */
    public readonly resources: readonly ResourceReport[],
    private readonly server: ChildProcess,
  ) {}

  /** @throws if the server ends before it listens, with what it wrote to standard error */
  public static async start(): Promise<Cloud> {
    const env = {
      ...process.env,
      AWS_PROFILE: undefined,
      NO_PROXY: LOOPBACK,
      no_proxy: LOOPBACK,
      PYTHONDONTWRITEBYTECODE: '1',
    };
    const server = spawn('python3', [SERVER], { env });
    let errors = '';
    server.stderr.on('data', (text) => {
      errors += text;
    });
    const resources: ResourceReport[] = [];
    const endpoint = await new Promise<string>((started, failed) => {
      server.once('error', failed);
      server.once('exit', () => failed(new Error(`${SERVER} ended: ${errors}`)));
      createInterface(server.stdout).on('line', (text) => {
        const line = JSON.parse(text);
        if (line.endpoint === undefined) resources.push(line);
        else started(line.endpoint);
      });
    });
    return new Cloud(endpoint, resources, server);
  }

  public stop(): void {
    this.server.kill();
  }
}

export const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
