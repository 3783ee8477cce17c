import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, type Environment, Stack } from 'aws-cdk-lib';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { testChange, testIn } from '../../lib/contracts/alert-test';
import { Route, Severity, Vigil } from '../../lib/index';
import { readAssembly } from '../../lib/rehearsal/assembly/assembly';
import { type AlarmHere, type EntryHere, LoopbackAccount } from './loopback-account';
import { type Outcome, runIn } from './terminal';

process.env['CDK_VALIDATION'] = 'false';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const folder = mkdtempSync(join(tmpdir(), 'vigil-alert-test-'));

/** A shop whose alarms notify by the given routes, in a folder of its own. */
function synthesize(id: string, routesOf: (stack: Stack) => Route[], env?: Environment): void {
  const app = new App({ outdir: join(folder, id) });
  const stack = new Stack(app, 'Shop', { env });
  const orders = new Queue(stack, 'Orders', {
    deadLetterQueue: { queue: new Queue(stack, 'Failed'), maxReceiveCount: 3 },
  });
  const code = Code.fromInline('exports.handler = async () => {};');
  const worker = new LambdaFunction(stack, 'Worker', { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code });
  worker.addEventSource(new SqsEventSource(orders));
  new Vigil(stack, 'Vigil', { environment: 'prod', routes: routesOf(stack) }).watch(stack);
  app.synth();
}

let aws: LoopbackAccount;
beforeAll(async () => {
  aws = await LoopbackAccount.start();
  const env = { account: ACCOUNT, region: REGION };
  const chats = (stack: Stack) => [
    Route.email('oncall@example.com'),
    Route.sms('+4915112345678', { severities: [Severity.P0, Severity.P1] }),
    Route.slackBot(Secret.fromSecretNameV2(stack, 'Bot', 'prod/bot'), 'C0123ABCD'),
    Route.discord(Secret.fromSecretNameV2(stack, 'Discord', 'prod/discord')),
  ];
  synthesize('chats', chats, env);
  const portal = (stack: Stack) => {
    new Distribution(stack, 'Portal', { defaultBehavior: { origin: new HttpOrigin('example.com') } });
    return chats(stack);
  };
  synthesize('portal', portal, env);
  synthesize('plain', () => [Route.email('oncall@example.com')], env);
  synthesize('nowhere', () => [Route.email('oncall@example.com')]);
});
afterAll(async () => {
  await aws.stop();
  rmSync(folder, { recursive: true });
});

/** Deploys a synthesized app: all that it declares exists, and every channel delivers. */
function deploy(app: string): void {
  aws.clear();
  const assembly = readAssembly(join(folder, app));
  for (const { name, kind, stack } of assembly.alarms) {
    const region = assembly.stacks.find(({ path }) => path === stack)?.region ?? REGION;
    aws.alarms.set(name, {
      AlarmName: name,
      AlarmArn: `arn:aws:cloudwatch:${region}:${ACCOUNT}:alarm:${name}`,
      isComposite: kind === 'composite',
      StateValue: 'OK',
      StateReason: 'All is well.',
    });
  }
  for (const { topicArn, protocol: Protocol, endpoint: Endpoint } of assembly.subscriptions) {
    aws.subscriptions.push({
      topic: topicArn.split(':').at(-1) as string,
      Protocol,
      Endpoint,
      SubscriptionArn: 'arn:x',
    });
  }
  const channels = assembly.notifiers.flatMap((notifier) => notifier.channels);
  aws.onSet = ({ StateReason, StateValue }) => {
    for (const topic of ['P0', 'P1', 'P2']) {
      aws.history.push(`Successfully executed action arn:aws:sns:${REGION}:${ACCOUNT}:Shop-Vigil-${topic}`);
    }
    record(
      StateReason,
      StateValue,
      channels.map(({ id }) => ({ channel: id, state: 'sent' })),
    );
  };
}

const record = (reason: string, state: string, entries: EntryHere[]) =>
  aws.entries.set(`change#${testChange(testIn(reason) as string, state)}`, entries);
const channelOf = (app: string, kind: string): string =>
  readAssembly(join(folder, app))
    .notifiers.flatMap(({ channels }) => channels)
    .find((each) => each.kind === kind)?.id as string;
