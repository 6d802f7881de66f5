package virtualhandset;

import android.text.Hyphenator;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.robolectric.nativeruntime.DefaultNativeRuntimeLoader;
import org.robolectric.pluginapi.NativeRuntimeLoader;
import org.robolectric.util.ReflectionHelpers;

/**
 * The framework's native half: its library, fonts, hyphenation rules and ICU data. The framework's own loader unpacks all
 * of it, some 200 MB, for every process anew; here it lies unpacked once for all processes, which share its memory too.
 */
final class NativeRuntime extends DefaultNativeRuntimeLoader {
  /** After this level the library wants more than its files. */
  private static final int LAST_API_LEVEL = 34;

  private static final String ICU_DATA = "icu/icudt68l.dat", FONTS = "fonts", HYPHENATION = "hyphen-data";

  private final Path folder;

  private NativeRuntime(Path folder) {
    this.folder = folder;
  }

  /** Loads it, unpacked under the config's {@code nativeDir} where there is one. */
  static void load(HandsetConfig config) {
    if (config.raw().get("nativeDir") != null && config.apiLevel() <= LAST_API_LEVEL) {
      AtomicReference<NativeRuntimeLoader> loader =
          ReflectionHelpers.getStaticField(DefaultNativeRuntimeLoader.class, "nativeRuntimeLoader");
      loader.set(new NativeRuntime(config.path("nativeDir").toAbsolutePath()));
    }
    injectAndLoad();
  }

  @Override
  public synchronized void ensureLoaded() {
    if (loaded.getAndSet(true)) return;
    String library = ReflectionHelpers.callStaticMethod(DefaultNativeRuntimeLoader.class, "nativeLibraryPath");
    Path files = unpacked(List.of(FONTS + "/", HYPHENATION + "/", ICU_DATA, library));
    System.setProperty("robolectric.nativeruntime.fontdir", files.resolve(FONTS) + File.separator);
    System.setProperty("icu.data.path", files.resolve(ICU_DATA).toString());
    System.setProperty("icu.locale.default", Locale.getDefault().toLanguageTag());
    System.load(files.resolve(library).toString());
    System.setProperty("hyphen.data.dir", files.resolve(HYPHENATION).toString());
    Hyphenator.init();
  }

  /** The folder with these entries of the jar; two processes may make it at once, the first rename wins. */
  private Path unpacked(List<String> wanted) {
    try {
      URL inside = NativeRuntime.class.getClassLoader().getResource(ICU_DATA);
      Path jar = Path.of(((JarURLConnection) inside.openConnection()).getJarFileURL().toURI());
      Path target = folder.resolve(jar.getFileName().toString().replaceFirst("\\.jar$", ""));
      if (Files.isDirectory(target)) return target;
      Files.createDirectories(folder);
      Path aside = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID());
      unpack(jar, wanted, aside);
      if (!aside.toFile().renameTo(target.toFile())) delete(aside);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void unpack(Path jar, List<String> wanted, Path target) throws IOException {
    try (JarFile zip = new JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) zip.stream()::iterator) {
        if (entry.isDirectory() || wanted.stream().noneMatch(entry.getName()::startsWith)) continue;
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) throw new IOException(jar + " has an entry outside itself: " + entry.getName());
        Files.createDirectories(file.getParent());
        try (InputStream content = zip.getInputStream(entry)) {
          Files.copy(content, file);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}
