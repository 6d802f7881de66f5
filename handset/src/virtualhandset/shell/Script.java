package virtualhandset.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One line of the shell's language, cut into words: quotes, variables, {@code ; && || |} and redirections. No loops,
 * functions or substitution of commands.
 */
final class Script {
  /** How a command hangs together with the one before it. */
  enum Joint { ALWAYS, IF_GOOD, IF_BAD }

  /** Where a command's output or errors go instead: a file, or null for the other stream ({@code 2>&1}). */
  record Redirection(int stream, String file, boolean append) {}

  /** One program of a pipeline. */
  record Command(List<String> words, List<Redirection> redirections) {}

  /** Programs joined by {@code |}. */
  record Pipeline(Joint joint, List<Command> commands) {}

  /** The line cannot be read. */
  static final class SyntaxError extends Exception {
    private static final long serialVersionUID = 1;

    SyntaxError(String message) {
      super(message);
    }
  }

  private final String text;
  private final Map<String, String> variables;
  private int at;
  private final List<Pipeline> pipelines = new ArrayList<>();
  private Joint joint = Joint.ALWAYS;
  private List<Command> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private List<Redirection> redirections = new ArrayList<>();

  private Script(String text, Map<String, String> variables) {
    this.text = text;
    this.variables = variables;
  }

  /** Reads a line; {@code variables} are put in as it is read. */
  static List<Pipeline> read(String text, Map<String, String> variables) throws SyntaxError {
    Script script = new Script(text, variables);
    script.read();
    return script.pipelines;
  }

  private void read() throws SyntaxError {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') return;
      if (c == ' ' || c == '\t') at++;
      else if (takes("&&")) endPipeline(Joint.IF_GOOD);
      else if (takes("||")) endPipeline(Joint.IF_BAD);
      else if (takes("2>&1")) redirections.add(new Redirection(2, null, false));
      else if (takes("2>>")) redirections.add(new Redirection(2, target(), true));
      else if (takes("2>")) redirections.add(new Redirection(2, target(), false));
      else if (takes(">>")) redirections.add(new Redirection(1, target(), true));
      else if (takes(">")) redirections.add(new Redirection(1, target(), false));
      else if (takes("<")) redirections.add(new Redirection(0, target(), false));
      else if (takes("|")) endCommand();
      else if (takes(";") || takes("\n") || takes("&")) endPipeline(Joint.ALWAYS);
      else words.add(word());
    }
    endPipeline(Joint.ALWAYS);
  }

  private boolean takes(String operator) {
    // "2>" is an operator only where a word would begin.
    if (!text.startsWith(operator, at)) return false;
    at += operator.length();
    return true;
  }

  private String target() throws SyntaxError {
    while (at < text.length() && text.charAt(at) == ' ') at++;
    String file = word();
    if (file.isEmpty()) throw new SyntaxError("syntax error: unexpected newline");
    return file;
  }

  private String word() throws SyntaxError {
    StringBuilder word = new StringBuilder();
    while (at < text.length() && " \t\n;|&<>".indexOf(text.charAt(at)) < 0) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) word.append(text.charAt(at++));
      else if (c == '\'') word.append(quoted('\''));
      else if (c == '"') word.append(expanded(quoted('"')));
      else if (c == '$') word.append(variable());
      else word.append(c);
    }
    return word.toString();
  }

  private String quoted(char quote) throws SyntaxError {
    int end = text.indexOf(quote, at);
    if (end < 0) throw new SyntaxError("syntax error: no closing quote");
    String inside = text.substring(at, end);
    at = end + 1;
    return inside;
  }

  private String expanded(String inside) throws SyntaxError {
    Script part = new Script(inside, variables);
    StringBuilder all = new StringBuilder();
    while (part.at < inside.length()) {
      char c = inside.charAt(part.at++);
      if (c == '\\' && part.at < inside.length()) all.append(inside.charAt(part.at++));
      else all.append(c == '$' ? part.variable() : String.valueOf(c));
    }
    return all.toString();
  }

  private String variable() throws SyntaxError {
    boolean braces = at < text.length() && text.charAt(at) == '{';
    if (braces) at++;
    int start = at;
    if (at < text.length() && text.charAt(at) == '?') at++;
    else while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) at++;
    String name = text.substring(start, at);
    if (braces && (at >= text.length() || text.charAt(at++) != '}')) throw new SyntaxError("syntax error: bad substitution");
    return name.isEmpty() ? "$" : variables.getOrDefault(name, "");
  }

  private void endCommand() throws SyntaxError {
    if (words.isEmpty()) throw new SyntaxError("syntax error: unexpected '|'");
    commands.add(new Command(words, redirections));
    words = new ArrayList<>();
    redirections = new ArrayList<>();
  }

  private void endPipeline(Joint next) throws SyntaxError {
    if (!words.isEmpty()) endCommand();
    if (!commands.isEmpty()) pipelines.add(new Pipeline(joint, commands));
    else if (next != Joint.ALWAYS) throw new SyntaxError("syntax error: unexpected '&&' or '||'");
    commands = new ArrayList<>();
    joint = next;
  }
}
