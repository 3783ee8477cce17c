import type { CheckStep } from '../contracts/health-checks';
import type { JsonPath } from './conditions/condition';
import { partOf, valueText } from './conditions/evaluate';
import { parseReference } from './conditions/parse';
import { Failure } from './failure';

/** What earlier steps have stored, by name. */
export type Context = Readonly<Record<string, unknown>>;

/** `[CONTEXT].user.id` within a text. */
export const CONTEXT_USE = /\[CONTEXT\](?:\.[\w-]+|\[\d+\])+/gi;

/** A step with the values of earlier steps in its URL, headers and payload. */
export function withContext(step: CheckStep, context: Context): CheckStep {
  return {
    ...step,
    url: urlWith(step.url, context),
    headers: Object.fromEntries(
      Object.entries(step.headers).map(([name, value]) => [
        name,
        typeof value === 'string' ? textWith(value, context) : value,
      ]),
    ),
    payload: payloadWith(step.payload, context),
  };
}

/** A part of a URL is encoded, so that it stays a part; one that is the whole URL is taken as it is. */
function urlWith(url: string, context: Context): string {
  const isWhole = url.replace(CONTEXT_USE, '') === '';
  return isWhole ? textWith(url, context) : textWith(url, context, encodeURIComponent);
}

const textWith = (text: string, context: Context, encode = (value: string) => value): string =>
  text.replace(CONTEXT_USE, (use) => encode(valueText(valueFor(use, context)) as string));

/** In JSON, a text that is one use becomes the value with its type. */
function payloadWith(payload: unknown, context: Context): unknown {
  if (typeof payload === 'string') {
    return payload.replace(CONTEXT_USE, '') === '' && payload !== ''
      ? singleValue(payload, context)
      : textWith(payload, context);
  }
  if (Array.isArray(payload)) return payload.map((each) => payloadWith(each, context));
  if (typeof payload !== 'object' || payload === null) return payload;
  return Object.fromEntries(Object.entries(payload).map(([key, each]) => [key, payloadWith(each, context)]));
}

const singleValue = (text: string, context: Context): unknown =>
  text.match(CONTEXT_USE)?.length === 1 ? valueFor(text, context) : textWith(text, context);

function valueFor(use: string, context: Context): unknown {
  const value = partOf(context, pathOf(use));
  if (value === undefined || value === null) throw new Failure('store', use);
  return value;
}

const pathOf = (use: string): JsonPath => parseReference(use).path;
