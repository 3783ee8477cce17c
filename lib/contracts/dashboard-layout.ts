/** How many dashboards an app has. CloudWatch bills $3 a month for each; three of an account are free, if they have at most 50 metrics. */
export enum DashboardLayout {
  /** As few as hold all with at most 100 widgets each, in the stack of the Vigil. */
  COMPACT = 'COMPACT',
  /** An index, and one for each stack, in that stack. */
  PER_STACK = 'PER_STACK',
  /** An index, and one for each component, in its stack. */
  PER_COMPONENT = 'PER_COMPONENT',
}
