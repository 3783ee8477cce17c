import { Rehearsal } from './rehearsal';

interface Outcome {
  readonly pass: boolean;
  readonly message: () => string;
}

/** For `expect.extend` of jest and compatible test runners. */
export const matchers = {
  /** Whether an alarm is in ALARM, at the end or after a duration such as `28m`. */
  toBeInAlarm(received: unknown, alarm: string, after?: string): Outcome {
    const rehearsal = rehearsed(received);
    const state = rehearsal.stateOf(alarm, after);
    const when = after === undefined ? 'at the end' : `after ${after}`;
    return {
      pass: state === 'ALARM',
      message: () =>
        [
          `${alarm} is in ${state} ${when}.`,
          rehearsal.reasonOf(alarm, after) ?? 'It never changed its state.',
          rehearsal.pictureOf(alarm, after),
        ].join('\n'),
    };
  },

  /** Whether there were alerts of a severity; if a number is given, exactly so many. */
  toHaveAlerted(received: unknown, severity: string, times?: number): Outcome {
    const { alerts } = rehearsed(received);
    const count = alerts.filter((alert) => alert.severity === severity).length;
    return {
      pass: times === undefined ? count > 0 : count === times,
      message: () => {
        const wanted = times === undefined ? '' : `, ${times} expected`;
        const lines = alerts.map(
          (alert) => `  ${alert.severity} of ${alert.alarm} after ${alert.after / 60} min: ${alert.reason}`,
        );
        return [
          `There ${count === 1 ? 'was 1 alert' : `were ${count} alerts`} of ${severity}${wanted}. All alerts:`,
          ...(lines.length > 0 ? lines : ['  none']),
        ].join('\n');
      },
    };
  },
};

function rehearsed(received: unknown): Rehearsal {
  if (received instanceof Rehearsal) return received;
  throw new TypeError('expect() takes a Rehearsal here.');
}

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: the parameters have to be those of jest's own declaration
    interface Matchers<R, T = {}> {
      /** Whether an alarm of a Rehearsal is in ALARM, at the end or after a duration such as `28m`. */
      toBeInAlarm(alarm: string, after?: string): R;
      /** Whether there were alerts of a severity; if a number is given, exactly so many. */
      toHaveAlerted(severity: string, times?: number): R;
    }
  }
}
