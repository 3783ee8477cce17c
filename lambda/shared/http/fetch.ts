import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Readable } from 'node:stream';
import type { Answer, Fetch } from './post';

/** Far more than Slack's longest list of messages, and far less than the function's memory. */
const LONGEST_ANSWER = 8 * 2 ** 20;

/**
 * `fetch`, as far as the notifier needs it, by what the AWS SDK has loaded already: loading Node's own takes as long as a client of
 * the SDK. Redirects are not followed.
 */
export const fetchByNode: Fetch = (address, { method, headers, body, signal }) => {
  const url = new URL(address);
  const request = url.protocol === 'http:' ? requestPlain : requestSecure;
  return new Promise<Answer>((resolve, reject) => {
    const length = { 'content-length': `${Buffer.byteLength(body)}` };
    const sent = request(url, { method, headers: { ...headers, ...length }, signal }, (response) => {
      const { statusCode: status = 0, headers: received } = response;
      resolve({
        ok: status >= 200 && status < 300,
        status,
        headers: { get: (name) => [received[name] ?? null].flat()[0] ?? null },
        text: () => boundedText(response),
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
};

async function boundedText(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_ANSWER) throw Object.assign(new Error('The answer is too long.'), { code: 'TOO_LONG' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
