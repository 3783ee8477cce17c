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
