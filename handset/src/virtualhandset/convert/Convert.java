package virtualhandset.convert;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import virtualhandset.Json;

/**
 * Converts an APK into what the JVM and the framework load: {@code app.jar}, {@code manifest.xml} and
 * {@code app-info.json}. The output folder appears whole or not at all, and the same APK always gives
 * the same bytes.
 */
public final class Convert {
  private static final int API_LEVEL = 34;
  private static final int EXIT_BAD_INPUT = 2;
  private static final int EXIT_ENVIRONMENT = 3;
  /** Fixed time stamp of the jar's entries (1980-02-01, representable in every time zone). */
  private static final long ENTRY_TIME = 318_211_200_000L;

  private Convert() {}

  /** Usage: {@code Convert <apk> <outDir>} with the system property {@code virtualhandset.sdk}. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  private static int run(String[] args) {
    String sdk = System.getProperty("virtualhandset.sdk");
    if (args.length != 2 || sdk == null) {
      return fail("usage", "usage: java -Dvirtualhandset.sdk=<jar> virtualhandset.convert.Convert <apk> <outDir>", EXIT_BAD_INPUT);
    }
    if (!Files.isRegularFile(Path.of(sdk))) {
      return fail("no-sdk", "virtualhandset.sdk names no file: " + sdk, EXIT_ENVIRONMENT);
    }
    try {
      convert(Path.of(args[0]).toAbsolutePath(), Path.of(args[1]).toAbsolutePath(), Path.of(sdk));
      return 0;
    } catch (ConvertException e) {
      return fail(e.code, e.getMessage(), EXIT_BAD_INPUT);
    } catch (IOException e) {
      return fail("cannot-write", "cannot convert " + args[0] + ": " + e, EXIT_ENVIRONMENT);
    } catch (OutOfMemoryError e) {
      return fail("too-large", args[0] + " needs more memory than the converter has (java -Xmx)", EXIT_BAD_INPUT);
    }
  }

  private static int fail(String code, String message, int exitCode) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", message);
    System.out.println(Json.write(Map.of("error", error)));
    return exitCode;
  }

  /** Converts {@code apkPath} into {@code outDir}, replacing an earlier conversion. */
  static void convert(Path apkPath, Path outDir, Path sdkJar) throws ConvertException, IOException {
    try (ApkArchive apk = ApkArchive.open(apkPath)) {
      Manifest manifest = new Manifest(BinaryXml.parse(apk.manifest()));
      DexTranslator translator = new DexTranslator();
      List<String> dexNames = apk.dexNames();
      List<byte[]> dexFiles = apk.dexFiles();
      for (int i = 0; i < dexFiles.size(); i++) {
        translator.translate(dexNames.get(i), dexFiles.get(i));
      }
      Map<String, byte[]> classes = translator.classes;
      List<Limit> limits = new ArrayList<>(LimitScan.ofManifest(manifest));
      limits.addAll(LimitScan.ofFiles(apk.names()));
      limits.addAll(LimitScan.ofClasses(classes));
      limits.addAll(translator.limits);
      try (ClassIndex index = new ClassIndex(classes, sdkJar)) {
        new ClassRepair(index).repairAll(classes, limits);
      }
      limits.addAll(LoadCheck.run(classes, sdkJar));
      Set<String> permissions = manifest.permissions(API_LEVEL);
      Map<String, Object> info =
          AppInfo.of(
              manifest,
              Resources.open(apkPath),
              Signers.of(apkPath),
              permissions,
              apk.sha256(),
              dexFiles.size(),
              classes,
              limits);
      publish(outDir, classes, TextManifest.of(manifest, classes, permissions), Json.write(info) + "\n");
    }
  }

  private static void publish(Path outDir, Map<String, byte[]> classes, String manifest, String info)
      throws IOException {
    Files.createDirectories(outDir.getParent());
    Path unfinished = Files.createTempDirectory(outDir.getParent(), ".converting-");
    try {
      writeJar(unfinished.resolve("app.jar"), classes);
      Files.writeString(unfinished.resolve("manifest.xml"), manifest, StandardCharsets.UTF_8);
      Files.writeString(unfinished.resolve("app-info.json"), info, StandardCharsets.UTF_8);
      replace(unfinished, outDir);
    } finally {
      delete(unfinished);
    }
  }

  /** Puts the finished folder in place; two converters of the same APK may both arrive here. */
  private static void replace(Path finished, Path outDir) throws IOException {
    try {
      Files.move(finished, outDir, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      moveAsideAndReplace(finished, outDir);
    } catch (java.nio.file.FileSystemException e) {
      if (!Files.isDirectory(outDir)) {
        throw e;
      }
      moveAsideAndReplace(finished, outDir);
    }
  }

  private static void moveAsideAndReplace(Path finished, Path outDir) throws IOException {
    Path old = Files.createTempDirectory(outDir.getParent(), ".replaced-");
    try {
      Files.move(outDir, old.resolve("old"), StandardCopyOption.ATOMIC_MOVE);
      Files.move(finished, outDir, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(old);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }

  private static void writeJar(Path jar, Map<String, byte[]> classes) throws IOException {
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(jar));
        JarOutputStream out = new JarOutputStream(file)) {
      for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
        ZipEntry zipEntry = new ZipEntry(entry.getKey() + ".class");
        zipEntry.setTime(ENTRY_TIME);
        out.putNextEntry(zipEntry);
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
  }
}
