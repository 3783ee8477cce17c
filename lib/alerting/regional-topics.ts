import { Stack, Token } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { topStack } from '../tree/naming';
import type { Severity } from './severity';
import { AlertTopics, type AlertTopicsProps } from './topics';

/**
 * An alarm can only notify topics of its own region. This gives every region that has alarms its topics: the Vigil's own
 * region at once, any other in a companion stack when the first alarm asks.
 */
export class RegionalTopics {
  readonly #home: Stack;
  readonly #homeTopics: AlertTopics;
  readonly #companions = new Map<string, AlertTopics>();

  public constructor(
    private readonly scope: Construct,
    private readonly props: AlertTopicsProps,
  ) {
    this.#home = topStack(scope);
    this.#homeTopics = new AlertTopics(scope, 'Topics', props);
  }

  /** The topics of the Vigil's own region. */
  public get home(): AlertTopics {
    return this.#homeTopics;
  }

  public arnFor(severity: Severity, consumer: Stack): string | undefined {
    return this.#in(consumer).arnFor(severity, consumer);
  }

  /** The stack that holds what has to live in `region`: the home stack itself, or its companion. */
  public stackIn(region: string): Stack {
    if (this.#home.region === region) return this.#home;
    return Stack.of(this.#companion(region));
  }

  /** Whether a construct is one of the topics' own. */
  public owns(construct: IConstruct): boolean {
    return construct instanceof AlertTopics;
  }

  #in(consumer: Stack): AlertTopics {
    const elsewhere =
      ![consumer.region, this.#home.region].some(Token.isUnresolved) && consumer.region !== this.#home.region;
    return elsewhere ? this.#companion(consumer.region) : this.#homeTopics;
  }

  #companion(region: string): AlertTopics {
    let topics = this.#companions.get(region);
    if (topics === undefined) {
      topics = new AlertTopics(
        this.#companionStack(region),
        this.scope.node.path.split('/').slice(-1)[0] as string,
        this.props,
      );
      this.#companions.set(region, topics);
    }
    return topics;
  }

  #companionStack(region: string): Stack {
    const id = `${this.#home.node.id}-${region}`;
    const parent = this.#home.node.scope as Construct;
    return (
      (parent.node.tryFindChild(id) as Stack | undefined) ??
      new Stack(parent, id, {
        env: { region, account: Token.isUnresolved(this.#home.account) ? undefined : this.#home.account },
        stackName: `${this.#home.stackName}-${region}`,
        description: `Alarms of ${this.#home.stackName} on what AWS measures in ${region}`,
      })
    );
  }
}
