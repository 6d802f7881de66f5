package virtualhandset.shell;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reading and listing the phone's files, with what an app is refused. */
final class FileTools {
  /** Folders of which an app may not even see the list. */
  private static final List<String> CLOSED_FOLDERS =
      List.of("/", "/proc/net", "/sys/class/net", "/data", "/data/data", "/data/app", "/data/user/0", "/data/system", "/data/misc");

  private FileTools() {}

  static void addTo(Map<String, Tool> all) {
    all.put("cat", FileTools::cat);
    all.put("ls", FileTools::ls);
  }

  private static int cat(Job job) throws IOException {
    if (job.words().length < 2) {
      job.in().transferTo(job.out());
      return 0;
    }
    int code = 0;
    for (int i = 1; i < job.words().length; i++) {
      byte[] content = bytes(job, "cat", job.words()[i]);
      if (content == null) code = 1;
      else job.out().write(content);
    }
    return code;
  }

  /** The text of a file; null, and said to the error stream, where it cannot be read. */
  static String read(Job job, String program, String name) throws IOException {
    byte[] content = bytes(job, program, name);
    return content == null ? null : new String(content, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Job job, String program, String name) throws IOException {
    String path = absolute(job, name);
    String denial = PhonePrograms.files().denial(path);
    Path place = Path.of(PhonePrograms.files().place(path));
    String why = denial == null ? Files.isDirectory(place) ? "Is a directory" : null : words(denial);
    if (why == null) return Files.readAllBytes(place);
    job.fail(program + ": " + name + ": " + why, 1);
    return null;
  }

  private static int ls(Job job) throws IOException {
    boolean isLong = false;
    List<String> names = new ArrayList<>();
    for (int i = 1; i < job.words().length; i++) {
      String word = job.words()[i];
      if (word.startsWith("-")) isLong |= word.contains("l");
      else names.add(word);
    }
    if (names.isEmpty()) names.add(job.folder());
    int code = 0;
    for (String name : names) {
      String path = absolute(job, name);
      File place = new File(PhonePrograms.files().place(path));
      if (!place.exists()) {
        code = job.fail("ls: " + name + ": No such file or directory", 1);
      } else if (!place.isDirectory()) {
        job.println(isLong ? entry(place, name) : name);
      } else if (CLOSED_FOLDERS.contains(Path.of(path).normalize().toString())) {
        code = job.fail("ls: " + name + ": Permission denied", 1);
      } else {
        String[] entries = place.list();
        Arrays.sort(entries);
        for (String each : entries) job.println(isLong ? entry(new File(place, each), each) : each);
      }
    }
    return code;
  }

  private static String entry(File file, String name) {
    String mode = file.isDirectory() ? "drwxrwx---" : "-rw-rw----";
    return "%s 1 u0_a57 media_rw %8d %tF %<tR %s".formatted(mode, file.length(), file.lastModified(), name);
  }

  static String absolute(Job job, String name) {
    return name.startsWith("/") ? name : job.folder() + "/" + name;
  }

  private static String words(String error) {
    return error.equals("EACCES") ? "Permission denied" : "No such file or directory";
  }
}
