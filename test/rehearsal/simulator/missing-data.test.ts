import fc from 'fast-check';
import { FITTED_RANGE } from '../../../lib/rehearsal/simulator/evaluation-range';
import { judge, judgeWindow, Point, Treatment, Verdict } from '../../../lib/rehearsal/simulator/missing-data';
import type { AlarmState } from '../../../lib/rehearsal/simulator/model';
import { type Point as Letter, verdict } from '../../support/evaluator/missing-data';
import { FORMERLY_PUBLISHED, NOT_YET_ALARMING, PUBLISHED } from '../../support/evaluator/published-tables';
import { alarmOn, evaluatedAt, pattern, START, storeWith, upTo } from './worlds';

const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

describe('tables of "Configuring how CloudWatch alarms treat missing data"', () => {
  const cellsOf = (tables: typeof PUBLISHED) =>
    tables.flatMap(({ rows, ...of }) =>
      rows.flatMap((row) => TREATMENTS.map((treatMissingData) => ({ ...of, row, treatMissingData }))),
    );
  const run = (points: string, before: AlarmState, changes: Parameters<typeof alarmOn>[0]) => {
    const store = storeWith(pattern(points), { interval: 300 });
    return evaluatedAt(START + points.length * 300, alarmOn(changes), store, before);
  };

  test('40 cells are published, 12 were withdrawn', () => {
    expect([cellsOf(PUBLISHED).length, cellsOf(FORMERLY_PUBLISHED).length]).toEqual([40, 12]);
  });

  describe.each([
    ['published', PUBLISHED],
    ['withdrawn after 2019', FORMERLY_PUBLISHED],
  ])('%s', (_, tables) => {
    test.each(cellsOf(tables))(
      '$datapointsToAlarm of $evaluationPeriods, $row.points, $treatMissingData',
      ({ row, ...alarm }) => {
        const published = row[alarm.treatMissingData];
        for (const before of STATES) {
          expect(run(row.points, before, alarm)).toBe(published === 'RETAIN' ? before : published);
        }
      },
    );
  });

  test.each(NOT_YET_ALARMING)('%s is not in ALARM too early', (points) => {
    expect(run(points, 'OK', { treatMissingData: 'missing' })).not.toBe('ALARM');
  });
});

describe('all patterns', () => {
  const LETTERS: Readonly<Record<Letter, number>> = { '-': Point.MISSING, '0': Point.WITHIN, X: Point.BREACHING };
  const NAMES = Object.keys(Verdict);
  const LONGEST = upTo(6, 8, 9);

  /** Every row of so many points. */
  const ROWS = Array.from({ length: LONGEST + 1 }, (_, length) => {
    const rows = Array.from({ length: 3 ** length }, (_, number) =>
      Array.from({ length }, (_, digit) => '-0X'[Math.floor(number / 3 ** digit) % 3] as Letter),
    );
    return { rows, points: Uint8Array.from(rows.flat(), (letter) => LETTERS[letter]) };
  });

  const requirements = [1, 2, 3, 4, 5].flatMap((of) =>
    Array.from({ length: of }, (_, index) => index + 1).map((breaching) => [breaching, of] as const),
  );

  test.each(requirements)(
    '%i of %i: as the slow evaluator says, in ranges of up to 9',
    (datapointsToAlarm, evaluationPeriods) => {
      const wrong: string[] = [];
      for (let range = evaluationPeriods; range <= LONGEST; range++) {
        const { rows, points } = ROWS[range] as (typeof ROWS)[number];
        const verdicts = new Uint8Array(points.length);
        for (const treatMissingData of TREATMENTS) {
          const requirement = { datapointsToAlarm, evaluationPeriods, treatment: Treatment[treatMissingData] };
          // all rows in one: what the last point of each looks back at is the row
          judge(points, verdicts, { first: 0, stride: 1, range }, requirement);
          for (const [index, letters] of rows.entries()) {
            const end = (index + 1) * range;
            const expected = verdict(letters, { datapointsToAlarm, evaluationPeriods, treatMissingData });
            const alone = judgeWindow(points.subarray(end - range, end), requirement);
            if (NAMES[verdicts[end - 1] as number] !== expected || NAMES[alone] !== expected)
              wrong.push(`${letters.join('')} ${treatMissingData}: not ${expected}`);
          }
        }
      }
      expect(wrong.slice(0, 5)).toEqual([]);
    },
  );
});

