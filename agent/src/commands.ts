/** Takes a shell command apart and compares it with patterns. The app writes the command: everything here is linear. */

/** Words that only run the words after them. */
const RUNNERS = new Set(["sh", "su", "toybox", "busybox", "env", "exec", "nohup", "time", "sudo", "system"]);
/** Characters of a command that are looked at. */
const MAX_COMMAND = 4096;
const MAX_SIMPLE_COMMANDS = 32;
const BETWEEN_COMMANDS = /[|;&\n`()]+/;

/** The simple commands of a command line, each as words; the first word without its folder. */
export function simpleCommands(line: string): string[][] {
  return line
    .slice(0, MAX_COMMAND)
    .split(BETWEEN_COMMANDS)
    .slice(0, MAX_SIMPLE_COMMANDS)
    .flatMap(commandsOf)
    .filter((words) => words.length > 0);
}

/** One simple command; before it a `su` of its own, where it is run by one. */
function commandsOf(text: string): string[][] {
  const words = text
    .split(/[\s"']+/)
    .filter((word) => word !== "" && word !== "$")
    .map((word, i) => (i === 0 ? baseName(word) : word));
  let from = 0;
  let isRoots = false;
  while (from < words.length - 1 && (RUNNERS.has(words[from] as string) || isSetting(words[from] as string))) {
    isRoots ||= words[from] === "su";
    from++;
    while (from < words.length - 1 && (words[from] as string).startsWith("-")) from++;
    words[from] = baseName(words[from] as string);
  }
  return isRoots ? [["su"], words.slice(from)] : [words.slice(from)];
}

const baseName = (word: string): string => word.slice(word.lastIndexOf("/") + 1);
const isSetting = (word: string): boolean => /^\w+=/.test(word);

/** One pattern, compared with the words of one simple command. */
export type CommandPattern = (words: readonly string[]) => boolean;

/**
 * `pm list packages*`: the command is the first word, the others follow in order, `*` at the end of a word is any rest.
 * A single word with a `/` in it: some word of the command holds it.
 */
export function commandPattern(pattern: string): CommandPattern {
  const wanted = pattern.split(" ");
  const [first = ""] = wanted;
  if (wanted.length === 1 && first.includes("/")) return (words) => words.some((word) => word.includes(first));
  return (words) => {
    if (!fits(first, words[0] as string)) return false;
    let at = 1;
    for (const word of wanted.slice(1)) {
      while (at < words.length && !fits(word, words[at] as string)) at++;
      if (at++ >= words.length) return false;
    }
    return true;
  };
}

const fits = (pattern: string, word: string): boolean =>
  pattern.endsWith("*") ? word.startsWith(pattern.slice(0, -1)) : word === pattern;
