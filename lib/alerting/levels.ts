import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { ChannelSettings } from '../contracts/channels';
import { ALERT_ATTRIBUTES, REPORT_STATE } from '../contracts/messages';
import { SEVERITIES } from '../contracts/severity';
import { idOf, secretIn } from './destination';
import type { IncidentOptions } from './incident-options';
import type { Route } from './route';
import { subscribe } from './subscribe';

/** The routes of one escalation level. */
export interface Level {
  /** From 1. */
  readonly level: number;
  readonly routes: readonly Route[];
}

export const levelsOf = (props: { readonly routes: readonly Route[]; readonly incidents?: IncidentOptions }): Level[] =>
  [{ routes: props.routes }, ...(props.incidents?.escalation ?? [])].map(({ routes }, index) => ({
    level: index + 1,
    routes,
  }));

export interface ChannelOfRoute {
  readonly settings: ChannelSettings;
  readonly secret: ISecret;
}

/** The channels of the routes that the function sends to. */
export const channelsOf = (scope: Construct, levels: readonly Level[]): ChannelOfRoute[] =>
  levels.flatMap(({ level, routes }) => routes.flatMap((route) => channelOf(scope, route, level)));

function channelOf(scope: Construct, { _destination, severities }: Route, level: number): ChannelOfRoute[] {
  if (_destination.by !== 'notifier') return [];
  const { by: _by, secret: source, ...fields } = _destination;
  const secret = secretIn(scope, source);
  const id = idOf(scope, fields.kind, [secret.secretArn, fields.channel ?? '']);
  const settings = { ...fields, severities, id, ...(level > 1 && { level }), secret: secret.secretArn };
  return [{ settings: settings as ChannelSettings, secret }];
}

/** The topic is a channel of each level that has subscribers: they filter by it. */
export function alertsChannels(
  { topicArn }: Topic,
  levels: readonly Level[],
  hasIncidents: boolean,
): ChannelSettings<'alertsTopic'>[] {
  return levels.flatMap(({ level, routes }) => {
    const carried = routes
      .filter(({ _destination }) => _destination.by === 'subscription')
      .flatMap((route) => route.severities);
    const severities = level === 1 ? SEVERITIES : SEVERITIES.filter((severity) => carried.includes(severity));
    if (severities.length === 0) return [];
    const id = level === 1 ? 'alerts' : `alerts-${level}`;
    return [{ id, kind: 'alertsTopic' as const, topicArn, severities, ...(hasIncidents && { level }) }];
  });
}

/** E-mail and SMS get the texts that the function writes for them: those of the lowest level they are on, of all severities there. */
export function subscribeAll(alerts: Topic, levels: readonly Level[], hasIncidents: boolean): void {
  const all = levels.flatMap(({ level, routes }) =>
    routes.flatMap(({ _destination, severities }) =>
      _destination.by === 'subscription' ? [{ ..._destination, level, severities }] : [],
    ),
  );
  for (const { protocol, endpoint } of all) {
    const theirs = all.filter((other) => other.endpoint === endpoint);
    const level = Math.min(...theirs.map((each) => each.level));
    const carried = theirs.filter((each) => each.level === level).flatMap(({ severities }) => severities);
    const policy = {
      [ALERT_ATTRIBUTES.severity]: SEVERITIES.filter((severity) => carried.includes(severity)),
      ...(hasIncidents && { [ALERT_ATTRIBUTES.level]: [`${level}`] }),
      // a list is no text for a telephone
      ...(hasIncidents && protocol === 'sms' && { [ALERT_ATTRIBUTES.state]: [{ 'anything-but': [REPORT_STATE] }] }),
    };
    subscribe(alerts, protocol, endpoint, { policy });
  }
}
