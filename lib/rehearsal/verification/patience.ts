import { type Clock, type CloudWatch, CloudWatchError } from './cloud-watch';

const FIRST_WAIT_SECONDS = 1;
const LONGEST_WAIT_SECONDS = 30;
const PATIENCE_SECONDS = 600;

/** Waits where CloudWatch is busy, longer from time to time, for ten minutes at most. */
export function patient(cloudWatch: CloudWatch, clock: Clock): CloudWatch {
  const repeated = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    const end = clock.now() + PATIENCE_SECONDS;
    for (let wait = FIRST_WAIT_SECONDS; ; wait = Math.min(2 * wait, LONGEST_WAIT_SECONDS)) {
      try {
        return await call();
      } catch (error) {
        const isBusy = error instanceof CloudWatchError && error.kind === 'busy';
        if (!isBusy || clock.now() + wait > end) throw error;
        await clock.sleep(wait);
      }
    }
  };
  return {
    putMetricData: (points) => repeated(() => cloudWatch.putMetricData(points)),
    putMetricAlarm: (input) => repeated(() => cloudWatch.putMetricAlarm(input)),
    putCompositeAlarm: (input) => repeated(() => cloudWatch.putCompositeAlarm(input)),
    describeAlarms: (prefix) => repeated(() => cloudWatch.describeAlarms(prefix)),
    stateChanges: (alarm) => repeated(() => cloudWatch.stateChanges(alarm)),
    deleteAlarms: (names) => repeated(() => cloudWatch.deleteAlarms(names)),
  };
}
