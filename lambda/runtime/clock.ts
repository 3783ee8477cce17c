/** In milliseconds, of a clock that never goes back. */
export const now = (): number => performance.now();

/** Whole microseconds, for more digits only make records longer. */
export const microsecondsSince = (start: number): number => Math.round((now() - start) * 1000);
