import { createHash, randomUUID } from 'node:crypto';
import type { QueueDeclaration } from '../../assembly/model';
import { CallError } from './call-error';

/** A message in a queue. */
export interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: object;
  receives: number;
  /** Somebody works on it. */
  isTaken: boolean;
}

export interface QueueCall {
  readonly QueueUrl?: string;
  readonly QueueName?: string;
  readonly MessageBody?: string;
  readonly MessageAttributes?: object;
  readonly Entries?: readonly (QueueCall & { readonly Id?: string })[];
  readonly MaxNumberOfMessages?: number;
  readonly ReceiptHandle?: string;
  readonly VisibilityTimeout?: number;
}

/** SQS's queues in memory. */
export class Queues {
  readonly #queues: readonly { readonly declared: QueueDeclaration; readonly messages: Message[] }[];

  /** @param arrived called with the queue that has a new message */
  public constructor(
    declared: readonly QueueDeclaration[],
    private readonly arrived: (queue: QueueDeclaration) => void,
  ) {
    this.#queues = declared.map((each) => ({ declared: each, messages: [] }));
  }

  public get sizes(): { readonly name: string; readonly messages: number }[] {
    return this.#queues.map(({ declared, messages }) => ({ name: declared.name, messages: messages.length }));
  }

  /** Puts a message into the queue of an ARN. @returns undefined if there is none */
  public send(arn: string, body: string, attributes: object = {}): Message | undefined {
    const queue = this.#queues.find(({ declared }) => declared.arn === arn);
    if (queue === undefined) return undefined;
    const message = { messageId: randomUUID(), body, attributes, receives: 0, isTaken: false };
    queue.messages.push(message);
    this.arrived(queue.declared);
    return message;
  }

  /** Messages that nobody works on; they are hidden until they are deleted or put back. */
  public receive(arn: string, most: number): Message[] {
    const free = (this.#of(arn)?.messages ?? []).filter(({ isTaken }) => !isTaken).slice(0, most);
    for (const message of free) {
      message.isTaken = true;
      message.receives++;
    }
    return free;
  }

  public delete(arn: string, messageId: string): void {
    const messages = this.#of(arn)?.messages ?? [];
    const index = messages.findIndex((each) => each.messageId === messageId);
    if (index >= 0) messages.splice(index, 1);
  }

  /** What was not processed is there again, or goes to the dead-letter queue after too many receives. @returns whether it is there again */
  public putBack(arn: string, message: Message): boolean {
    const { maxReceives = Number.POSITIVE_INFINITY, deadLetterArn } = this.#of(arn)?.declared ?? {};
    message.isTaken = false;
    if (message.receives < maxReceives || deadLetterArn === undefined) return true;
    this.delete(arn, message.messageId);
    this.send(deadLetterArn, message.body, message.attributes);
    return false;
  }

  /** By the names of the API. */
  public readonly actions: Readonly<Record<string, (call: QueueCall) => object>> = {
    SendMessage: (call) => this.#sent(call, call),
    SendMessageBatch: (call) => this.#each(call, (entry) => this.#sent(call, entry)),
    ReceiveMessage: (call) => ({
      Messages: this.receive(this.#named(call).arn, call.MaxNumberOfMessages ?? 1).map(
        ({ messageId, body, receives }) => ({
          ...{ MessageId: messageId, ReceiptHandle: messageId, Body: body, MD5OfBody: md5(body) },
          Attributes: { ApproximateReceiveCount: `${receives}` },
        }),
      ),
    }),
    DeleteMessage: (call) => this.#deleted(call, call),
    DeleteMessageBatch: (call) => this.#each(call, (entry) => this.#deleted(call, entry)),
    ChangeMessageVisibility: (call) => {
      const { arn } = this.#named(call);
      const message = this.#of(arn)?.messages.find(({ messageId }) => messageId === call.ReceiptHandle);
      if (message !== undefined && call.VisibilityTimeout === 0) message.isTaken = false;
      return {};
    },
    GetQueueUrl: (call) => ({ QueueUrl: this.#named(call).url }),
    GetQueueAttributes: (call) => {
      const { arn } = this.#named(call);
      const messages = this.#of(arn)?.messages ?? [];
      const taken = messages.filter(({ isTaken }) => isTaken).length;
      return {
        Attributes: {
          QueueArn: arn,
          ApproximateNumberOfMessages: `${messages.length - taken}`,
          ApproximateNumberOfMessagesNotVisible: `${taken}`,
          ApproximateNumberOfMessagesDelayed: '0',
        },
      };
    },
  };

  #of(arn: string) {
    return this.#queues.find(({ declared }) => declared.arn === arn);
  }

  /** By the last part of its URL, or by its name. */
  #named({ QueueUrl, QueueName = QueueUrl?.split('/').at(-1) ?? '' }: QueueCall): QueueDeclaration {
    const found = this.#queues.find(({ declared }) => declared.url === QueueUrl || declared.name === QueueName);
    if (found === undefined)
      throw new CallError('QueueDoesNotExist', `There is no queue '${QueueName}' in the assembly.`);
    return found.declared;
  }

  #sent(queue: QueueCall, { MessageBody = '', MessageAttributes }: QueueCall): object {
    const message = this.send(this.#named(queue).arn, MessageBody, MessageAttributes);
    return { MessageId: message?.messageId, MD5OfMessageBody: md5(MessageBody) };
  }

  #deleted(queue: QueueCall, { ReceiptHandle = '' }: QueueCall): object {
    this.delete(this.#named(queue).arn, ReceiptHandle);
    return {};
  }

  #each({ Entries = [] }: QueueCall, act: (entry: QueueCall) => object): object {
    return { Successful: Entries.map((entry) => ({ Id: entry.Id, ...act(entry) })), Failed: [] };
  }
}

/** The SDK checks it. */
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
