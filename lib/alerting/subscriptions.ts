import { Annotations, Stack } from 'aws-cdk-lib';
import type { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct } from 'constructs';
import { WITHOUT_FIRST_OK } from '../contracts/messages';
import type { Severity } from '../contracts/severity';
import { chatApplication, topicByArn } from './chat-application';
import type { IncidentOptions } from './incident-options';
import { Notifier } from './notifier';
import type { Route } from './route';
import { needsNotifier } from './route-checks';
import { subscribe } from './subscribe';
import type { AlertTopics } from './topics';

export interface SubscriptionsProps {
  readonly routes: readonly Route[];
  readonly namePrefix: string;
  readonly incidents?: IncidentOptions;
  readonly maxConcurrency?: number;
  /** The topics of the Vigil's own region. */
  readonly home: AlertTopics;
}

/** Connects the alarm topics of all regions with their recipients. */
export class Subscriptions {
  /** Created only if a route needs it. */
  public readonly notifier?: Notifier;

  public constructor(
    private readonly scope: Construct,
    private readonly props: SubscriptionsProps,
  ) {
    const { routes, namePrefix, home, incidents, maxConcurrency } = props;
    if (needsNotifier(routes, incidents)) {
      const { key } = home;
      this.notifier = new Notifier(scope, 'Notifier', { routes, namePrefix, incidents, maxConcurrency, key });
    }
    this.connect(home);
  }

  public connect(regional: AlertTopics): void {
    const notifier = this.#notifierFor(regional);
    notifier?.deliver(regional.addChildren());
    for (const [severity, topic] of regional.topics) {
      notifier?.deliver(topic, severity);
      for (const { _destination } of this.props.routes.filter(({ severities }) => severities.includes(severity))) {
        if (_destination.by === 'chatApplication') {
          chatApplication(this.scope, this.props.namePrefix, _destination).addNotificationTopic(
            this.#asSeenAtHome(regional, severity, topic),
          );
        } else if (_destination.by === 'subscription' && notifier === undefined) {
          subscribe(topic, _destination.protocol, _destination.endpoint, WITHOUT_FIRST_OK);
        }
      }
    }
  }

  /** SNS delivers to queues of other regions, except of those that an account has to opt into. */
  #notifierFor(regional: AlertTopics): Notifier | undefined {
    const { region } = Stack.of(this.scope);
    const isReached = regional === this.props.home || !RegionInfo.get(region).isOptInRegion;
    if (isReached || this.notifier === undefined) return this.notifier;
    const there = Stack.of(regional).region;
    Annotations.of(this.scope).addWarningV2(
      'cdk-vigil:optInRegion',
      `SNS does not deliver from ${there} to ${region}: of alarms in ${there}, those on CloudFront, e-mail and SMS are notified directly, but chats, PagerDuty, Opsgenie and webhooks are not. Put the Vigil into a stack in a region that needs no opt-in.`,
    );
    return undefined;
  }

  #asSeenAtHome(regional: AlertTopics, severity: Severity, topic: Topic): ITopic {
    if (regional === this.props.home) return topic;
    const arn = regional.arnFor(severity, Stack.of(this.scope)) as string;
    return topicByArn(this.scope, `${Stack.of(topic).node.id}-${severity}`, arn);
  }
}
