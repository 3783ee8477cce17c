import type { Argument, Command, Option } from 'commander';
import type { Terminal } from './terminal';

/** What a shell may complete a word with. */
interface Candidates {
  readonly words: readonly { readonly text: string; readonly about: string }[];
  /** Whether paths of files are candidates too. */
  readonly paths: boolean;
}

/** The line that stands for paths. */
const PATHS = ':paths';

/**
 * Prints a line for each candidate: the word, a tab, and its description.
 *
 * @param words of the command line behind the program's name; the last is completed, and may be empty
 */
export function complete(program: Command, words: readonly string[], terminal: Terminal): void {
  const { before, prefix, current } = partsOf(words);
  const { words: candidates, paths } = candidatesFor(program, before, current);
  const lines = candidates
    .filter(({ text }) => text.startsWith(current))
    .map(({ text, about }) => `${prefix}${text}\t${about.replace(/\s+/g, ' ')}`);
  terminal.stdout.write([...lines, ...(paths ? [PATHS] : [])].map((line) => `${line}\n`).join(''));
}

/** `--format=js` is one word, or three, as Bash has it. */
function partsOf(words: readonly string[]) {
  const last = words.at(-1) ?? '';
  const before = words.slice(0, -1).filter((word) => word !== '=');
  const [, option, value = ''] = /^(--[^=]+)=(.*)$/s.exec(last) ?? [];
  return option === undefined
    ? { before, prefix: '', current: last === '=' ? '' : last }
    : { before: [...before, option], prefix: `${option}=`, current: value };
}

function candidatesFor(program: Command, before: readonly string[], current: string): Candidates {
  const { command, waiting, operands, isPast } = read(program, before);
  if (waiting !== undefined && !(waiting.variadic && current.startsWith('-'))) return valuesOf(waiting);
  if (isPast) return { words: [], paths: true };
  const help = command.createHelp();
  if (current.startsWith('-')) {
    const unused = help
      .visibleOptions(command)
      .filter((option) => isRepeatable(option) || !before.some((word) => isNamed(option, word)));
    return { words: unused.map((option) => ({ text: nameOf(option), about: option.description })), paths: false };
  }
  if (command.commands.length > 0) {
    const names = help.visibleCommands(command).map((each) => ({ text: each.name(), about: each.description() }));
    return { words: names, paths: false };
  }
  const known = command.registeredArguments;
  const argument = known[operands] ?? known.findLast(({ variadic }) => variadic);
  return argument === undefined ? { words: [], paths: false } : valuesOf(argument);
}

interface Read {
  readonly command: Command;
  /** The option whose value comes next. */
  readonly waiting?: Option;
  /** How many arguments there are already. */
  readonly operands: number;
  /** Whether `--` ended the options. */
  readonly isPast: boolean;
}

function read(program: Command, words: readonly string[]): Read {
  let now: Read = { command: program, operands: 0, isPast: false };
  for (const word of words) {
    const { command, waiting, operands } = now;
    if (waiting !== undefined && !(waiting.variadic && word.startsWith('-'))) {
      now = { ...now, waiting: waiting.variadic ? waiting : undefined };
    } else if (word === '--') return { ...now, isPast: true };
    else if (word.startsWith('-')) {
      const option = command.options.find((each) => isNamed(each, word));
      now = { ...now, waiting: option?.required || option?.optional ? option : undefined };
    } else {
      const next = command.commands.find((each) => each.name() === word);
      now = next === undefined ? { ...now, operands: operands + 1 } : { command: next, operands: 0, isPast: false };
    }
  }
  return now;
}

/** What a value is called says whether it is a path. */
function valuesOf(taken: Option | Argument): Candidates {
  const called = 'flags' in taken ? taken.flags : taken.name();
  const words = (taken.argChoices ?? []).map((text) => ({ text, about: '' }));
  return { words, paths: /file|folder/.test(called) };
}

const nameOf = ({ long, short }: Option): string => long ?? short ?? '';
const isNamed = ({ long, short }: Option, word: string): boolean => word === long || word === short;
const isRepeatable = ({ parseArg, variadic }: Option): boolean => variadic || parseArg !== undefined;

/** What a shell runs to complete commands, options and their values with `__complete`. */
export const SCRIPTS = {
  bash: `_vigil() {
  local line
  COMPREPLY=()
  while IFS=$'\\t' read -r line _; do
    if [ "$line" = '${PATHS}' ]; then compopt -o default; else COMPREPLY+=("$line"); fi
  done < <("\${COMP_WORDS[0]}" __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _vigil vigil
`,
  zsh: `#compdef vigil
_vigil() {
  local line
  local -a found
  for line in "\${(@f)$("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == '${PATHS}' ]]; then _files
    elif [[ -n $line ]]; then found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}"); fi
  done
  _describe vigil found
}
compdef _vigil vigil
`,
  fish: `function __vigil_complete
  set -l words (commandline -opc) (commandline -ct)
  for line in ($words[1] __complete -- $words[2..-1] 2>/dev/null)
    if test "$line" = '${PATHS}'
      __fish_complete_path (commandline -ct)
    else
      echo $line
    end
  end
end
complete -c vigil -f -a '(__vigil_complete)'
`,
} as const;
