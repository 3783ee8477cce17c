import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { App, Duration } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Route } from '../../lib/alerting/route';
import { Severity } from '../../lib/contracts/severity';
import { EnvironmentProfile } from '../../lib/environments/environment-profile';
import { appWith, errorsOf, load, prod, vigilFile } from './vigil-file';

const TWO = {
  version: '1.0',
  environments: {
    dev: { routes: [{ email: 'dev@example.com' }], detailedMetrics: false },
    prod: { account: '111122223333', region: 'eu-central-1', routes: [{ email: 'oncall@example.com' }] },
  },
};

describe('picks an environment', () => {
  test('by the context of the app', () => {
    expect(load(TWO, 'dev').name).toBe('dev');
    expect(load(TWO, 'prod').vigilProps.environment).toBe('prod');
  });

  test('by the option, which goes before the context', () => {
    // GIVEN
    const file = vigilFile(TWO);

    // WHEN
    const profile = EnvironmentProfile.load(appWith('dev'), { file, environment: 'prod' });

    // THEN
    expect(profile.name).toBe('prod');
  });

  test('and lists what exists, with the command to type, if none is chosen', () => {
    expect(() => load(TWO)).toThrow(
      /vigil\.json: no environment is chosen\. There are: dev, prod\. .*npx cdk synth -c env=dev$/,
    );
  });

  test.each(['prd', 'Prod', 'constructor', '', 7])('and lists what exists if %p is chosen', (env) => {
    expect(() => load(TWO, env)).toThrow(`there is no environment ${JSON.stringify(env)}. There are: dev, prod.`);
  });

  test('and suggests the one that was meant', () => {
    expect(() => load(TWO, 'prdo')).toThrow(/-c env=prod$/);
  });

  test('and suggests the nearest of several', () => {
    const environments = { prod1: { routes: [] }, prod22: { routes: [] }, prod2: { routes: [] } };
    expect(() => load({ version: '1.0', environments }, 'prd2')).toThrow(/-c env=prod2$/);
  });

  test('and points to the code if the code names an unknown one', () => {
    // GIVEN
    const file = vigilFile(TWO);

    // WHEN
    const loading = () => EnvironmentProfile.load(new App(), { file, environment: 'staging' });

    // THEN
    expect(loading).toThrow(/"staging".*There are: dev, prod\..*'environment' to EnvironmentProfile\.load/);
  });
});

describe('account and region', () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  test('come from the file', () => {
    process.env['CDK_DEFAULT_ACCOUNT'] = '999999999999';
    expect(load(TWO, 'prod').env).toEqual({ account: '111122223333', region: 'eu-central-1' });
  });

  test('else from the CDK command line', () => {
    process.env['CDK_DEFAULT_ACCOUNT'] = '999999999999';
    process.env['CDK_DEFAULT_REGION'] = 'us-east-1';
    expect(load(TWO, 'dev').env).toEqual({ account: '999999999999', region: 'us-east-1' });
  });

  test('else are unset', () => {
    delete process.env['CDK_DEFAULT_ACCOUNT'];
    delete process.env['CDK_DEFAULT_REGION'];
    expect(load(TWO, 'dev').env).toEqual({ account: undefined, region: undefined });
  });
});

