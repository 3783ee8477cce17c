import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { operation } from '../../runtime';
import { conform, RequestError, type Shape } from './input';
import type { PageRequest } from './ledger';
import { type Measured, metrics } from './measured';

type Request = Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded' | 'headers' | 'queryStringParameters'>;

const LONGEST_BODY_BYTES = 8192;
const LONGEST_PAGE = 100;

/**
 * Responds with what `serve` returns, or with the error of the request. Every other error is left to Lambda: API Gateway then
 * answers 500 without a detail, and the function's own error metric and log say what happened.
 */
export function http(status: 200 | 201, serve: (request: Request, op: Measured) => Promise<object>) {
  return operation(metrics, async (request: Request, op): Promise<APIGatewayProxyStructuredResultV2> => {
    try {
      return answer(status, await serve(request, op));
    } catch (error) {
      if (error instanceof RequestError) return answer(error.status, { message: error.message });
      throw error;
    }
  });
}

const answer = (statusCode: number, body: object): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

/** The body of a request, checked. */
export function bodyOf<T>({ body = '', isBase64Encoded }: Request, shape: Shape<T>): T {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > LONGEST_BODY_BYTES) {
    throw new RequestError(400, `The body has ${bytes.length} bytes; send at most ${LONGEST_BODY_BYTES}.`);
  }
  return conform(parse(bytes.toString('utf8')), shape);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new RequestError(400, 'The body is not JSON. Send a JSON object.');
  }
}

/** Which page of a list a request asks for: `?limit=25&next=…`. */
export function pageOf({ queryStringParameters: query }: Request): PageRequest {
  const limit = Number(query?.limit ?? 25);
  if (!Number.isInteger(limit) || limit < 1 || limit > LONGEST_PAGE) {
    throw new RequestError(400, `'limit' has to be a whole number from 1 to ${LONGEST_PAGE}.`);
  }
  return { limit, next: query?.next };
}