const alertTest = (app: string, ...words: string[]): Promise<Outcome> =>
  runIn(folder, ['alert-test', '--app', app, '--timeout', '2', ...words]);
/** `delivered | Slack C0123ABCD` */
const reported = ({ stdout }: Outcome): string[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().replace(/ {2,}/g, ' | '));

describe('every recipient receives the alert', () => {
  test('each is listed with its outcome, and the alarm is set back', async () => {
    deploy('chats');

    const outcome = await alertTest('chats', 'Orders/DeadLetters');

    expect(outcome).toMatchObject({ exitCode: 0 });
    expect(reported(outcome)).toEqual([
      'delivered | Slack C0123ABCD',
      'delivered | Discord prod/discord',
      'sent | oncall@example.com | AWS has sent it; check that it arrived',
    ]);
    expect(outcome.stderr).toContain(
      `Sets Shop/Orders/DeadLetters (P2) to ALARM in ${REGION}, account ${ACCOUNT}. 3 recipients should receive a message marked as a test.`,
    );
    expect(aws.set.map(({ alarm, state }) => [alarm, state])).toEqual([
      ['Shop/Orders/DeadLetters', 'ALARM'],
      ['Shop/Orders/DeadLetters', 'OK'],
    ]);
    expect(aws.set[0]?.reason).toMatch(/^TEST test-[\w-]+: nothing is wrong\./);
  });

  test('by default it tests an alarm with the most recipients', async () => {
    deploy('chats');

    const outcome = await alertTest('chats');

    expect(outcome.exitCode).toBe(0);
    expect(reported(outcome).map((line) => line.split(' | ')[1])).toEqual([
      'Slack C0123ABCD',
      'Discord prod/discord',
      'oncall@example.com',
      '+4915112345678',
    ]);
    // a composite, which nothing but the command would set back
    expect(aws.set).toMatchObject([
      { alarm: 'Shop/Orders/Failing', state: 'ALARM' },
      { alarm: 'Shop/Orders/Failing', state: 'OK' },
    ]);
  });

  test('an alarm of another region is set there, and the outcome is read in the region of its notifier', async () => {
    deploy('portal');

    const outcome = await alertTest('portal', 'Portal/PortalErrors');

    expect(outcome).toMatchObject({ exitCode: 0 });
    expect(reported(outcome)).toHaveLength(4);
    expect(outcome.stderr).toContain('to ALARM in us-east-1');
    expect(new Set(aws.asked)).toEqual(
      new Set([
        'DescribeAlarms us-east-1',
        'ListAlarmMuteRules us-east-1',
        'DescribeAlarmHistory us-east-1',
        'SetAlarmState us-east-1',
        `Query ${REGION}`,
        `ListSubscriptionsByTopic ${REGION}`,
        `CheckIfPhoneNumberIsOptedOut ${REGION}`,
        `GetSMSSandboxAccountStatus ${REGION}`,
      ]),
    );
  });

  test('with e-mail alone, the outcome is read from the alarm history', async () => {
    deploy('plain');

    const outcome = await alertTest('plain');

    expect(outcome.exitCode).toBe(0);
    expect(reported(outcome)).toEqual(['sent | oncall@example.com | AWS has sent it; check that it arrived']);
  });

  test('an alarm that is in ALARM already is not chosen', async () => {
    deploy('plain');
    const names = [...aws.alarms.keys()];
    const last = names.find((name) => name.endsWith('/Failing')) ?? '';
    for (const name of names.filter((each) => each !== last)) {
      Object.assign(aws.alarms.get(name) as AlarmHere, { StateValue: 'ALARM' });
    }

    const { exitCode } = await alertTest('plain');

    expect(exitCode).toBe(0);
    expect(aws.set[0]?.alarm).toBe(last);
  });
});

