/** Where the alarms on resources of a stack are created. */
export enum AlarmsIn {
  /**
   * In that stack while it has at most 450 resources and 800 KB of template with them, otherwise in nested stacks of it. Where that
   * changes, all alarms of the stack are created anew, with other names.
   */
  AUTO = 'AUTO',
  /** In that stack. Synthesis fails where it has no room. */
  STACK = 'STACK',
  /** In nested stacks of it from the beginning, so that their names stay however large it grows. */
  NESTED_STACKS = 'NESTED_STACKS',
}
