import type { Ground, RuleRow, RuleTable } from './rule';

const DOCS = 'https://docs.aws.amazon.com/';

/** The pages on which AWS says what a service publishes, and when: those that several tables rest on. */
export const PAGES = {
  anomalyDetection: `${DOCS}AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html`,
  lambda: `${DOCS}lambda/latest/dg/monitoring-metrics-types.html`,
  sqs: `${DOCS}AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html`,
  customMetrics: `${DOCS}AmazonCloudWatch/latest/monitoring/publishingMetrics.html`,
} as const;

/** A row that leaves its ground to its table. */
type GroundedByTable<Facts> = Omit<RuleRow<Facts>, 'ground'> & Partial<Pick<RuleRow<Facts>, 'ground'>>;

/** AWS documents what the rule reads, on this page, and each construct of its condition. */
export const documented = (page: string): Ground => ({ kind: 'documented', source: page });

/** A page on which AWS says what a service publishes, and when: one of {@link PAGES}, or its path below docs.aws.amazon.com. */
export type Page = keyof typeof PAGES | `${string}.html`;

const isKnown = (page: Page): page is keyof typeof PAGES => page in PAGES;

/** A table whose rows rest on what AWS documents, but for those that say otherwise. */
export const documentedBy = <Facts>(page: Page, rows: readonly GroundedByTable<Facts>[]): RuleTable<Facts> =>
  rows.map((row) => ({ ground: documented(isKnown(page) ? PAGES[page] : `${DOCS}${page}`), ...row }));

/** Of rules that compare a service with its own past. */
export const COMPARES_WITH_PAST: Ground = {
  kind: 'assumed',
  source:
    "Functions over the alarm's whole range (RUNNING_SUM, AVG, MAX, SUM of one series): AWS evaluates them over more periods than N, does not say how many, and advises against them in alarms. Written to be right from N to N + N/3 + 5 periods.",
};