describe('a recipient does not receive the alert', () => {
  test.each([
    ['skipped', 'failed | Discord prod/discord | HTTP 404 code 10015'],
    ['dead', 'failed | Discord prod/discord | HTTP 404 code 10015'],
    ['waiting', 'no answer | Discord prod/discord | retrying: HTTP 404 code 10015'],
    ['sending', 'no answer | Discord prod/discord | HTTP 404 code 10015'],
  ])('its entry is %s', async (state, line) => {
    deploy('chats');
    const [bot, discord, alerts] = ['slackBot', 'discord', 'alertsTopic'].map((kind) => channelOf('chats', kind));
    aws.onSet = ({ StateReason, StateValue }) =>
      record(StateReason, StateValue, [
        { channel: bot as string, state: 'sent' },
        { channel: alerts as string, state: 'sent' },
        { channel: discord as string, state, reason: 'HTTP 404 code 10015' },
      ]);

    const outcome = await alertTest('chats', 'Orders/DeadLetters');

    expect(outcome.exitCode).toBe(1);
    expect(reported(outcome)).toContain(line);
    expect(outcome.stderr).toMatch(
      /vigil: 1 of 3 recipients did not receive the alert\. For details see the log of the function \w*Notifier\w*/,
    );
    expect(aws.set.at(-1)).toMatchObject({ state: 'OK' });
  });

  test('the notifier never processes it', async () => {
    deploy('chats');
    aws.onSet = () => aws.history.push(`Successfully executed action arn:aws:sns:${REGION}:1:Shop-Vigil-P2`);

    const outcome = await alertTest('chats', 'Orders/DeadLetters');

    expect(outcome.exitCode).toBe(1);
    expect(reported(outcome)[0]).toBe(
      'no answer | Slack C0123ABCD | published to the topic; the notifier has not processed it yet',
    );
  });

  test('CloudWatch cannot publish to the topic', async () => {
    deploy('chats');
    const summary = `Failed to execute action arn:aws:sns:${REGION}:1:Shop-Vigil-P2. Received error: no access to its key.`;
    aws.onSet = () => aws.history.push(summary);

    const outcome = await alertTest('chats', 'Orders/DeadLetters');

    expect(outcome.exitCode).toBe(1);
    expect(outcome.stdout.replace(/\s+/g, ' ')).toContain(`failed Slack C0123ABCD ${summary}`);
  });

  test.each<[string, () => void, RegExp]>([
    [
      'an address that is not confirmed',
      () =>
        aws.subscriptions.splice(
          0,
          99,
          ...aws.subscriptions.map((each) => ({ ...each, SubscriptionArn: 'PendingConfirmation' })),
        ),
      /failed +oncall@example\.com +not confirmed: click the link in the confirmation/,
    ],
    [
      'an address that has unsubscribed',
      () => aws.subscriptions.splice(0),
      /failed +oncall@example\.com +not subscribed/,
    ],
    [
      'a number that is not verified in the sandbox',
      () => {
        aws.sandbox = { verified: ['+15550100'] };
      },
      /failed +\+4915112345678 +the account is in the SMS sandbox/,
    ],
    [
      'a number that has opted out',
      () => {
        aws.optedOut = ['+4915112345678'];
      },
      /failed +\+4915112345678 +the number has opted out/,
    ],
  ])('%s', async (_, change, line) => {
    deploy('chats');
    change();

    const { exitCode, stdout } = await alertTest('chats');

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(line);
  });

  test('a number that is verified in the sandbox receives it', async () => {
    deploy('chats');
    aws.sandbox = { verified: ['+4915112345678'] };

    expect(await alertTest('chats')).toMatchObject({ exitCode: 0 });
  });
});

test('docs/routes.md shows what is printed', async () => {
  deploy('chats');
  aws.sandbox = { verified: ['+15550100'] };
  const { onSet } = aws;
  aws.onSet = (alarm) => {
    onSet(alarm);
    const key = `change#${testChange(testIn(alarm.StateReason) as string, alarm.StateValue)}`;
    const entries = (aws.entries.get(key) ?? []).filter(({ channel }) => channel !== channelOf('chats', 'discord'));
    const discord = { channel: channelOf('chats', 'discord'), state: 'dead', reason: 'HTTP 404 code 10015' };
    aws.entries.set(key, [...entries, discord]);
  };

  const { stdout, stderr } = await alertTest('chats');

  const page = readFileSync(join(__dirname, '../../docs/routes.md'), 'utf8');
  const [first, second, last] = stderr.split('\n');
  expect(page).toContain(`\`\`\`text\n${first}\n${second}\n${stdout}${last}\n\`\`\``);
});

