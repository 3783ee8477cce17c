import { Stack, Token } from 'aws-cdk-lib';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct, IConstruct } from 'constructs';
import type { Severity } from '../contracts/severity';
import { stackPathOf, topStack } from '../tree/naming';
import { REFERRING_STACK_PROPS, referWeakly } from '../tree/newer-cdk';
import { Notifier } from './notifier';
import { Subscriptions, type SubscriptionsProps } from './subscriptions';
import { AlertTopics, type AlertTopicsProps } from './topics';

/** Companion stacks, so that none is mistaken for a stack of the app with the same id. */
const COMPANIONS = new WeakSet<IConstruct>();

/**
 * An alarm can only notify topics of its own region. This gives every region that has alarms its topics: the Vigil's own
 * region at once, any other in a companion stack when the first alarm asks.
 */
export class RegionalTopics {
  readonly #home: Stack;
  readonly #homeTopics: AlertTopics;
  readonly #subscriptions: Subscriptions;
  readonly #companions = new Map<string, AlertTopics>();

  public constructor(
    private readonly scope: Construct,
    private readonly props: AlertTopicsProps & Pick<SubscriptionsProps, 'incidents' | 'maxConcurrency'>,
  ) {
    this.#home = topStack(scope);
    this.#homeTopics = new AlertTopics(scope, 'Topics', props);
    this.#subscriptions = new Subscriptions(scope, { ...props, home: this.#homeTopics });
  }

  /** The topics of the Vigil's own region. */
  public get home(): AlertTopics {
    return this.#homeTopics;
  }

  public arnFor(severity: Severity, consumer: Stack): string | undefined {
    return this.#near(consumer).arnFor(severity, consumer);
  }

  /** Where the alarms of composites report; undefined where no notifier reads it. */
  public childrenArnFor(consumer: Stack): string | undefined {
    return this.#near(consumer).childrenArnFor(consumer);
  }

  /** The stack that holds what has to live in `region`: the home stack itself, or its companion. */
  public stackIn(region: string): Stack {
    if (this.#home.region === region) return this.#home;
    return Stack.of(this.#companion(region));
  }

  /** The same for what needs no topics there. */
  public stackFor(region: string): Stack {
    return this.#home.region === region ? this.#home : this.#companionStack(region);
  }

  /** The notifier, if a route needs it. */
  public get notifier(): Notifier | undefined {
    return this.#subscriptions.notifier;
  }

  /** The topics of the Vigil's own region that send SMS without a notifier. */
  public get textTopics(): ReadonlyMap<Severity, Topic> {
    const texts = this.props.routes.filter(
      ({ _destination }) => _destination.by === 'subscription' && _destination.protocol === 'sms',
    );
    const carried = texts.flatMap(({ severities }) => severities);
    return new Map([...this.#homeTopics.topics].filter(([severity]) => carried.includes(severity)));
  }

  /** Whether a construct is one of the topics' own. */
  public owns(construct: IConstruct): boolean {
    return construct instanceof AlertTopics || construct instanceof Notifier;
  }

  /** Whether a stack is a companion: its alarms look at the home stack, nothing looks back. */
  public hasMade(stack: Stack): boolean {
    return COMPANIONS.has(stack);
  }

  #near(consumer: Stack): AlertTopics {
    // where one region is not known, neither is: they are the same
    const same = consumer.region === this.#home.region || Token.isUnresolved(consumer.region);
    return same ? this.#homeTopics : this.#companion(consumer.region);
  }

  #companion(region: string): AlertTopics {
    let topics = this.#companions.get(region);
    if (topics === undefined) {
      // a key encrypts in its own region only
      const props = { ...this.props, encryptionKey: undefined };
      topics = new AlertTopics(this.#companionStack(region), stackPathOf(this.scope), props);
      this.#companions.set(region, topics);
      this.#subscriptions.connect(topics);
    }
    return topics;
  }

  #companionStack(region: string): Stack {
    const suffixes = [region, `vigil-${region}`];
    const scope = this.#home.node.scope as Construct;
    for (const suffix of suffixes) {
      const existing = scope.node.tryFindChild(`${this.#home.node.id}-${suffix}`);
      if (existing === undefined) return this.#createCompanion(scope, region, suffix);
      if (COMPANIONS.has(existing)) return existing as Stack;
    }
    throw new Error(
      `The stacks ${suffixes.map((suffix) => `${this.#home.node.id}-${suffix}`).join(' and ')} exist already. Rename one: Vigil needs a stack in ${region}.`,
    );
  }

  #createCompanion(scope: Construct, region: string, suffix: string): Stack {
    const { account, node, stackName, tags } = this.#home;
    const stack = new Stack(scope, `${node.id}-${suffix}`, {
      env: { region, account: Token.isUnresolved(account) ? undefined : account },
      stackName: `${stackName}-${suffix}`,
      description: `Alarms of ${stackName} on what AWS measures in ${region}`,
      tags: tags.tagValues(),
      ...REFERRING_STACK_PROPS,
    });
    // an alarm must not keep what it watches from being replaced
    referWeakly(stack);
    COMPANIONS.add(stack);
    return stack;
  }
}
