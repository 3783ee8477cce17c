import { randomUUID } from 'node:crypto';
import { testChange, testReason } from '../contracts/alert-test';
import type { Assembly } from '../rehearsal/assembly/model';
import { type Cell, table } from '../rehearsal/preview/table';
import { counted } from '../rehearsal/preview/units';
import { type Candidate, candidatesIn } from './alert-test/candidates';
import { Evidence, type Verdict } from './alert-test/evidence';
import { activeMuteRules, type LiveAlarm, readAlarms, setState } from './aws/alarms';
import { Aws } from './aws/aws';
import { CheckError, UsageError } from './errors';
import { readSource } from './source';
import type { SourceOptions } from './source-options';
import { painterFor, type Terminal, widthFor } from './terminal';

export interface AlertTestOptions extends Pick<SourceOptions, 'env' | 'app'> {
  /** In seconds. */
  readonly timeout: string;
}

const POLL_MS = 500;
/** Allowed difference between the local clock and AWS's. */
const CLOCKS_DIFFER_MS = 60_000;
const LONGEST_TIMEOUT_SECONDS = 3600;

/** Sets an alarm to ALARM, reports for each recipient whether the alert was delivered, and sets the alarm back. */
export async function alertTest(
  name: string | undefined,
  { timeout, ...source }: AlertTestOptions,
  terminal: Terminal,
): Promise<void> {
  const seconds = Number(timeout);
  if (!(seconds >= 1 && seconds <= LONGEST_TIMEOUT_SECONDS)) {
    throw new UsageError(`--timeout ${timeout}: give seconds, from 1 to ${LONGEST_TIMEOUT_SECONDS}.`);
  }
  const { assembly } = await readSource(source, terminal);
  const { candidate, live, aws } = await choose(assembly, name, terminal.cwd());
  const { alarm, recipients } = candidate;
  const id = `test-${randomUUID()}`;
  const since = new Date(Date.now() - CLOCKS_DIFFER_MS);
  const evidence = new Evidence(assembly, aws, terminal.cwd(), live, testChange(id, 'ALARM'), since);
  // checks the permissions to read the outcome before anybody is paged
  await evidence.verdicts(recipients);
  const [, , , region, account] = live.arn.split(':');
  terminal.stderr.write(
    `Sets ${alarm.name} (${alarm.severity}) to ALARM in ${region}, account ${account}. ${counted(recipients.length, 'recipient')} should receive a message marked as a test.\n`,
  );
  const interruption = interruptionOf(terminal);
  let verdicts: Verdict[];
  try {
    const words =
      "nothing is wrong. 'vigil alert-test' was run to check who receives this alert. The alarm is set back in a moment.";
    await setState(aws, alarm.name, 'ALARM', testReason(id, words));
    verdicts = await watch(() => evidence.verdicts(recipients), seconds, interruption);
  } finally {
    await setBack(aws, live, id, terminal);
    interruption.end();
  }
  report(candidate, verdicts, terminal);
}

interface Choice {
  readonly candidate: Candidate;
  readonly live: LiveAlarm;
  readonly aws: Aws;
}

/** Prefers an alarm that is not in ALARM and whose actions are enabled. */
async function choose(assembly: Assembly, name: string | undefined, folder: string): Promise<Choice> {
  const candidates = candidatesIn(assembly, name);
  const [first] = candidates as [Candidate];
  const region = regionOf(assembly, first);
  const here = candidates.filter((each) => regionOf(assembly, each) === region);
  const aws = new Aws(folder, region);
  const known = await readAlarms(
    aws,
    here.map(({ alarm }) => alarm.name),
  );
  const deployed = here.filter(({ alarm }) => known.has(alarm.name));
  if (deployed.length === 0) {
    throw new UsageError(
      `There is no alarm ${first.alarm.name}${region === undefined ? '' : ` in ${region}`}. Deploy the app first, or sign in to the account that it is deployed to.`,
    );
  }
  const liveOf = ({ alarm }: Candidate) => known.get(alarm.name) as LiveAlarm;
  const usable = deployed.find(
    (each) => liveOf(each).state !== 'ALARM' && liveOf(each).actionsDisabledReason === undefined,
  );
  const candidate = usable ?? (deployed[0] as Candidate);
  const live = liveOf(candidate);
  checkAccount(assembly, candidate, live);
  if (live.actionsDisabledReason !== undefined)
    throw new UsageError(`${live.name} would notify nobody now: ${live.actionsDisabledReason}.`);
  if (live.state === 'ALARM') {
    throw new UsageError(`${live.name} is in ALARM already: ${live.reason} Name an alarm that is OK.`);
  }
  const rules = await activeMuteRules(aws, live.name);
  if (rules.length > 0)
    throw new UsageError(`${live.name} would notify nobody now: it is muted by ${rules.join(', ')}.`);
  return { candidate, live, aws };
}