describe('the alarm afterwards', () => {
  test('one that CloudWatch has set back itself is left alone', async () => {
    deploy('plain');
    const { onSet } = aws;
    aws.onSet = (alarm) => {
      onSet(alarm);
      alarm.StateValue = 'OK';
    };

    expect(await alertTest('plain')).toMatchObject({ exitCode: 0 });
    expect(aws.set).toHaveLength(1);
  });

  test('one that is in ALARM for a real cause by now is left in ALARM, and this is reported', async () => {
    deploy('plain');
    const { onSet } = aws;
    aws.onSet = (alarm) => {
      onSet(alarm);
      alarm.StateReason = 'Threshold Crossed: 3 datapoints.';
    };

    const { stderr } = await alertTest('plain');

    expect(aws.set).toHaveLength(1);
    expect(stderr).toMatch(/is now in ALARM for a real cause and is left in ALARM: Threshold Crossed: 3 datapoints\./);
  });

  test('it is set back also if the outcome cannot be read any more', async () => {
    deploy('chats');
    aws.onSet = () => aws.refused.set('Query', 'InternalServerError');

    const { exitCode, stderr } = await alertTest('chats');

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/dynamodb:Query in eu-west-1 failed: InternalServerError/);
    expect(aws.set.at(-1)).toMatchObject({ state: 'OK' });
  });

  test('it is set back also by Ctrl+C', async () => {
    deploy('chats');
    aws.onSet = () => {};
    const root = resolve(__dirname, '../..');
    const words = ['--import', 'tsx', join(root, 'bin/vigil.ts'), 'alert-test', '--app', join(folder, 'chats')];
    const child = spawn(process.execPath, words, { cwd: root, stdio: 'ignore', env: { ...process.env } });
    const ended = new Promise<number | null>((done) => child.on('exit', done));
    while (aws.set.length === 0) await new Promise((done) => setTimeout(done, 50));

    child.kill('SIGINT');

    expect(await ended).toBe(1);
    expect(aws.set.at(-1)).toMatchObject({ state: 'OK' });
  });

  test('an alarm that could not be set back is reported with the command to do so', async () => {
    deploy('plain');
    const { onSet } = aws;
    aws.onSet = (alarm) => {
      onSet(alarm);
      aws.refused.set('SetAlarmState', 'InternalServiceFault');
    };

    const { stderr } = await alertTest('plain');

    expect(stderr).toMatch(
      /could not be set back to OK. Set it back with: aws cloudwatch set-alarm-state --alarm-name 'Shop/,
    );
  });
});

