/** One thing to see or to do, with its command, or its query for Logs Insights. Words in CAPITALS are to be filled in. */
export type Entry =
  | string
  | { readonly say: string; readonly run: string }
  | { readonly say: string; readonly query: string };

/** What a person needs who is woken by an alarm. Its rule knows why, and what comes first. */
export interface Runbook {
  /** How it shows: to users, on graphs, in logs. */
  readonly symptoms: readonly Entry[];
  /** What to look at after the rule's own steps, in this order. */
  readonly investigation: readonly Entry[];
  readonly resolution: {
    /** Stops the harm. */
    readonly now: readonly Entry[];
    /** Mends the cause. */
    readonly mend: readonly Entry[];
    /** Keeps it from coming again. */
    readonly prevent: readonly Entry[];
  };
}

/** By the id of the rule. */
export type Runbooks = Readonly<Record<string, Runbook>>;

/** By the name of a metric that comes with alarms, together with where their numbers come from. */
export type MetricRunbooks = Readonly<Record<string, Runbook & { readonly source: string }>>;

/** A runbook for all that can be wrong with one thing, whichever alarm tells it first. */
export interface Playbook extends Runbook {
  readonly title: string;
  /** The name of its page. */
  readonly page: string;
  /** The rules and metrics whose alarms lead here. */
  readonly alarms: readonly string[];
}
