/** Hexadecimal digits that are always the same for the same text: CloudWatch makes up ids where there are no names. */
export function stableId(text: string, digits: number): string {
  let id = '';
  for (let round = 0; id.length < digits; round++) id += hash(`${round}${text}`).toString(16).padStart(8, '0');
  return id.slice(0, digits);
}

/** FNV-1a: ids here need not be safe from anybody. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return value;
}