/** Every row of points. */
function* allRows(length: number): Generator<Uint8Array> {
  for (let number = 0; number < 3 ** length; number++) {
    yield Uint8Array.from({ length }, (_, digit) => Math.floor(number / 3 ** digit) % 3);
  }
}

describe('laws', () => {
  const requirement = fc.integer({ min: 1, max: 12 }).chain((evaluationPeriods) =>
    fc.record({
      evaluationPeriods: fc.constant(evaluationPeriods),
      datapointsToAlarm: fc.integer({ min: 1, max: evaluationPeriods }),
      treatment: fc.constantFrom(...Object.values(Treatment)),
    }),
  );
  const point = fc.constantFrom(...Object.values(Point));
  const real = fc.constantFrom(Point.WITHIN, Point.BREACHING);
  const points = fc.array(point, { maxLength: 30 }).map((each) => Uint8Array.from(each));

  test('what is older than the newest N real points never matters', () => {
    fc.assert(
      fc.property(
        requirement,
        fc.array(real, { minLength: 12, maxLength: 12 }),
        points,
        points,
        (asked, newest, one, other) => {
          const behind = (older: Uint8Array) => judgeWindow(Uint8Array.of(...older, ...newest), asked);
          expect(behind(one)).toBe(behind(other));
        },
      ),
    );
  });

  test('closing a gap changes nothing while N real points are there', () => {
    fc.assert(
      fc.property(requirement, fc.array(point, { minLength: 1, maxLength: 30 }), (asked, row) => {
        fc.pre(row.filter((each) => each !== Point.MISSING).length >= asked.evaluationPeriods);
        const closed = row.filter((each) => each !== Point.MISSING);
        expect(judgeWindow(Uint8Array.from(row), asked)).toBe(judgeWindow(Uint8Array.from(closed), asked));
      }),
    );
  });

  test('missing data as breaching is never milder than as not breaching', () => {
    fc.assert(
      fc.property(requirement, points, (asked, row) => {
        const as = (treatment: Treatment) => judgeWindow(row, { ...asked, treatment });
        if (as(Treatment.notBreaching) === Verdict.ALARM) expect(as(Treatment.breaching)).toBe(Verdict.ALARM);
      }),
    );
  });

  test('a short row of evaluations gives what each of them gives alone', () => {
    const wrong: string[] = [];
    for (const row of allRows(upTo(5, 6, 7))) {
      const verdicts = new Uint8Array(row.length);
      for (const [datapointsToAlarm, evaluationPeriods, range] of [
        [1, 1, 1],
        [1, 1, 2],
        [2, 2, 2],
        [1, 2, 3],
        [2, 2, 4],
      ] as const) {
        for (const treatment of Object.values(Treatment)) {
          const asked = { datapointsToAlarm, evaluationPeriods, treatment };
          judge(row, verdicts, { first: 0, stride: 1, range }, asked);
          const alone = row.map((_, index) => judgeWindow(row.slice(Math.max(0, index + 1 - range), index + 1), asked));
          if (verdicts.some((verdict, index) => verdict !== alone[index])) wrong.push(`${row} in ${range}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test('a row of evaluations gives what each of them gives alone', () => {
    fc.assert(
      fc.property(requirement, points, fc.nat(5), fc.integer({ min: 1, max: 4 }), (asked, row, longer, stride) => {
        const range = asked.evaluationPeriods + longer;
        const verdicts = new Uint8Array(row.length);
        for (let first = 0; first < stride; first++) judge(row, verdicts, { first, stride, range }, asked);
        for (let index = 0; index < row.length; index++) {
          const window = Array.from(
            { length: range },
            (_, back) => row[index - back * stride] ?? Point.MISSING,
          ).reverse();
          expect(verdicts[index]).toBe(judgeWindow(Uint8Array.from(window), asked));
        }
      }),
    );
  });

  // AWS documents the first only; for the others see the field records
  test.each([
    { periods: 3, seconds: 300, range: 5 },
    { periods: 8, seconds: 900, range: 10 },
    { periods: 1, seconds: 60, range: 6 },
    { periods: 2, seconds: 60, range: 7 },
    { periods: 1, seconds: 86_400, range: 3 },
  ])('$periods periods of $seconds s are looked for in $range', ({ periods, seconds, range }) => {
    expect(FITTED_RANGE.periods(periods, seconds)).toBe(range);
  });
});
