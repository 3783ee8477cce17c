import type { IEnvironment } from 'aws-embedded-metrics/lib/environment/IEnvironment';
import { json, writeWith } from '../runtime/output';
import { carry } from './carrier';
import { connectionOf } from './connection';

export interface AgentOptions {
  /** The log group of the records. @default - AWS_EMF_LOG_GROUP_NAME, otherwise the agent's own configuration */
  readonly logGroup?: string;
}

export interface Agent {
  /** Waits until all records are sent or lost. Call it before the process ends. */
  flush(): Promise<void>;
}

/** The most records that wait for an unavailable agent; further ones are lost, to bound memory. */
const MOST_WAITING = 1000;

/**
 * Sends the metric records of this process to the CloudWatch agent from now on, for code outside Lambda: on ECS, EC2 or Kubernetes.
 * Log lines stay on standard output. Needs the package `aws-embedded-metrics`, and finds the
 * agent at AWS_EMF_AGENT_ENDPOINT, by default `tcp://0.0.0.0:25888`.
 *
 * @throws Error if `aws-embedded-metrics` is not installed
 *
 * @example
 * const agent = await sendToAgent();
 * process.once('SIGTERM', () => agent.flush());
 */
export async function sendToAgent({ logGroup }: AgentOptions = {}): Promise<Agent> {
  const { AgentSink, MetricsLogger } = await library();
  const { AWS_EMF_LOG_GROUP_NAME = '', AWS_EMF_LOG_STREAM_NAME } = process.env;
  const sink = new AgentSink(logGroup ?? AWS_EMF_LOG_GROUP_NAME, AWS_EMF_LOG_STREAM_NAME);
  // the sink uses only these members
  const environment: Omit<IEnvironment, 'probe'> = {
    getName: () => '',
    getType: () => '',
    getLogGroupName: () => '',
    configureContext: () => {},
    getSink: () => sink,
  };
  const newLogger = () => new MetricsLogger(async () => environment as IEnvironment);
  const connection = connectionOf(sink);

  let waiting = 0;
  let sent: Promise<void> = Promise.resolve();
  const warned = new Set<string>();
  /** Logs once for each reason, so that repeated losses do not fill the log. */
  const warn = (message: string): void => {
    if (warned.has(message)) return;
    warned.add(message);
    process.stdout.write(`${json({ timestamp: new Date(), level: 'WARN', message })}\n`);
  };
  const send = async (line: string): Promise<void> => {
    try {
      connection.hold();
      for (const name of await carry(line, newLogger)) warn(`Dropped ${name}: the CloudWatch agent does not accept it`);
    } catch (error) {
      warn(`Lost a record: ${(error as Error).message}`);
    } finally {
      waiting--;
      connection.release();
    }
  };
  writeWith((line) => {
    if (!line.startsWith('{"_aws":')) process.stdout.write(`${line}\n`);
    else if (waiting >= MOST_WAITING) warn('Lost a record: the CloudWatch agent does not keep up');
    else {
      waiting++;
      // one after the other, for each that waits for a connection listens to the same socket
      sent = sent.then(() => send(line));
    }
  });
  return { flush: () => sent };
}

/** Loads only the needed modules, when they are needed: the main module would probe metadata services. */
async function library() {
  try {
    const [sink, logger] = await Promise.all([
      import('aws-embedded-metrics/lib/sinks/AgentSink.js'),
      import('aws-embedded-metrics/lib/logger/MetricsLogger.js'),
    ]);
    return { ...sink, ...logger };
  } catch (cause) {
    throw new Error(
      'aws-embedded-metrics, which sends records to the CloudWatch agent, is not installed. Run: npm install aws-embedded-metrics',
      { cause },
    );
  }
}
