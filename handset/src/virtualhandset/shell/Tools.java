package virtualhandset.shell;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import virtualhandset.policy.Gate;

/** The programs of the phone, under their names in {@code /system/bin}. */
final class Tools {
  static final String FOLDER = "/system/bin/";
  private static final Map<String, Tool> ALL = new HashMap<>();

  static {
    Shell.addTo(ALL);
    TextTools.addTo(ALL);
    FileTools.addTo(ALL);
    SystemTools.addTo(ALL);
    NetworkTools.addTo(ALL);
    ServiceTools.addTo(ALL);
    ALL.put("toybox", Tools::toybox);
  }

  private Tools() {}

  /** The program that a name or a path leads to, or null. */
  static Tool find(String name) {
    String bare = name.startsWith(FOLDER) ? name.substring(FOLDER.length()) : name;
    return bare.contains("/") ? null : ALL.get(bare);
  }

  /** Runs a program that {@link #find} knows, unless the platform refuses it to an app. */
  static int run(Job job) throws IOException {
    String[] words = job.words().clone();
    if (words[0].startsWith(FOLDER)) words[0] = words[0].substring(FOLDER.length());
    Gate.Refusal refusal = Gate.checkCommand(String.join(" ", words));
    if (refusal == null) return find(words[0]).run(job.with(words, job.in(), job.out(), job.error()));
    if (refusal.isError()) return job.fail(refusal.text(), refusal.exit());
    job.println(refusal.text());
    return refusal.exit();
  }

  private static int toybox(Job job) throws IOException {
    if (job.words().length < 2) {
      for (String name : new TreeSet<>(ALL.keySet())) job.print(name + " ");
      job.println("");
      return 0;
    }
    if (find(job.words()[1]) == null) return job.fail("toybox: Unknown command " + job.words()[1], 127);
    String[] rest = Arrays.copyOfRange(job.words(), 1, job.words().length);
    return run(job.with(rest, job.in(), job.out(), job.error()));
  }
}
