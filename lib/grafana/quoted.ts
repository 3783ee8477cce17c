/** A name as the syntax of search expressions asks for it. */
export const quoted = (name: string): string => (/^[A-Za-z0-9]+$/.test(name) ? name : JSON.stringify(name));
