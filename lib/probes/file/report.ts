import type { JsonDocument } from '../../validation/json-document';
import type { SourceError } from '../../validation/source-error';

/** Collects the mistakes of a document that its schema does not notice. */
export class Report {
  readonly #errors: SourceError[] = [];

  public constructor(private readonly document: JsonDocument) {}

  public get errors(): readonly SourceError[] {
    return this.#errors;
  }

  /**
   * @param pointer JSON pointer of the value
   * @param index of the character, within a value that is a text
   */
  public add(pointer: string, message: string, index?: number): void {
    const { offset, path } = this.document.locate(pointer);
    // a text with escapes is longer in the file
    const isPlain = index !== undefined && !this.document.source(pointer).includes('\\');
    this.#errors.push({ offset: isPlain ? offset + 1 + index : offset, path, message: sentence(message) });
  }

  public addKey(pointer: string, key: string, message: string): void {
    this.#errors.push({ ...this.document.locateKey(pointer, key), message: sentence(message) });
  }
}

/** A message with a full stop, or its question mark. */
export const sentence = (text: string): string => (/[.?]$/.test(text) ? text : `${text}.`);

/** A key as a part of a JSON pointer. */
export const pointerPart = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
