import type { Aws } from '../aws/aws';
import type { Fetch } from '../http/post';

/** AWS, network, clock and log of a function, so that tests can replace them. */
export interface Dependencies {
  readonly aws: Aws;
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, fields: object) => void;
}
