/** What AWS answers to a call that it refuses. */
export class CallError extends Error {
  public constructor(
    /** Such as `ValidationException`. */
    public readonly type: string,
    message: string,
    /** Further members of the answer. */
    public readonly more: object = {},
  ) {
    super(message);
  }
}
