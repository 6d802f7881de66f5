package virtualhandset.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What stands between other programs in a pipe. */
final class TextTools {
  private static final int DEFAULT_LINES = 10;

  private TextTools() {}

  static void addTo(Map<String, Tool> all) {
    all.put("echo", TextTools::echo);
    all.put("grep", TextTools::grep);
    all.put("head", TextTools::head);
    all.put("wc", TextTools::wc);
    all.put("true", job -> 0);
    all.put("false", job -> 1);
  }

  private static int echo(Job job) throws IOException {
    boolean sameLine = "-n".equals(job.argument(1));
    int first = sameLine ? 2 : 1;
    String[] words = job.words();
    job.print(String.join(" ", Arrays.copyOfRange(words, Math.min(first, words.length), words.length)) + (sameLine ? "" : "\n"));
    return 0;
  }

  private static int grep(Job job) throws IOException {
    String options = "";
    String wanted = null;
    String file = null;
    for (int i = 1; i < job.words().length; i++) {
      String word = job.words()[i];
      if (word.startsWith("-") && wanted == null) options += word.substring(1);
      else if (wanted == null) wanted = word;
      else file = word;
    }
    if (wanted == null) return job.fail("grep: no REGEX", 2);
    String text = file == null ? all(job) : FileTools.read(job, "grep", file);
    if (text == null) return 2;
    Pattern pattern;
    try {
      int flags = options.contains("i") ? Pattern.CASE_INSENSITIVE : 0;
      pattern = Pattern.compile(options.contains("F") ? Pattern.quote(wanted) : wanted, flags);
    } catch (PatternSyntaxException e) {
      return job.fail("grep: bad REGEX '" + wanted + "'", 2);
    }
    int found = 0;
    for (String line : lines(text)) {
      if (pattern.matcher(line).find() == options.contains("v")) continue;
      found++;
      if (!options.contains("q") && !options.contains("c")) job.println(line);
    }
    if (options.contains("c")) job.println(String.valueOf(found));
    return found > 0 ? 0 : 1;
  }

  private static int head(Job job) throws IOException {
    int count = DEFAULT_LINES;
    String file = null;
    for (int i = 1; i < job.words().length; i++) {
      String word = job.words()[i];
      if (word.equals("-n")) continue;
      if (word.matches("-?\\d{1,6}")) count = Math.abs(Integer.parseInt(word));
      else file = word;
    }
    String text = file == null ? all(job) : FileTools.read(job, "head", file);
    if (text == null) return 1;
    for (String line : lines(text)) if (count-- > 0) job.println(line);
    return 0;
  }

  private static int wc(Job job) throws IOException {
    String text = all(job);
    int words = text.isBlank() ? 0 : text.trim().split("\\s+").length;
    String counted = switch (String.valueOf(job.argument(1))) {
      case "-l" -> String.valueOf(lines(text).length);
      case "-w" -> String.valueOf(words);
      case "-c" -> String.valueOf(text.getBytes(StandardCharsets.UTF_8).length);
      default -> lines(text).length + " " + words + " " + text.getBytes(StandardCharsets.UTF_8).length;
    };
    job.println(counted);
    return 0;
  }

  private static String all(Job job) throws IOException {
    return new String(job.in().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String[] lines(String text) {
    return text.isEmpty() ? new String[0] : text.split("\n");
  }
}
