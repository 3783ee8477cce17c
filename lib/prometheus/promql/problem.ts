/** What is wrong with an expression. */
export interface Problem {
  /** In the text of the expression, from 0. */
  readonly offset: number;
  readonly message: string;
}

/** Stops the reading of an expression where nothing after it can be understood. */
export class SyntaxProblem extends Error {
  public constructor(
    public readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}
