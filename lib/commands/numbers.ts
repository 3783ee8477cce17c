import { UsageError } from './errors';

/** The whole number that an option gives. @throws UsageError */
export function numberIn(option: string, text: string, least: number, greatest: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= greatest) return value;
  throw new UsageError(`${option} ${text}: give a whole number from ${least} to ${greatest}.`);
}

/** @param least 0 where any free port will do */
export const portIn = (text: string, least: 0 | 1): number => numberIn('--port', text, least, 65_535);
