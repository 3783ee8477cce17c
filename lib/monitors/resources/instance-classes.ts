/** Bytes of one GiB. */
export const GIB = 2 ** 30;

export interface InstanceHardware {
  readonly memoryBytes: number;
  /** Only burstable classes earn credits. */
  readonly maxCpuCredits?: number;
  readonly isServerless: boolean;
}

/** GiB of memory of the size `large`; each step up doubles it. Source: the tables of Amazon RDS DB instance classes. */
const MEMORY_OF_LARGE: readonly [family: RegExp, gib: number][] = [
  [/^t[234]g?$/, 8],
  [/^m\d+[a-z]*$/, 8],
  [/^r[4-9]\d*[a-z]*$/, 16],
  [/^x2g[a-z]*$/, 32],
  [/^x2iedn$/, 64],
  [/^c6gd$/, 4],
];
const STEPS: Record<string, number> = { nano: -4, micro: -3, small: -2, medium: -1, large: 0, xlarge: 1 };

/** The most credits that an instance can save up. Source: "Key concepts for burstable performance instances" of Amazon EC2. */
const MAX_CREDITS: Record<string, number> = {
  micro: 288,
  small: 576,
  medium: 576,
  large: 864,
  xlarge: 2304,
  '2xlarge': 4608,
};
/** One Aurora capacity unit is about 2 GiB of memory. */
const GIB_PER_CAPACITY_UNIT = 2;

/** What an instance class such as `db.t4g.medium` means; undefined where the class is not known. */
export function instanceClass(name: string | undefined, maxCapacityUnits?: number): InstanceHardware | undefined {
  const [, family, size] = (name ?? '').split('.');
  if (family === 'serverless') {
    const known = typeof maxCapacityUnits === 'number';
    return known ? { memoryBytes: maxCapacityUnits * GIB_PER_CAPACITY_UNIT * GIB, isServerless: true } : undefined;
  }
  const large = MEMORY_OF_LARGE.find(([pattern]) => pattern.test(family ?? ''))?.[1];
  const factor = size === undefined ? undefined : factorOf(size);
  if (large === undefined || factor === undefined || size === undefined) return undefined;
  const maxCpuCredits = family?.startsWith('t') ? MAX_CREDITS[size] : undefined;
  return { memoryBytes: large * factor * GIB, maxCpuCredits, isServerless: false };
}

/** `large` is 1, `xlarge` 2, `12xlarge` 24. */
function factorOf(size: string): number | undefined {
  const times = /^(\d+)xlarge$/.exec(size)?.[1];
  if (times !== undefined) return 2 * Number(times);
  const step = STEPS[size];
  return step === undefined ? undefined : 2 ** step;
}

/** RDS's default parameter groups derive `max_connections` from the memory of the instance. */
export function maxConnections(engine: string | undefined, memoryBytes: number | undefined): number | undefined {
  if (engine === undefined || memoryBytes === undefined) return undefined;
  if (engine.includes('postgres')) return Math.min(5000, Math.floor(memoryBytes / 9_531_392));
  if (engine === 'mysql' || engine === 'mariadb') return Math.min(16_000, Math.floor(memoryBytes / 12_582_880));
  return undefined;
}
