import { placeholderOf } from '../contracts/health-checker';

/** A text with placeholders for what is only known when it is deployed, and these values as tokens. */
export interface WithPlaceholders {
  readonly text: string;
  /** By the index of their placeholder. */
  readonly values: readonly string[];
}

/** How CDK writes a token into a text. */
const TOKEN = /\$\{Token\[[^\]]+\]\}/g;

/**
 * Puts a placeholder for each token, so that the text can be parsed and checked now. At the beginning of a JSON text a token may be a
 * whole address, such as that of an API: its placeholder is one too.
 */
export function withPlaceholders(text: string): WithPlaceholders {
  const values: string[] = [];
  const written = text.replace(TOKEN, (token, offset: number) => {
    if (!values.includes(token)) values.push(token);
    const host = placeholderOf(values.indexOf(token));
    return text[offset - 1] === '"' ? `https://${host}` : host;
  });
  return { text: written, values };
}

/** A text of the file with the tokens in it again. */
export const withTokens = (text: string, values: readonly string[]): string =>
  values.reduce((known, token, index) => {
    const host = placeholderOf(index);
    return known.split(`https://${host}`).join(token).split(host).join(token);
  }, text);
