import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';

/** A server that speaks CloudFormation, CloudWatch, SNS, SQS, DynamoDB and Secrets Manager; it is no part of the project. */
const SERVER = resolve(process.env['VIGIL_CLOUD'] ?? '../shared/deploy-check/cloud.py');

/** A cloud on loopback. */
export class Cloud {
  private constructor(
    public readonly endpoint: string,
    private readonly server: ChildProcess,
  ) {}

  public static async start(): Promise<Cloud> {
    const port = await freePort();
    const endpoint = `http://localhost:${port}`;
    const server = spawn('python3', [SERVER, '-H', '127.0.0.1', '-p', `${port}`], { stdio: 'ignore' });
    for (let tries = 0; tries < 120 && !(await answers(`${endpoint}/moto-api/`)); tries++) await pause(250);
    return new Cloud(endpoint, server);
  }

  public stop(): void {
    this.server.kill();
  }
}

export const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
