package virtualhandset.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One run of one program.
 *
 * @param words the program's name and its arguments
 * @param environment of this process; a shell may change its own
 * @param folder the working folder
 */
record Job(
    String[] words, Map<String, String> environment, String folder, InputStream in, OutputStream out, OutputStream error) {

  /** The same surroundings for other words and streams. */
  Job with(String[] other, InputStream input, OutputStream output, OutputStream errors) {
    return new Job(other, environment, folder, input, output, errors);
  }

  /** An argument, or null when there are not so many. */
  String argument(int index) {
    return index < words.length ? words[index] : null;
  }

  void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  void println(String text) throws IOException {
    print(text + "\n");
  }

  /** Says what is wrong; returns the exit code to give back. */
  int fail(String text, int code) throws IOException {
    error.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    return code;
  }
}
