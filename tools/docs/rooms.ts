/** A folder of `bin`, `lib` or `lambda`: what it holds, and what it may import besides itself. */
export interface Room {
  readonly holds: string;
  readonly imports: readonly string[];
}

/**
 * The rooms of the house. All imports lead downward, so a room stands above all that it lists. test/structure.test.ts keeps
 * to this, and docs/architecture.md shows it.
 */
export const ROOMS: Readonly<Record<string, Room>> = {
  bin: {
    holds: 'The entry points: `app.ts`, the reference system, and `vigil.ts`, the command line.',
    imports: ['commands', 'environments', 'vigil', 'lambda/agent', 'lambda/invoicing', 'lambda/runtime'],
  },
  commands: {
    holds: 'What the command line runs, a file for each command.',
    imports: [
      'rehearsal/room',
      'rehearsal/prometheus-rules',
      'rehearsal/testing',
      'rehearsal/preview',
      'rehearsal/verification',
      'rehearsal/assembly',
      'lambda/shared',
      'grafana',
      'prometheus',
      'probes',
      'contracts',
    ],
  },
  'rehearsal/room': {
    holds:
      'The rehearsal room: made, recorded and live data, calls of functions, the state of a rehearsal, a local server, and in `page` what the browser runs.',
    imports: [
      'rehearsal/testing',
      'rehearsal/preview',
      'rehearsal/assembly',
      'rehearsal/simulator',
      'lambda/functions/incident-api',
      'lambda/functions/incident-notifier',
      'lambda/shared',
      'resources',
      'contracts',
    ],
  },
  'rehearsal/prometheus-rules': {
    holds:
      'Alarms as rules of Prometheus on the metrics of an exporter, and their tests as tests of promtool. Does no I/O.',
    imports: ['rehearsal/testing', 'rehearsal/assembly', 'rehearsal/simulator', 'prometheus', 'lambda/shared'],
  },
  'rehearsal/testing': {
    holds: 'Alarm test files, jest matchers, `Rehearsal`.',
    imports: [
      'validation',
      'prometheus',
      'rehearsal/preview',
      'rehearsal/assembly',
      'rehearsal/simulator',
      'contracts',
      'text',
    ],
  },
  'rehearsal/preview': {
    holds: 'The text report, and the words of conditions, which `explain` and the docs share.',
    imports: ['rehearsal/verification', 'rehearsal/assembly', 'rehearsal/simulator', 'contracts', 'refusals', 'text'],
  },
  'rehearsal/verification': {
    holds: 'What `vigil verify` asks of CloudWatch, and what the simulator expects of it. CloudWatch itself is a port.',
    imports: ['rehearsal/assembly', 'rehearsal/simulator', 'resources', 'rules'],
  },
  'rehearsal/assembly': {
    holds: 'Parses `cdk synth` output or a template into the input of the simulator.',
    imports: ['rehearsal/simulator', 'alarms', 'contracts', 'refusals', 'resources', 'text'],
  },
  refusals: {
    holds: 'Tables of alarm settings that CloudWatch rejects: for synthesis, `preview` and `test`. No CDK.',
    imports: ['rehearsal/simulator', 'text'],
  },
  'rehearsal/simulator': {
    holds: 'CloudWatch offline: alarms, metric math, missing data. Does no I/O.',
    imports: [],
  },
  index: {
    holds: 'What a CDK app imports. Nothing else is public.',
    imports: ['catalogue', 'checks', 'environments', 'vigil', 'health', 'monitors', 'rules', 'alerting', 'contracts'],
  },
  checks: {
    holds: 'Checks of what an app synthesizes to, as a policy validation plugin of CDK.',
    imports: ['rehearsal/assembly', 'resources', 'contracts'],
  },
  environments: {
    holds: '`vigil.json`: its schema, its mistakes, `EnvironmentProfile`.',
    imports: ['vigil', 'rules', 'alerting', 'contracts', 'text', 'validation'],
  },
  vigil: {
    holds: '`Vigil`: environment, routes, dashboards, `watch(scope)`.',
    imports: [
      'prometheus',
      'health',
      'catalogue',
      'monitors',
      'monitors/discovery',
      'monitors/resources',
      'dashboards',
      'alarms',
      'resources',
      'rules',
      'alerting',
      'tree',
      'validation',
      'contracts',
    ],
  },
  health: {
    holds: 'Health checks: their file at synthesis, the function that runs them, their alarms.',
    imports: [
      'probes',
      'monitors',
      'monitors/resources',
      'dashboards',
      'alarms',
      'rules',
      'alerting',
      'contracts',
      'tree',
      'validation',
    ],
  },
  monitors: {
    holds: 'The public monitors.',
    imports: [
      'monitors/applications',
      'monitors/resources',
      'catalogue',
      'dashboards',
      'resources',
      'rules',
      'alerting',
      'contracts',
      'tree',
      'validation',
    ],
  },
  'monitors/discovery': {
    holds: 'From the construct tree to components: what is watched, and what is not.',
    imports: [
      'monitors',
      'monitors/resources',
      'dashboards',
      'alarms',
      'resources',
      'alerting',
      'tree',
      'validation',
      'contracts',
    ],
  },
  'monitors/applications': {
    holds: 'Alarms, graphs, logs and traces of a catalogue.',
    imports: ['monitors/resources', 'catalogue', 'dashboards', 'rules', 'alerting', 'contracts', 'tree'],
  },
  'monitors/resources': {
    holds: 'How each AWS resource type is found in the construct tree, its facts, parts and graphs.',
    imports: ['dashboards', 'alarms', 'resources', 'rules', 'tree', 'validation', 'contracts'],
  },
  resources: {
    holds:
      'The data of each AWS resource type: its table of rules, dimensions, physical name, section of the docs; what cannot fail. No CDK.',
    imports: ['rules', 'contracts'],
  },
  dashboards: {
    holds: 'Metrics, widgets, dashboards.',
    imports: ['alarms', 'resources', 'rules', 'contracts', 'tree'],
  },
  alarms: {
    holds: 'Turns rules into CloudWatch alarms: composites, limits, descriptions.',
    imports: ['refusals', 'rules', 'contracts', 'tree'],
  },
  rules: {
    holds: 'The default rules as data, a table for each AWS resource, and what rows share.',
    imports: ['contracts', 'text', 'validation'],
  },
  alerting: {
    holds: 'Severities, topics, routes, maintenance, the constructs of the notifier and of incidents.',
    imports: ['contracts', 'tree', 'validation'],
  },
  tree: { holds: 'Helpers for construct trees: names, ARNs, order of stacks.', imports: [] },
  validation: {
    holds: 'Checks of what plain JavaScript passes, with a suggestion for each mistake.',
    imports: ['text', 'contracts'],
  },
  text: {
    holds: 'Near misses in names; numbers in YAML; how long a condition has to hold, in words.',
    imports: [],
  },
  grafana: {
    holds:
      'Dashboards of Grafana for those of CloudWatch, and the other way round; the files from which Grafana provisions them. No CDK, no I/O.',
    imports: ['rehearsal/assembly', 'rehearsal/simulator', 'prometheus', 'lambda/shared', 'contracts'],
  },
  prometheus: {
    holds:
      'PromQL and rules of Prometheus: reads, checks and evaluates them, runs tests of promtool, turns alerts into alarms. No CDK, no I/O.',
    imports: ['text'],
  },
  probes: {
    holds: 'Health checks: reads their file, sends requests, applies matchers and conditions. No CDK, no AWS.',
    imports: ['contracts', 'text', 'validation'],
  },
  'lambda/functions/notifier': { holds: 'The function that sends alerts.', imports: ['lambda/shared', 'contracts'] },
  'lambda/functions/incident-notifier': {
    holds: 'The function that escalates, repeats and summarises incidents.',
    imports: ['lambda/shared', 'contracts'],
  },
  'lambda/functions/incident-api': {
    holds: 'The function behind the acknowledge links and `vigil ack`.',
    imports: ['lambda/shared', 'contracts'],
  },
  'lambda/functions/health-checker': {
    holds: 'The function that runs health checks.',
    imports: ['probes', 'lambda/shared', 'lambda/runtime', 'catalogue', 'contracts'],
  },
  'lambda/shared': {
    holds:
      'What these functions share: parsing messages, rendering alerts, channels, delivery, incidents, HTTP, AWS, secrets.',
    imports: ['contracts', 'alarms', 'rules', 'text'],
  },
  'lambda/invoicing': { holds: 'The handlers of the reference system.', imports: ['lambda/runtime', 'catalogue'] },
  'lambda/agent': {
    holds: '`cdk-vigil/agent`: metrics from hosts other than Lambda.',
    imports: ['lambda/runtime', 'catalogue'],
  },
  'lambda/runtime': {
    holds: '`cdk-vigil/lambda`: metrics, steps, logs, traces and health in a function.',
    imports: ['catalogue', 'contracts'],
  },
  contracts: {
    holds:
      'Names and formats shared by constructs, Lambda functions and `preview`: environment variables, channel kinds, table keys. No CDK.',
    imports: [],
  },
  catalogue: { holds: '`cdk-vigil/catalogue`: `defineMetrics` and ready-made metrics. No dependency.', imports: [] },
};
