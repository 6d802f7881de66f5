package virtualhandset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.robolectric.util.TempDirectory;

/** Puts the app's data folders where they outlive the process; everything else stays temporary. */
final class DeviceFolders extends TempDirectory {
  private final String packageName;
  private final Path dataDir;

  DeviceFolders(String packageName, Path dataDir) {
    super("handset");
    this.packageName = packageName;
    this.dataDir = dataDir;
  }

  @Override
  public Path createIfNotExists(String name) {
    if (name.equals(packageName + "-dataDir") || name.equals("userDataDir")) return folder(dataDir);
    if (name.equals("deviceDataDir")) return folder(dataDir.resolve("device_protected"));
    return super.createIfNotExists(name);
  }

  private static Path folder(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
