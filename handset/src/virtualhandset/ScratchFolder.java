package virtualhandset;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Temporary files of a process (unpacked native libraries, fonts) inside the phone's own folder. A process ends by
 * {@code halt}, which runs no clean-up, so every process removes what dead ones left.
 */
public final class ScratchFolder {
  private ScratchFolder() {}

  /** Makes {@code parent/<pid>} the temporary folder of this JVM. Call before anything creates a temporary file. */
  public static void use(Path parent) throws IOException {
    Files.createDirectories(parent);
    removeLeftovers(parent);
    Path mine = parent.resolve(Long.toString(ProcessHandle.current().pid()));
    Files.createDirectories(mine);
    System.setProperty("java.io.tmpdir", mine.toString());
  }

  private static void removeLeftovers(Path parent) throws IOException {
    List<Path> folders;
    try (Stream<Path> entries = Files.list(parent)) {
      folders = entries.filter(p -> p.getFileName().toString().matches("\\d+")).toList();
    }
    for (Path folder : folders) {
      long pid = Long.parseLong(folder.getFileName().toString());
      if (pid != ProcessHandle.current().pid() && ProcessHandle.of(pid).isPresent()) continue;
      remove(folder);
    }
  }

  /** Removes a folder and everything in it; what another process removes meanwhile is no error. */
  public static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
