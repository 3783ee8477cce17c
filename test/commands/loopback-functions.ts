import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Answer, Asked } from '../../lib/contracts/incident-api';

/** What the deployed function answers: a response, an error of AWS, or a crash. */
export type Reply = Answer | { readonly error: number; readonly type: string; readonly text?: string } | 'crash';

/** The API of Lambda on loopback: who invoked which function with what, and what it answers. The environment of this process names it. */
export class LoopbackFunctions {
  public readonly asked: { name: string; question: Asked }[] = [];
  public answer: (question: Asked) => Reply = () => 'crash';
  /** What else is asked of AWS, by the name of the action; 404 where it is not known. */
  public readonly actions = new Map<string, (body: string) => string>();
  readonly #server: Server = createServer((request, response) => this.#respond(request, response));

  public async start(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_MAX_ATTEMPTS: '1',
    });
  }

  public async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(request.url ?? '')?.[1];
    if (name === undefined) return this.#act(request, body, response);
    const question = JSON.parse(body);
    this.asked.push({ name, question });
    const said = this.answer(question);
    if (said === 'crash') {
      response.writeHead(200, { 'x-amz-function-error': 'Unhandled' }).end('{"errorMessage":"x"}');
    } else if ('error' in said) {
      response.writeHead(said.error, { 'x-amzn-errortype': said.type }).end(`{"Message":"${said.text ?? said.type}"}`);
    } else {
      response.end(JSON.stringify(said));
    }
  }

  #act({ headers, url }: IncomingMessage, body: string, response: ServerResponse): void {
    const target = `${headers['x-amz-target'] ?? url}`;
    const found = [...this.actions].find(([action]) => target.endsWith(action));
    if (found === undefined) {
      response.writeHead(403, { 'x-amzn-errortype': 'AccessDenied' }).end('{"__type":"AccessDenied","message":"no"}');
    } else {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(found[1](body));
    }
  }
}

/** An assembly whose stack has the incident API function. */
export const shopWith = (variables: object) => ({
  'cdk.out/manifest.json': {
    artifacts: {
      shop: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://1/eu-west-1',
        properties: { templateFile: 'shop.json' },
      },
    },
  },
  'cdk.out/shop.json': {
    Resources: {
      Answers: {
        Type: 'AWS::Lambda::Function',
        Properties: { FunctionName: 'Shop-Vigil-answers', Environment: { Variables: variables } },
      },
    },
  },
});
