/** CloudWatch's units. */
export const Unit = {
  SECONDS: 'Seconds',
  MICROSECONDS: 'Microseconds',
  MILLISECONDS: 'Milliseconds',
  BYTES: 'Bytes',
  KILOBYTES: 'Kilobytes',
  MEGABYTES: 'Megabytes',
  GIGABYTES: 'Gigabytes',
  TERABYTES: 'Terabytes',
  BITS: 'Bits',
  KILOBITS: 'Kilobits',
  MEGABITS: 'Megabits',
  GIGABITS: 'Gigabits',
  TERABITS: 'Terabits',
  PERCENT: 'Percent',
  COUNT: 'Count',
  BYTES_PER_SECOND: 'Bytes/Second',
  KILOBYTES_PER_SECOND: 'Kilobytes/Second',
  MEGABYTES_PER_SECOND: 'Megabytes/Second',
  GIGABYTES_PER_SECOND: 'Gigabytes/Second',
  TERABYTES_PER_SECOND: 'Terabytes/Second',
  BITS_PER_SECOND: 'Bits/Second',
  KILOBITS_PER_SECOND: 'Kilobits/Second',
  MEGABITS_PER_SECOND: 'Megabits/Second',
  GIGABITS_PER_SECOND: 'Gigabits/Second',
  TERABITS_PER_SECOND: 'Terabits/Second',
  COUNT_PER_SECOND: 'Count/Second',
  NONE: 'None',
} as const;

export type Unit = (typeof Unit)[keyof typeof Unit];

export type TimeUnit = 'Seconds' | 'Milliseconds' | 'Microseconds';

/** The microseconds in one of each unit of time. */
export const MICROSECONDS: Readonly<Record<string, number | undefined>> = {
  Seconds: 1_000_000,
  Milliseconds: 1000,
  Microseconds: 1,
} satisfies Record<TimeUnit, number>;
