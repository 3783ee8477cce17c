import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Cloud } from './cloud';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';
/** Nothing listens there: what does not go to the cloud on loopback fails. */
const NOWHERE = 'http://127.0.0.1:9';
const run = promisify(execFile);

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Condition?: string }>>;
}

/** The reference system, deployed to a cloud on loopback as its users deploy it: by the CDK's own command line. */
export class Deployment {
  private constructor(
    public readonly cloud: Cloud,
    private readonly folder: string,
  ) {}

  /** @throws if the command line fails, with what it wrote and with the resources that were not made */
  public static async of(environment: string): Promise<Deployment> {
    const deployment = new Deployment(await Cloud.start(), mkdtempSync(join(tmpdir(), 'vigil-deployed-')));
    try {
      await deployment.#cdk('bootstrap', `aws://${ACCOUNT}/${REGION}`, '-o', join(deployment.folder, 'bootstrap'));
      const words = ['--require-approval', 'never', '--method=direct', '-o', deployment.assembly];
      await deployment.#cdk('deploy', '--all', '-c', `env=${environment}`, ...words);
      return deployment;
    } catch (error) {
      deployment.end();
      const failed = deployment.cloud.resources.filter(({ outcome }) => outcome === 'failed');
      throw new Error(
        [error, ...failed.map(({ type, logicalId, reason }) => `${type} ${logicalId}: ${reason}`)].join('\n'),
      );
    }
  }

  /** What `cdk synth` wrote. */
  public get assembly(): string {
    return join(this.folder, 'out');
  }

  /** How a client finds the cloud. */
  public get options() {
    const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
    return { endpoint: this.cloud.endpoint, region: REGION, credentials };
  }

  /** The same for a process. */
  public get environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      HOME: this.folder,
      NODE_NO_WARNINGS: '1',
      AWS_ENDPOINT_URL: this.cloud.endpoint,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
    };
  }

  /** The resources of all templates; those under a condition are left out. */
  public get declared(): { readonly logicalId: string; readonly type: string }[] {
    return readdirSync(this.assembly, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.template.json'))
      .map((file): Template => JSON.parse(readFileSync(join(this.assembly, file), 'utf8')))
      .flatMap(({ Resources }) => Object.entries(Resources))
      .filter(([, { Condition }]) => Condition === undefined)
      .map(([logicalId, { Type }]) => ({ logicalId, type: Type }));
  }

  public end(): void {
    this.cloud.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #cdk(...words: string[]): Promise<void> {
    const env = {
      ...this.environment,
      CDK_DEFAULT_ACCOUNT: ACCOUNT,
      CDK_DEFAULT_REGION: REGION,
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CDK_DISABLE_VERSION_CHECK: 'true',
      HTTP_PROXY: NOWHERE,
      HTTPS_PROXY: NOWHERE,
      NO_PROXY: 'localhost,127.0.0.1',
    };
    await run('npx', ['--no-install', 'cdk', ...words, '--no-notices'], { env });
  }
}