describe('the properties of Vigil', () => {
  test('have the defaults of Route where the file has none', () => {
    expect(load(prod({ routes: [{ email: 'a@example.com' }, { sms: '+447700900123' }] }), 'prod').vigilProps).toEqual({
      environment: 'prod',
      routes: [Route.email('a@example.com'), Route.sms('+447700900123')],
      rules: {},
    });
  });

  test('have everything that the file has', () => {
    // GIVEN
    const same = {
      showOnly: ['P2'],
      detailedMetrics: false,
      grouping: false,
      runbookBaseUrl: 'https://wiki.example.com',
    };
    const rule = { enabled: true, threshold: 0.5, severity: 'P1', datapointsToAlarm: 2, evaluationPeriods: 3 };
    const file = prod({
      ...same,
      maintenance: [{ schedule: 'cron(0 2 * * SUN)', durationMinutes: 90, components: ['Orders'] }],
      incidents: { escalation: [{ routes: [{ sms: '+447700900124' }] }], digest: { at: '08:00', timeZone: 'UTC' } },
      routes: [
        { email: 'a@example.com', severities: ['P2'] },
        { sms: '+447700900123', severities: ['P0'] },
      ],
      rules: {
        QueueStuck: {
          ...rule,
          periodMinutes: 5,
          treatMissingData: 'missing',
          runbookUrl: 'https://wiki.example.com/q',
        },
        'Orders/QueueStuck': { enabled: false },
      },
    });

    // WHEN
    const { vigilProps } = load(file, 'prod');

    // THEN
    expect(vigilProps).toEqual({
      ...same,
      environment: 'prod',
      maintenance: [{ schedule: 'cron(0 2 * * SUN)', duration: Duration.minutes(90), components: ['Orders'] }],
      incidents: {
        escalation: [{ routes: [Route.sms('+447700900124')] }],
        digest: { at: '08:00', timeZone: 'UTC' },
      },
      routes: [
        Route.email('a@example.com', { severities: [Severity.P2] }),
        Route.sms('+447700900123', { severities: [Severity.P0] }),
      ],
      rules: {
        QueueStuck: {
          ...rule,
          period: Duration.minutes(5),
          treatMissingData: TreatMissingData.MISSING,
          runbookUrl: 'https://wiki.example.com/q',
        },
        'Orders/QueueStuck': { enabled: false },
      },
    });
  });
});

test("the reference system's own file deploys anywhere, without detailed metrics in dev", () => {
  // GIVEN
  const file = resolve('vigil.json');

  // WHEN
  const [dev, production] = ['dev', 'prod'].map((environment) =>
    EnvironmentProfile.load(new App(), { file, environment }),
  );

  // THEN
  expect(dev?.vigilProps).toMatchObject({ detailedMetrics: false, routes: [{}] });
  expect(production?.vigilProps).toMatchObject({ detailedMetrics: true, routes: [{}, {}, {}] });
  expect(errorsOf(prod({ account: '111122223333' }))).toEqual([]);
});

test('an app that does not catch the error prints it with its location, without a stack trace, and fails', () => {
  // GIVEN an app in the folder of its vigil.json
  const file = vigilFile(
    '{\n  "version": "1.0",\n  "environments": { "dev": { "routes": [{ "email": "oncall" }] } }\n}',
  );
  const app = join(dirname(file), 'app.ts');
  writeFileSync(
    app,
    `import { App } from ${JSON.stringify(require.resolve('aws-cdk-lib'))};
     import { EnvironmentProfile } from ${JSON.stringify(resolve('lib/environments/environment-profile'))};
     EnvironmentProfile.load(new App());`,
  );

  // WHEN
  const run = spawnSync(process.execPath, ['--import', require.resolve('tsx'), app], {
    cwd: dirname(file),
    env: { ...process.env, CDK_CONTEXT_JSON: '{"env":"dev"}' },
    encoding: 'utf8',
  });

  // THEN
  expect(run.status).not.toBe(0);
  expect(run.stdout).toBe('');
  expect(run.stderr).toMatch(
    /^vigil\.json:3:52 environments\.dev\.routes\[0\]\.email: "oncall" is not an e-mail address\./m,
  );
  expect(run.stderr.match(/^ {4}at .*/gm)).toEqual([expect.stringMatching(/vigil\.json:3:52$/)]);
});

test.each<[string, unknown[], string]>([
  ['no app', [], "EnvironmentProfile.load: 'scope' is missing. Give the app."],
  [
    'a misspelt option',
    [appWith('prod'), { enviroment: 'prod' }],
    "EnvironmentProfile.load: options: unknown 'enviroment'; did you mean 'environment'?",
  ],
  [
    'a name for options',
    [appWith('prod'), 'prod'],
    "EnvironmentProfile.load: options: 'prod' is not an object with options. Write for example { environment: 'prod' }.",
  ],
])('%s is refused', (_, words, message) => {
  expect(() => (EnvironmentProfile.load as (...all: unknown[]) => unknown)(...words)).toThrow(new Error(message));
});