describe('used wrongly', () => {
  test.each<[string, string[], RegExp]>([
    ['an alarm that is not there', ['DeadLeters'], /There is no alarm 'DeadLeters'\. Did you mean 'DeadLetters'\?/],
    [
      'an alarm that notifies through a composite alarm',
      ['QueueStuck'],
      /Shop\/Orders\/QueueStuck has no actions of its own; it notifies through the composite alarm Failing\. Test that alarm\./,
    ],
    ['an invalid timeout', ['--timeout', 'soon'], /--timeout soon: give seconds, from 1 to 3600\./],
  ])('%s', async (_, words, message) => {
    deploy('plain');

    const { exitCode, stderr } = await alertTest('plain', ...words);

    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(message) });
    expect(aws.set).toEqual([]);
  });

  test.each<[string, () => void, RegExp]>([
    [
      'nothing is deployed',
      () => aws.alarms.clear(),
      /There is no alarm Shop\/\S+ in eu-west-1\. Deploy the app first, or sign in to the account/,
    ],
    [
      'the account is another',
      () => change({ AlarmArn: `arn:aws:cloudwatch:${REGION}:999999999999:alarm:x` }),
      /The credentials belong to account 999999999999, but the app is deployed to 111122223333\./,
    ],
    [
      'its actions are disabled',
      () => change({ ActionsEnabled: false }),
      /would notify nobody now: its actions are disabled\./,
    ],
    [
      'it is suppressed',
      () => change({ isComposite: true, ActionsSuppressedReason: 'Actions suppressed by WaitPeriod' }),
      /would notify nobody now: Actions suppressed by WaitPeriod\./,
    ],
    [
      'it is muted',
      () => {
        aws.muteRules = ['ShopMaintenance'];
      },
      /would notify nobody now: it is muted by ShopMaintenance\./,
    ],
    [
      'it is in ALARM',
      () => change({ StateValue: 'ALARM' }),
      /is in ALARM already: All is well\. Name an alarm that is OK/,
    ],
    [
      'credentials have expired',
      () => aws.refused.set('DescribeAlarms', 'ExpiredTokenException'),
      /AWS does not accept these credentials \(ExpiredToken\w*\)\. Sign in anew/,
    ],
    [
      'a permission is missing',
      () => aws.refused.set('SetAlarmState', 'AccessDeniedException'),
      /These credentials may not cloudwatch:SetAlarmState in eu-west-1: SetAlarmState is refused/,
    ],
    [
      'the outcome could not be seen',
      () => aws.refused.set('Query', 'AccessDeniedException'),
      /These credentials may not dynamodb:Query in eu-west-1/,
    ],
  ])('%s: the alarm is not set', async (_, prepare, message) => {
    deploy('chats');
    prepare();

    const { exitCode, stderr } = await alertTest('chats', 'Orders/Failing');

    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(message) });
    expect(aws.set).toEqual([]);
  });

  test('optional permissions may be missing', async () => {
    deploy('chats');
    for (const action of ['ListAlarmMuteRules', 'CheckIfPhoneNumberIsOptedOut', 'GetSMSSandboxAccountStatus']) {
      aws.refused.set(action, 'AccessDeniedException');
    }

    expect(await alertTest('chats')).toMatchObject({ exitCode: 0 });
  });

  test('AWS cannot be reached', async () => {
    deploy('plain');
    const { AWS_ENDPOINT_URL } = process.env;
    process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:1';
    const { exitCode, stderr } = await alertTest('plain');
    process.env['AWS_ENDPOINT_URL'] = AWS_ENDPOINT_URL;

    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(
        /AWS does not answer cloudwatch:DescribeAlarms in eu-west-1: .*Check network and region\./,
      ),
    });
  });

  test('a region that neither the app nor the environment names', async () => {
    deploy('nowhere');
    delete process.env['AWS_REGION'];

    const { exitCode, stderr } = await alertTest('nowhere');

    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(/The region is unknown\. Set it on the stack \(env\.region\), or set AWS_REGION\./),
    });
  });

  test('a region that the environment names is taken', async () => {
    deploy('nowhere');
    process.env['AWS_REGION'] = REGION;

    expect(await alertTest('nowhere')).toMatchObject({ exitCode: 0 });
  });
});

const change = (fields: Partial<AlarmHere>) =>
  aws.alarms.set('Shop/Orders/Failing', { ...(aws.alarms.get('Shop/Orders/Failing') as AlarmHere), ...fields });

test('without credentials it says what to do', () => {
  const root = resolve(__dirname, '../..');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(root, 'bin/vigil.ts'), 'alert-test', '--app', join(folder, 'plain')],
    {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], AWS_EC2_METADATA_DISABLED: 'true', HOME: folder, NODE_NO_WARNINGS: '1' },
    },
  );

  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: expect.stringMatching(/^vigil: There are no AWS credentials:/),
  });
});

test('without the AWS SDK it says which packages to install', () => {
  // GIVEN the command where there is no SDK, as in the package of a user who has none
  const code = `
    const Module = require('node:module');
    const resolve = Module._resolveFilename;
    Module._resolveFilename = (name, ...rest) => {
      if (name.startsWith('@aws-sdk/')) throw new Error('Cannot find module');
      return resolve(name, ...rest);
    };
    require('tsx/cjs');
    require('./lib/commands/run.ts').run(['alert-test', '--app', ${JSON.stringify(join(folder, 'plain'))}], process)
      .then((code) => process.exit(code));`;

  // WHEN
  const { status, stderr } = spawnSync(process.execPath, ['-e', code], {
    cwd: resolve(__dirname, '../..'),
    encoding: 'utf8',
  });

  // THEN
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: expect.stringMatching(
      /npm install --save-dev @aws-sdk\/client-cloudwatch @aws-sdk\/client-dynamodb @aws-sdk\/client-lambda @aws-sdk\/client-sns/,
    ),
  });
});
