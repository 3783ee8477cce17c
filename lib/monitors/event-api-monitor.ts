import type { CfnResource } from 'aws-cdk-lib';
import type { CfnRule, IRuleRef } from 'aws-cdk-lib/aws-events';
import type { CfnStream, IStreamRef } from 'aws-cdk-lib/aws-kinesis';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { CfnSubscription, CfnTopic, ITopicRef } from 'aws-cdk-lib/aws-sns';
import type { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Part } from '../dashboards/part';
import { EVENT_HANDLER_RULES, STREAM_CONSUMER_RULES } from '../rules/function-rules';
import { listIn, mentionedIn, mentions } from '../tree/inspect';
import { placeOf } from '../tree/naming';
import { deadLettersOfRule } from './discovery/dead-letter-queues';
import type { WatchContext } from './discovery/watch-context';
import { Monitor, type MonitorOptions, type MonitorProps } from './monitor';
import { EVENT_RULE, rulePart, STREAM, streamPart, TOPIC, topicPart } from './resources/event-sources';
import { consumersOf, functionPart, functionsAmong, functionsIn } from './resources/functions';
import { deadLetterPart } from './resources/queues';

/** Options of an event API's monitor. */
export interface EventApiOptions extends MonitorOptions {}

/** Properties of an event API's monitor. */
export interface EventApiMonitorProps extends EventApiOptions, MonitorProps {
  /** An EventBridge rule, an SNS topic or a Kinesis stream. */
  readonly source: IRuleRef | ITopicRef | IStreamRef;
}

/**
 * Watches an event API: are events delivered, are they lost, do consumers keep up. Finds by itself the functions that consume
 * the events and the dead-letter queues for what could not be delivered.
 *
 * @example
 *
 * new EventApiMonitor(this, 'InvoiceEvents', { vigil, source: invoiceCreatedRule });
 */
export class EventApiMonitor extends Monitor {
  /** @internal */
  public readonly _type = 'EventApi';
  readonly #source: IRuleRef | ITopicRef | IStreamRef;

  public constructor(scope: Construct, id: string, props: EventApiMonitorProps) {
    super(scope, id, props, props.source, [EVENT_RULE, TOPIC, STREAM]);
    this.#source = props.source;
  }

  /** @internal */
  public _parts(context: WatchContext): Part[] {
    const source = this.#source;
    if ('ruleRef' in source) return this.#ofRule(source, context);
    return 'topicRef' in source ? this.#ofTopic(source, context) : this.#ofStream(source, context);
  }

  #ofRule(source: IRuleRef, context: WatchContext): Part[] {
    const rule = this._resource as CfnRule | undefined;
    const deadLetters = rule === undefined ? [] : deadLettersOfRule(rule);
    const targets = rule === undefined ? [] : listIn<CfnRule.TargetProperty>(rule.targets, rule);
    const handlers = rule === undefined ? [] : functionsAmong(mentions(targets.map(({ arn }) => arn)));
    return [
      rulePart(source, rule, deadLetters.length > 0),
      ...this.#deadLetterParts(deadLetters, context),
      ...this.#handlerParts(handlers, context),
    ];
  }

  #ofTopic(source: ITopicRef, context: WatchContext): Part[] {
    const topic = this._resource as CfnTopic | undefined;
    const subscriptions =
      topic === undefined ? [] : context.graph.referrers<CfnSubscription>('AWS::SNS::Subscription', 'topicArn', topic);
    const deadLetters = subscriptions.flatMap((each) => mentionedIn(each.redrivePolicy, each));
    const filtered = subscriptions.some(({ filterPolicy }) => filterPolicy !== undefined);
    return [
      topicPart(source, topic, {
        hasDeadLetterQueue: deadLetters.length > 0,
        isFiltered: filtered,
        sendsSms: subscriptions.some(({ protocol }) => protocol === 'sms'),
      }),
      ...this.#deadLetterParts(deadLetters, context),
      ...this.#handlerParts(
        subscriptions.flatMap((each) => functionsIn(each.endpoint, each)),
        context,
      ),
    ];
  }

  #ofStream(source: IStreamRef, context: WatchContext): Part[] {
    const stream = this._resource as CfnStream | undefined;
    const consumers = stream === undefined ? [] : consumersOf(stream, context.graph);
    const part = streamPart(source, stream, consumers.length > 0);
    return [
      part,
      ...consumers
        .filter(context.claim)
        .map((fn) => functionPart(fn, STREAM_CONSUMER_RULES, { retentionHours: part.retentionHours })),
    ];
  }

  #handlerParts(functions: readonly CfnFunction[], context: WatchContext): Part[] {
    return [...new Set(functions)].filter(context.claim).map((fn) => functionPart(fn, EVENT_HANDLER_RULES));
  }

  #deadLetterParts(queues: readonly CfnResource[], context: WatchContext): Part[] {
    return [...new Set(queues)]
      .filter(context.claim)
      .map((queue, index) => deadLetterPart(queue as CfnQueue, context, index === 0 ? undefined : placeOf(queue)));
  }
}