function checkAccount(assembly: Assembly, { alarm }: Candidate, { arn }: LiveAlarm): void {
  const meant = assembly.stacks.find(({ path }) => path === alarm.stack)?.account;
  const [, , , , account] = arn.split(':');
  if (meant !== undefined && meant !== account) {
    throw new UsageError(
      `The credentials belong to account ${account}, but the app is deployed to ${meant}. Sign in to that account, or set AWS_PROFILE.`,
    );
  }
}

/** Undefined if the region is known only at deployment. */
const regionOf = (assembly: Assembly, { alarm }: Candidate): string | undefined =>
  assembly.stacks.find(({ path }) => path === alarm.stack)?.region;

/** Polls until every outcome is known. */
async function watch(ask: () => Promise<Verdict[]>, seconds: number, interruption: Interruption): Promise<Verdict[]> {
  const end = Date.now() + 1000 * seconds;
  for (;;) {
    const verdicts = await ask();
    const isKnown = verdicts.every(({ outcome }) => outcome !== 'waiting');
    if (isKnown || interruption.happened() || Date.now() + POLL_MS > end) return verdicts;
    await Promise.race([new Promise((done) => setTimeout(done, POLL_MS)), interruption.promise]);
  }
}

/** A composite alarm would stay in ALARM until one of its children changes. The recipients of the test also get its recovery. */
async function setBack(aws: Aws, { name }: LiveAlarm, id: string, terminal: Terminal): Promise<void> {
  try {
    const now = (await readAlarms(aws, [name])).get(name);
    if (now?.state !== 'ALARM') return;
    if (!now.reason.startsWith(testReason(id, ''))) {
      terminal.stderr.write(`${name} is now in ALARM for a real cause and is left in ALARM: ${now.reason}\n`);
      return;
    }
    await setState(aws, name, 'OK', testReason(id, 'the test is over.'));
    terminal.stderr.write(`${name} is set back to OK.\n`);
  } catch (error) {
    terminal.stderr.write(
      `${name} could not be set back to OK. Set it back with: aws cloudwatch set-alarm-state --alarm-name '${name}' --state-value OK --state-reason 'test'. ${(error as Error).message}\n`,
    );
  }
}

const SHOWN: Readonly<Record<Verdict['outcome'], Cell>> = {
  delivered: { text: 'delivered' },
  sent: { text: 'sent' },
  waiting: { text: 'no answer', style: 'alert' },
  failed: { text: 'failed', style: 'alert' },
};

function report({ recipients }: Candidate, verdicts: readonly Verdict[], terminal: Terminal): void {
  const page = { width: widthFor(terminal), paint: painterFor(terminal) };
  const rows = recipients.map(({ name }, index) => {
    const { outcome, detail = '' } = verdicts[index] as Verdict;
    return [SHOWN[outcome], { text: name }, { text: detail }];
  });
  terminal.stdout.write(`${table(rows, [{ atMost: 11 }, { atMost: 40 }, {}], page).join('\n')}\n`);
  const missed = verdicts.filter(({ outcome }) => outcome === 'failed' || outcome === 'waiting');
  if (missed.length === 0) return;
  const logs = new Set(recipients.flatMap(({ notified }) => (notified ? notified.notifier.logicalId : [])));
  const where = logs.size === 0 ? '' : ` For details see the log of the function ${[...logs].join(', ')}.`;
  throw new CheckError(
    `${missed.length} of ${counted(verdicts.length, 'recipient')} did not receive the alert.${where}`,
  );
}

interface Interruption {
  readonly promise: Promise<void>;
  happened(): boolean;
  end(): void;
}

/** Ctrl+C ends the wait; the alarm is still set back. */
function interruptionOf(terminal: Terminal): Interruption {
  let happened = false;
  let happen = () => {};
  const promise = new Promise<void>((resolve) => {
    happen = () => {
      happened = true;
      resolve();
    };
  });
  terminal.on?.('SIGINT', happen);
  return { promise, happened: () => happened, end: () => terminal.off?.('SIGINT', happen) };
}
