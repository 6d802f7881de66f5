package virtualhandset;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Keeps the process's real standard streams for the wire and gives the app others: everything the app prints goes to
 * logcat, what it reads is empty. {@code FileDescriptor.in/out/err} are redirected too, so an app that opens them
 * itself reaches logcat and not the wire.
 *
 * @param in requests
 * @param out replies and events
 */
public record StandardStreams(InputStream in, OutputStream out) {
  private static volatile PrintStream diagnostics = System.err;

  /** The real standard error, for messages to whoever runs the process. */
  public static PrintStream diagnostics() {
    return diagnostics;
  }

  static StandardStreams takeFromApp(Path logcat) throws IOException, ReflectiveOperationException {
    InputStream in = new FileInputStream(copyOf(FileDescriptor.in));
    OutputStream out = new FileOutputStream(copyOf(FileDescriptor.out));
    diagnostics = new PrintStream(new FileOutputStream(copyOf(FileDescriptor.err)), true, StandardCharsets.UTF_8);

    FileOutputStream log = new FileOutputStream(logcat.toFile(), true);
    pointTo(FileDescriptor.in, new FileInputStream("/dev/null").getFD());
    pointTo(FileDescriptor.out, log.getFD());
    pointTo(FileDescriptor.err, log.getFD());
    PrintStream appOutput = new PrintStream(log, true, StandardCharsets.UTF_8);
    System.setIn(InputStream.nullInputStream());
    System.setOut(appOutput);
    System.setErr(appOutput);
    return new StandardStreams(in, out);
  }

  private static Field number() throws NoSuchFieldException {
    Field field = FileDescriptor.class.getDeclaredField("fd");
    field.setAccessible(true);
    return field;
  }

  private static FileDescriptor copyOf(FileDescriptor source) throws ReflectiveOperationException {
    FileDescriptor copy = new FileDescriptor();
    number().setInt(copy, number().getInt(source));
    return copy;
  }

  private static void pointTo(FileDescriptor standard, FileDescriptor target) throws ReflectiveOperationException {
    number().setInt(standard, number().getInt(target));
  }
}
