package virtualhandset.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code sh}: of a line given with {@code -c}, of a script, or of what is written to its input. */
final class Shell {
  private static final int NOT_FOUND = 127;

  private final Job own;
  private final Map<String, String> variables;
  private String folder;
  private int last;
  private boolean left;

  private Shell(Job own) {
    this.own = own;
    this.variables = new HashMap<>(own.environment());
    this.folder = own.folder();
  }

  static void addTo(Map<String, Tool> all) {
    all.put("sh", job -> new Shell(job).run());
  }

  private int run() throws IOException {
    if ("-c".equals(own.argument(1))) {
      if (own.argument(2) == null) return own.fail("sh: -c requires an argument", 1);
      line(own.argument(2));
      return last;
    }
    if (own.argument(1) != null && !own.argument(1).startsWith("-")) {
      String denial = PhonePrograms.files().denial(path(own.argument(1)));
      if (denial != null) return own.fail("sh: " + own.argument(1) + ": No such file or directory", NOT_FOUND);
      line(Files.readString(Path.of(PhonePrograms.files().place(path(own.argument(1))))));
      return last;
    }
    for (String text = readLine(own.in()); text != null && !left; text = readLine(own.in())) line(text);
    return last;
  }

  private static String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
      line.write(c);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private void line(String text) throws IOException {
    for (String one : text.split("\n")) {
      if (left) return;
      try {
        for (Script.Pipeline pipeline : Script.read(one, variables)) {
          boolean skipped =
              pipeline.joint() == Script.Joint.IF_GOOD && last != 0 || pipeline.joint() == Script.Joint.IF_BAD && last == 0;
          if (!skipped && !left) last = pipeline(pipeline.commands());
          variables.put("?", String.valueOf(last));
        }
      } catch (Script.SyntaxError e) {
        last = own.fail("sh: <stdin>[1]: " + e.getMessage(), 1);
      }
    }
  }

  /** One after the other: what one has written is the next one's input. */
  private int pipeline(List<Script.Command> commands) throws IOException {
    InputStream in = own.in();
    int code = 0;
    for (int i = 0; i < commands.size(); i++) {
      ByteArrayOutputStream between = i < commands.size() - 1 ? new ByteArrayOutputStream() : null;
      code = command(commands.get(i), in, between == null ? own.out() : between);
      if (between != null) in = new ByteArrayInputStream(between.toByteArray());
    }
    return code;
  }

  private int command(Script.Command command, InputStream input, OutputStream output) throws IOException {
    InputStream in = input;
    OutputStream out = output;
    OutputStream error = own.error();
    for (Script.Redirection to : command.redirections()) {
      if (to.file() == null) {
        error = out;
        continue;
      }
      String file = path(to.file());
      if (to.stream() == 0) {
        if (PhonePrograms.files().denial(file) != null) return own.fail("sh: can't open " + to.file(), 1);
        in = Files.newInputStream(Path.of(PhonePrograms.files().place(file)));
      } else if (file.equals("/dev/null")) {
        if (to.stream() == 1) out = OutputStream.nullOutputStream();
        else error = OutputStream.nullOutputStream();
      } else {
        OutputStream written = PhonePrograms.writer(file, to.append());
        if (written == null) return own.fail("sh: can't create " + to.file() + ": Permission denied", 1);
        if (to.stream() == 1) out = written;
        else error = written;
      }
    }
    String[] words = command.words().toArray(new String[0]);
    int code = run(new Job(words, variables, folder, in, out, error));
    if (out != output && out != own.out()) out.close();
    return code;
  }

  private int run(Job job) throws IOException {
    String[] words = job.words();
    String name = words[0];
    if (words.length == 1 && name.matches("\\w+=.*")) {
      variables.put(name.substring(0, name.indexOf('=')), name.substring(name.indexOf('=') + 1));
      return 0;
    }
    switch (name) {
      case "exit" -> {
        left = true;
        return words.length > 1 && words[1].matches("\\d{1,3}") ? Integer.parseInt(words[1]) : last;
      }
      case "cd" -> {
        String to = path(words.length > 1 ? words[1] : "/");
        if (PhonePrograms.files().denial(to) != null) {
          return job.fail("sh: cd: " + to + ": No such file or directory", 2);
        }
        folder = to;
        return 0;
      }
      case "export", "set", "umask", ":" -> {
        for (int i = 1; i < words.length; i++) {
          int cut = words[i].indexOf('=');
          if (cut > 0) variables.put(words[i].substring(0, cut), words[i].substring(cut + 1));
        }
        return 0;
      }
      case "command", "type" -> {
        String wanted = words[words.length - 1];
        if (Tools.find(wanted) == null) return name.equals("type") ? job.fail(wanted + " not found", 1) : 1;
        job.println(name.equals("type") ? wanted + " is " + Tools.FOLDER + wanted : Tools.FOLDER + wanted);
        return 0;
      }
      default -> {
        if (Tools.find(name) == null) return job.fail("sh: " + name + ": inaccessible or not found", NOT_FOUND);
        return Tools.run(job);
      }
    }
  }

  private String path(String name) {
    return name.startsWith("/") ? name : folder + "/" + name;
  }
}
