import { isObject } from '../assembly/json';
import type { Command } from './protocol';

const FASTEST = 3600;
const DAY = 86_400;

const isText = (value: unknown): value is string => typeof value === 'string';
const isWithin = (value: unknown, least: number, greatest: number): value is number =>
  typeof value === 'number' && value >= least && value <= greatest;

/** What a request of the page asks for; undefined if it is nothing that can be done. */
export function commandIn(body: unknown): Command | undefined {
  if (!isObject(body)) return undefined;
  const { do: what, target, failure, id, factor, seconds } = body;
  if (what === 'break' && isText(target) && isText(failure)) return { do: what, target, failure };
  if (what === 'fix' && isWithin(id, 0, Number.MAX_SAFE_INTEGER)) return { do: what, id };
  if (what === 'speed' && isWithin(factor, 1, FASTEST)) return { do: what, factor };
  if (what === 'forward' && isWithin(seconds, 1, DAY)) return { do: what, seconds };
  if (what === 'pause' || what === 'resume' || what === 'restart') return { do: what };
  return undefined;
}
