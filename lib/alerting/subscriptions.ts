import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { chatApplication, topicByArn } from './chat-application';
import { Notifier } from './notifier';
import type { Route } from './route';
import { subscribe } from './subscribe';
import type { AlertTopics } from './topics';

export interface SubscriptionsProps {
  readonly routes: readonly Route[];
  readonly namePrefix: string;
  /** The topics of the Vigil's own region. */
  readonly home: AlertTopics;
}

/** Connects topics of alarms, in whatever region, with those who are to hear of them. */
export class Subscriptions {
  /** There is one only where a route needs it: nobody else pays for it. */
  public readonly notifier?: Notifier;

  public constructor(
    private readonly scope: Construct,
    private readonly props: SubscriptionsProps,
  ) {
    const { routes, namePrefix, home } = props;
    if (routes.some(({ _destination }) => _destination.by === 'notifier')) {
      this.notifier = new Notifier(scope, 'Notifier', { routes, namePrefix, key: home.key });
    }
    this.connect(home);
  }

  public connect(regional: AlertTopics): void {
    for (const [severity, topic] of regional.topics) {
      const routes = this.props.routes.filter((route) => route.severities.includes(severity));
      this.notifier?.deliver(topic);
      for (const { _destination } of routes) {
        if (_destination.by === 'chatApplication') {
          const { namePrefix } = this.props;
          const arn = regional.arnFor(severity, Stack.of(this.scope)) as string;
          const known =
            regional === this.props.home
              ? topic
              : topicByArn(this.scope, `${Stack.of(topic).node.id}-${severity}`, arn);
          chatApplication(this.scope, namePrefix, _destination).addNotificationTopic(known);
        } else if (_destination.by === 'subscription' && this.notifier === undefined) {
          subscribe(topic, _destination.protocol, _destination.endpoint);
        }
      }
    }
  }
}
