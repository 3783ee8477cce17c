/** One thing that somebody received. */
export interface Sent {
  /** Seconds since 1970. */
  readonly time: number;
  /** `oncall@example.com`, `Slack invoicing/prod/slack-alerts` */
  readonly to: string;
  readonly content: Content;
}

export type Content =
  | { readonly is: 'slack' | 'discord' | 'teams' | 'webhook'; readonly payload: object }
  /** @see partsOf */
  | { readonly is: 'sms'; readonly text: string; readonly parts: number }
  | { readonly is: 'email'; readonly subject: string; readonly text: string; readonly note?: string }
  /** What a subscriber gets that is a program: a queue, a function, an HTTP endpoint. */
  | { readonly is: 'program'; readonly protocol: string; readonly payload: string };

/** The letters of GSM 03.38 that count once, and those that count twice. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENDED = '\f^{}\\[~]|€';
const GSM = { one: 160, each: 153 };
const UCS2 = { one: 70, each: 67 };

/** In how many parts a text message is sent: 160 letters of the telephone's alphabet fit one, 70 of any other. */
export function partsOf(text: string): number {
  const letters = [...text];
  const isGsm = letters.every((letter) => BASIC.includes(letter) || EXTENDED.includes(letter));
  const length = isGsm ? letters.reduce((sum, letter) => sum + (EXTENDED.includes(letter) ? 2 : 1), 0) : text.length;
  const { one, each } = isGsm ? GSM : UCS2;
  return length <= one ? 1 : Math.ceil(length / each);
}
