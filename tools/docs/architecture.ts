import { ROOMS } from './rooms';

/** The generated sections of docs/architecture.md. */
export const architectureSections = (): ReadonlyMap<string, string> =>
  new Map([
    [
      'rooms',
      [
        '| Folder | Holds | May import |',
        '|-|-|-|',
        ...Object.entries(ROOMS).map(
          ([room, { holds, imports }]) => `| \`${pathOf(room)}\` | ${holds} | ${imports.join(', ')} |`,
        ),
      ].join('\n'),
    ],
  ]);

function pathOf(room: string): string {
  if (room === 'bin' || room.startsWith('lambda')) return room;
  if (room === 'index') return 'lib/index.ts';
  return room === 'vigil' ? 'lib/vigil*.ts' : `lib/${room}`;
}
