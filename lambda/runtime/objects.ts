// by short names, which minifiers cannot give them: every function pays for the length of its bundle
export const entries = Object.entries;
export const fromEntries = Object.fromEntries;
