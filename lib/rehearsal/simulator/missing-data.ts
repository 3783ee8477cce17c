/** What the points of an evaluation range lead to. */
export const Verdict = { OK: 0, ALARM: 1, INSUFFICIENT_DATA: 2, RETAIN: 3 } as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

/** One data point: missing, within the threshold, or beyond it. */
export const Point = { MISSING: 0, WITHIN: 1, BREACHING: 2 } as const;

/** How to treat missing data, as numbers: they are compared for every minute of every alarm. */
export const Treatment = { missing: 0, ignore: 1, breaching: 2, notBreaching: 3 } as const;
export type Treatment = (typeof Treatment)[keyof typeof Treatment];

/** M of N. */
export interface Requirement {
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  readonly treatment: Treatment;
}

/**
 * CloudWatch's rule. With N real points in the evaluation range, the newest N decide and gaps are skipped. With fewer, all of
 * them count, and only what lacks to N is filled as the alarm says.
 *
 * @param real how many real points are in the range, N at most: the newest ones
 * @param breaching how many of those breach
 * @param age of the oldest real point of the range in periods; the newest period is 1
 */
export function verdictOn(requirement: Requirement, real: number, breaching: number, age: number): Verdict {
  const { datapointsToAlarm, evaluationPeriods, treatment } = requirement;
  const filled = treatment === Treatment.breaching ? evaluationPeriods - real : 0;
  if (breaching + filled >= datapointsToAlarm) return Verdict.ALARM;
  // a point within the threshold, or gaps that count as such
  if (breaching < real || treatment === Treatment.notBreaching) return Verdict.OK;
  if (treatment === Treatment.ignore) return Verdict.RETAIN;
  // all real points breach, but there are fewer than M: they alarm once they are so old that the others should have come
  return real > 0 && age >= datapointsToAlarm ? Verdict.ALARM : Verdict.INSUFFICIENT_DATA;
}

/** Room for the real points of a row, kept from row to row: making it takes longer than using it. */
let periodOf = new Int32Array(0);
let breachingBefore = new Int32Array(0);

/**
 * The verdict for each point of a row of periods, looking back over `range` of them.
 *
 * Real points are put in a row of their own, with a running count of the breaching ones: so each verdict takes the same few steps,
 * however long the range is and whatever is missing.
 *
 * @param points of all rows: period i of the row that begins at `first` is `points[first + i * stride]`
 * @param verdicts as long as `points`; the row's own are set
 */
export function judge(
  points: Uint8Array,
  verdicts: Uint8Array,
  row: { readonly first: number; readonly stride: number; readonly range: number },
  requirement: Requirement,
): void {
  const { first, stride, range } = row;
  const { evaluationPeriods } = requirement;
  makeRoomFor(Math.ceil((points.length - first) / stride));
  const [periods, before] = [periodOf, breachingBefore];
  let oldest = 0;
  let end = 0;
  let breaching = 0;
  for (let period = 0, index = first; index < points.length; period++, index += stride) {
    const point = points[index] as number;
    if (point !== Point.MISSING) {
      periods[end] = period;
      before[end] = breaching;
      breaching += point - Point.WITHIN;
      end++;
    }
    // the room ends with one more than can be real, which is read where nothing is
    if ((periods[oldest] as number) <= period - range && oldest < end) oldest++;
    const real = end - oldest;
    const used = Math.min(real, evaluationPeriods);
    before[end] = breaching;
    const age = period - (periods[oldest] as number) + 1;
    verdicts[index] = verdictOn(requirement, used, breaching - (before[end - used] as number), age);
  }
}

function makeRoomFor(points: number): void {
  if (periodOf.length > points) return;
  periodOf = new Int32Array(points + 1);
  breachingBefore = new Int32Array(points + 1);
}

/** The verdict on the points of one evaluation range, oldest first. */
export function judgeWindow(points: Uint8Array, requirement: Requirement): Verdict {
  let [real, breaching, age] = [0, 0, 0];
  for (let back = 1; back <= points.length; back++) {
    const point = points[points.length - back] as number;
    if (point === Point.MISSING) continue;
    age = back;
    if (real === requirement.evaluationPeriods) break;
    real++;
    breaching += point - 1;
  }
  return verdictOn(requirement, real, breaching, age);
}
