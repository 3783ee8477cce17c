import { isKnown, listIn, objectIn, type Properties, textIn } from './known';
import { isGroupedInsights } from './math-checks';
import type { MetricAlarm, Target } from './metric-alarm';
import { type Check, type Path, type Refusal, refuse } from './refusal';
import { shown } from './shape';

const STATES = ['AlarmActions', 'OKActions', 'InsufficientDataActions'] as const;

interface Action {
  readonly path: Path;
  readonly state: (typeof STATES)[number];
  readonly arn: string;
  readonly kind?: Kind;
  readonly region: string;
}

type Kind = 'topic' | 'function' | 'instance' | 'scaling' | 'operations' | 'incident' | 'investigation';

interface Runnable {
  readonly kind: Kind;
  readonly arn: RegExp;
  /** The region of the ARN has to be that of the alarm. */
  readonly sameRegion?: true;
}

/** What an alarm may run, by its ARN without the partition: the API reference of PutMetricAlarm. */
const TARGETS: readonly Runnable[] = [
  { kind: 'topic', arn: /^sns:[^:]*:[^:]*:[^:]+$/, sameRegion: true },
  { kind: 'function', arn: /^lambda:[^:]*:[^:]*:function:./ },
  { kind: 'instance', arn: /^automate:[^:]*:ec2:(stop|terminate|reboot|recover)$/, sameRegion: true },
  {
    kind: 'instance',
    arn: /^swf:[^:]*:[^:]*:action\/actions\/AWS_EC2\.InstanceId\.(Stop|Terminate|Reboot|Recover)\/1\.0$/,
    sameRegion: true,
  },
  { kind: 'scaling', arn: /^autoscaling:[^:]*:[^:]*:scalingPolicy:./, sameRegion: true },
  { kind: 'operations', arn: /^ssm:[^:]*:[^:]*:opsitem:./ },
  { kind: 'incident', arn: /^ssm-incidents:[^:]*:[^:]*:response-?plan\/./ },
  { kind: 'investigation', arn: /^aiops:[^:]*:[^:]*:investigation-group[:/]./ },
];
const TAKEN =
  'SNS topics, Lambda functions, EC2 actions, Auto Scaling policies, OpsItems, response plans and investigation groups';

/** What CloudWatch refuses of the actions of any alarm. */
export const ACTION_CHECKS: readonly Check<{ readonly properties: Properties; readonly target: Target }>[] = [
  {
    id: 'action',
    find: ({ properties }) =>
      actionsIn(properties)
        .filter(({ kind }) => kind === undefined)
        .map(({ path, arn }) =>
          refuse(path, `${shown(arn)} is nothing that an alarm can run. It takes ARNs of ${TAKEN}.`),
        ),
  },
  {
    id: 'action-region',
    find: ({ properties, target: { region } }) =>
      actionsIn(properties).flatMap((action) => {
        const isBound = TARGETS.some(({ kind, sameRegion }) => kind === action.kind && sameRegion);
        return region !== undefined && isBound && action.region !== '' && action.region !== region
          ? [
              refuse(
                action.path,
                `it is in ${action.region}, but the alarm is in ${region}. Use one of the same region.`,
              ),
            ]
          : [];
      }),
  },
];

export const METRIC_ACTION_CHECKS: readonly Check<MetricAlarm>[] = [
  {
    id: 'scaling-action',
    find: (alarm) => {
      const isGrouped = alarm.expressions.some(({ expression, returned }) => returned && isGroupedInsights(expression));
      if (!alarm.is('ThresholdMetricId') && !isGrouped) return [];
      const by = isGrouped ? 'an alarm with a contributor for each group' : 'an alarm on a band';
      return actionsIn(alarm.properties, 'scaling').map(({ path }) =>
        refuse(path, `${by} cannot scale. Remove the action, or use a fixed threshold.`),
      );
    },
  },
  {
    id: 'instance-action',
    find: (alarm) => {
      if (!alarm.isComplete) return [];
      const wrong = instanceFault(alarm);
      return wrong === undefined ? [] : actionsIn(alarm.properties, 'instance').map(({ path }) => refuse(path, wrong));
    },
  },
  {
    id: 'contributor-action',
    find: (alarm) =>
      alarm.expressions.some(({ expression, returned }) => returned && isGroupedInsights(expression))
        ? actionsIn(alarm.properties)
            .filter(
              ({ state, kind }) => state === 'InsufficientDataActions' && (kind === 'topic' || kind === 'function'),
            )
            .map(({ path }) =>
              refuse(
                path,
                'an alarm with a contributor for each group has no such action of INSUFFICIENT_DATA. Remove it.',
              ),
            )
        : [],
  },
];

export const COMPOSITE_ACTION_CHECKS: readonly Check<{ readonly properties: Properties }>[] = [
  {
    id: 'composite-action',
    find: ({ properties }) =>
      actionsIn(properties).flatMap(({ path, kind }): Refusal[] =>
        kind === 'instance' || kind === 'scaling'
          ? [
              refuse(
                path,
                `a composite alarm cannot ${kind === 'scaling' ? 'scale' : 'act on EC2 instances'}. Give this action to a metric alarm.`,
              ),
            ]
          : [],
      ),
  },
];

function instanceFault(alarm: MetricAlarm): string | undefined {
  if (alarm.expressions.length > 0)
    return 'an EC2 action needs an alarm on one metric of the instance, without metric math.';
  const named = alarm.queries.filter(({ metric }) => metric !== undefined && mayNameInstance(metric));
  return named.length === 1 && alarm.queries.length === 1
    ? undefined
    : "an EC2 action needs an alarm on exactly one metric with the dimension 'InstanceId'.";
}

const mayNameInstance = ({ Dimensions }: Properties): boolean =>
  (isKnown(Dimensions) ? false : Dimensions !== undefined) ||
  listIn(Dimensions).some(
    (dimension) =>
      !isKnown(dimension) || !isKnown(objectIn(dimension)['Name']) || objectIn(dimension)['Name'] === 'InstanceId',
  );

/** A name that stands for a resource whose ARN is not known here. */
const isStandIn = (text: string): boolean => /^[A-Za-z0-9.]+$/.test(text);

function actionsIn(properties: Properties, wanted?: Kind): Action[] {
  const actions = STATES.flatMap((state) =>
    listIn(properties[state]).flatMap((item, index): Action[] => {
      const arn = textIn(item);
      if (arn === undefined || isStandIn(arn)) return [];
      const [, rest = arn] = /^arn:[^:]+:(.*)$/s.exec(arn) ?? [];
      const kind = arn.startsWith('arn:') ? TARGETS.find((target) => target.arn.test(rest))?.kind : undefined;
      return [{ path: [state, index], state, arn, kind, region: rest.split(':')[1] ?? '' }];
    }),
  );
  return wanted === undefined ? actions : actions.filter(({ kind }) => kind === wanted);
}
