import type { IEnvironment } from 'aws-embedded-metrics/lib/environment/IEnvironment';
import { json, writeWith } from '../runtime/output';
import { carry } from './carrier';
import { connectionOf } from './connection';

export interface AgentOptions {
  /** Where the agent sends the records. @default - AWS_EMF_LOG_GROUP_NAME, otherwise what the agent is configured for */
  readonly logGroup?: string;
}

export interface Agent {
  /** Waits until what has been written is sent, or lost: for the end of a process. */
  flush(): Promise<void>;
}

/** So many records wait for an agent that does not take them; the memory of the process is worth more than further ones. */
const MOST_WAITING = 1000;

/**
 * Sends the records of this process to the CloudWatch agent from now on, for code that runs outside Lambda: on ECS, EC2 or Kubernetes.
 * What is measured stays as it is; lines of the log stay on standard output. Needs the package `aws-embedded-metrics`, and finds the
 * agent at AWS_EMF_AGENT_ENDPOINT, by default `tcp://0.0.0.0:25888`.
 *
 * @throws an error if `aws-embedded-metrics` is not installed
 *
 * @example
 * const agent = await sendToAgent();
 * process.once('SIGTERM', () => agent.flush());
 */
export async function sendToAgent({ logGroup }: AgentOptions = {}): Promise<Agent> {
  const { AgentSink, MetricsLogger } = await library();
  const { AWS_EMF_LOG_GROUP_NAME = '', AWS_EMF_LOG_STREAM_NAME } = process.env;
  const sink = new AgentSink(logGroup ?? AWS_EMF_LOG_GROUP_NAME, AWS_EMF_LOG_STREAM_NAME);
  // what nobody asks is not answered
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
  /** Once for each reason: a loss in a loop must not fill the log. */
  const warn = (message: string): void => {
    if (warned.has(message)) return;
    warned.add(message);
    process.stdout.write(`${json({ timestamp: new Date(), level: 'WARN', message })}\n`);
  };
  const send = async (line: string): Promise<void> => {
    try {
      connection.hold();
      for (const name of await carry(line, newLogger)) warn(`Dropped ${name}: the CloudWatch agent does not take it`);
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

/** Loaded only when it is needed, and only in parts: its main module would look for the services that tell where it runs. */
async function library() {
  try {
    const [sink, logger] = await Promise.all([
      import('aws-embedded-metrics/lib/sinks/AgentSink.js'),
      import('aws-embedded-metrics/lib/logger/MetricsLogger.js'),
    ]);
    return { ...sink, ...logger };
  } catch (cause) {
    throw new Error('Install aws-embedded-metrics: it carries records to the CloudWatch agent.', { cause });
  }
}
