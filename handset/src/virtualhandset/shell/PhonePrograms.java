package virtualhandset.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import virtualhandset.host.HostCalls;
import virtualhandset.host.PhoneFiles;

/** Starts the programs of the phone. What is not one of them does not exist, whatever the machine has. */
public final class PhonePrograms implements HostCalls.Programs {
  private static final String NOT_FOUND = "error=2, No such file or directory";
  private static final String NOT_ALLOWED = "error=13, Permission denied";

  private static volatile PhoneFiles files;

  private PhonePrograms() {}

  /** From here on the app can start programs. */
  public static void install(PhoneFiles of) {
    files = of;
    HostCalls.setPrograms(new PhonePrograms());
  }

  /** The file tree that the programs see; they run as the app and are refused what the app is. */
  static PhoneFiles files() {
    return files;
  }

  @Override
  public Process start(
      String[] words, Map<String, String> environment, String folder, ProcessBuilder.Redirect[] redirects, boolean merged)
      throws IOException {
    if (Tools.find(words[0]) == null) {
      // From Android 10 on an app cannot run a file that it wrote itself.
      boolean exists = words[0].contains("/") && Files.exists(Path.of(files.place(words[0])));
      throw new IOException(exists ? NOT_ALLOWED : NOT_FOUND);
    }
    if (folder != null && files.denial(folder) != null) throw new IOException(NOT_FOUND);
    ShellProcess process = new ShellProcess(merged);
    InputStream in = process.programInput();
    OutputStream out = process.programOutput();
    OutputStream error = process.programErrors();
    if (redirects != null) {
      if (redirects[0] != null && redirects[0].type() == ProcessBuilder.Redirect.Type.READ) {
        in = Files.newInputStream(Path.of(files.place(redirects[0].file().getPath())));
      }
      out = redirected(redirects[1], out);
      error = merged ? out : redirected(redirects[2], error);
    }
    Map<String, String> variables = new HashMap<>(environment == null ? System.getenv() : environment);
    process.start(Tools::run, new Job(words, variables, folder == null ? "/" : folder, in, out, error));
    return process;
  }

  private static OutputStream redirected(ProcessBuilder.Redirect to, OutputStream pipe) throws IOException {
    if (to == null || to == ProcessBuilder.Redirect.PIPE) return pipe;
    if (to.file() == null || to.file().getPath().equals("/dev/null")) return OutputStream.nullOutputStream();
    OutputStream written = writer(to.file().getPath(), to.type() == ProcessBuilder.Redirect.Type.APPEND);
    if (written == null) throw new IOException(PhoneFiles.message(to.file().getPath(), "EACCES"));
    return written;
  }

  /** Opens a file for a program's output; null where the app may not write. */
  static OutputStream writer(String path, boolean append) throws IOException {
    if (!files.mayWrite(path)) return null;
    StandardOpenOption how = append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    return Files.newOutputStream(Path.of(files.place(path)), StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
  }
}
