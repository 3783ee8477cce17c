/** The first lines of a table of conditions, whose first column says what they belong to. */
export const headOf = (first: string): string[] => [
  `| ${first} | Severity | Default | Measured | M of N | Alarm if | No data |`,
  '|-|-|-|-|-|-|-|',
];

export function durationText(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
