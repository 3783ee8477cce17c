import type { FunctionDeclaration } from '../../assembly/model';

/** An event as the first trigger of a function sends it, to be changed by hand. */
export function sampleEvent({ routes: [route], queues: [queue] }: FunctionDeclaration): object {
  if (route !== undefined) return requestOf(route);
  if (queue === undefined) return {};
  const record = { messageId: '1', body: '{}', attributes: {}, messageAttributes: {}, eventSource: 'aws:sqs' };
  return { Records: [{ ...record, eventSourceARN: queue.arn }] };
}

/** A request of an HTTP API, payload version 2.0. */
function requestOf(route: string): object {
  const [method = 'GET', path = '/'] = route.split(' ');
  return {
    ...{ version: '2.0', routeKey: route, rawPath: path, rawQueryString: '' },
    ...{ headers: { 'content-type': 'application/json' }, queryStringParameters: {} },
    requestContext: { http: { method, path }, stage: '$default', requestId: 'rehearsal' },
    ...(['POST', 'PUT', 'PATCH'].includes(method) && { body: '{}' }),
    isBase64Encoded: false,
  };
}
