import { VIOLATIONS, type ViolationCode } from '../contracts/health-checks';

/** Why a run of a check failed. The message is in Vigil's own words: what a server sends may be a secret. */
export class Failure extends Error {
  /** @param detail follows the words of the code */
  public constructor(
    public readonly code: ViolationCode,
    detail?: string,
  ) {
    super(detail === undefined ? VIOLATIONS[code] : `${VIOLATIONS[code]}: ${detail}`);
  }
}

/** A reason in the words of the user's own code, as a part of a message. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 200);
