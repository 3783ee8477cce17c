/** What people have found out, in their words. */
export interface Update {
  readonly cause?: string;
  readonly action?: string;
  /** When it will be over. */
  readonly eta?: string;
  /** When the next update follows. */
  readonly next?: string;
}
