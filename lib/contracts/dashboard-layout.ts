/** How many dashboards an app has. CloudWatch bills $3 a month for each beyond the first three of an account. */
export enum DashboardLayout {
  /** As few as hold all with at most 100 widgets each, in the stack of the Vigil. */
  COMPACT = 'COMPACT',
  /** An index, and one for each stack, in that stack. */
  PER_STACK = 'PER_STACK',
  /** An index, and one for each component, in its stack. */
  PER_COMPONENT = 'PER_COMPONENT',
}
