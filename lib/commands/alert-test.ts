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
/** Between here and AWS. */
const CLOCKS_DIFFER_MS = 60_000;
const LONGEST_TIMEOUT_SECONDS = 3600;

/** Sets an alarm to ALARM, tells what became of the alert on the way to everybody who should hear of it, and sets the alarm back. */
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
  const { alarm, listeners } = candidate;
  const id = `test-${randomUUID()}`;
  const since = new Date(Date.now() - CLOCKS_DIFFER_MS);
  const evidence = new Evidence(assembly, aws, terminal.cwd(), live, testChange(id, 'ALARM'), since);
  // whoever may not see what became of it should wake nobody
  await evidence.verdicts(listeners);
  const [, , , region, account] = live.arn.split(':');
  terminal.stderr.write(
    `Sets ${alarm.name} (${alarm.severity}) to ALARM in ${region}, account ${account}. ${counted(listeners.length, 'listener')} should get a message that says it is a test.\n`,
  );
  const interruption = interruptionOf(terminal);
  let verdicts: Verdict[];
  try {
    const words =
      "nothing is wrong. Somebody runs 'vigil alert-test' to see who hears of this alarm; it is set back soon.";
    await setState(aws, alarm.name, 'ALARM', testReason(id, words));
    verdicts = await watch(() => evidence.verdicts(listeners), seconds, interruption);
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

/** An alarm that is not in ALARM already, and whose change would be told. */
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
  const usable = deployed.find((each) => liveOf(each).state !== 'ALARM' && liveOf(each).silent === undefined);
  const candidate = usable ?? (deployed[0] as Candidate);
  const live = liveOf(candidate);
  checkAccount(assembly, candidate, live);
  if (live.silent !== undefined) throw new UsageError(`${live.name} would tell nobody now: ${live.silent}.`);
  if (live.state === 'ALARM') {
    throw new UsageError(`${live.name} is in ALARM already, which is no test: ${live.reason} Name another alarm.`);
  }
  const rules = await activeMuteRules(aws, live.name);
  if (rules.length > 0) throw new UsageError(`${live.name} would tell nobody now: it is muted by ${rules.join(', ')}.`);
  return { candidate, live, aws };
}

function checkAccount(assembly: Assembly, { alarm }: Candidate, { arn }: LiveAlarm): void {
  const meant = assembly.stacks.find(({ path }) => path === alarm.stack)?.account;
  const [, , , , account] = arn.split(':');
  if (meant !== undefined && meant !== account) {
    throw new UsageError(
      `These credentials are of account ${account}, and the app is deployed to ${meant}. Sign in there, or set AWS_PROFILE.`,
    );
  }
}

/** The region of a stack, unless only the deployment knows it. */
const regionOf = (assembly: Assembly, { alarm }: Candidate): string | undefined =>
  assembly.stacks.find(({ path }) => path === alarm.stack)?.region;

/** Asks again and again until all is known. */
async function watch(ask: () => Promise<Verdict[]>, seconds: number, interruption: Interruption): Promise<Verdict[]> {
  const end = Date.now() + 1000 * seconds;
  for (;;) {
    const verdicts = await ask();
    const isKnown = verdicts.every(({ outcome }) => outcome !== 'waiting');
    if (isKnown || interruption.happened() || Date.now() + POLL_MS > end) return verdicts;
    await Promise.race([new Promise((done) => setTimeout(done, POLL_MS)), interruption.promise]);
  }
}

/** A composite would stay in ALARM until one of its children changes; and whoever heard of the test should hear that it is over. */
async function setBack(aws: Aws, { name }: LiveAlarm, id: string, terminal: Terminal): Promise<void> {
  try {
    const now = (await readAlarms(aws, [name])).get(name);
    if (now?.state !== 'ALARM') return;
    if (!now.reason.startsWith(testReason(id, ''))) {
      terminal.stderr.write(`${name} is in ALARM by itself now; it is left so: ${now.reason}\n`);
      return;
    }
    await setState(aws, name, 'OK', testReason(id, 'it is over.'));
    terminal.stderr.write(`${name} is set back to OK.\n`);
  } catch (error) {
    terminal.stderr.write(
      `${name} could not be set back; do it yourself: aws cloudwatch set-alarm-state --alarm-name '${name}' --state-value OK --state-reason 'test'. ${(error as Error).message}\n`,
    );
  }
}

const SHOWN: Readonly<Record<Verdict['outcome'], Cell>> = {
  told: { text: 'told' },
  sent: { text: 'sent' },
  waiting: { text: 'nothing yet', style: 'alert' },
  failed: { text: 'failed', style: 'alert' },
};

function report({ listeners }: Candidate, verdicts: readonly Verdict[], terminal: Terminal): void {
  const page = { width: widthFor(terminal), paint: painterFor(terminal) };
  const rows = listeners.map(({ name }, index) => {
    const { outcome, detail = '' } = verdicts[index] as Verdict;
    return [SHOWN[outcome], { text: name }, { text: detail }];
  });
  terminal.stdout.write(`${table(rows, [{ atMost: 11 }, { atMost: 40 }, {}], page).join('\n')}\n`);
  const missed = verdicts.filter(({ outcome }) => outcome === 'failed' || outcome === 'waiting');
  if (missed.length === 0) return;
  const logs = new Set(listeners.flatMap(({ notified }) => (notified ? notified.notifier.logicalId : [])));
  const where = logs.size === 0 ? '' : ` The log of the function ${[...logs].join(', ')} has more.`;
  throw new CheckError(`${missed.length} of ${counted(verdicts.length, 'listener')} did not hear of it.${where}`);
}

interface Interruption {
  readonly promise: Promise<void>;
  happened(): boolean;
  end(): void;
}

/** Ctrl+C ends the waiting, so that the alarm is still set back. */
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
