package virtualhandset.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/**
 * Knows superclass and kind of every class an app can see, read from class bytes: the app's own, the
 * SDK jar's, the Java runtime's. Nothing is loaded, so no code of the app runs.
 */
final class ClassIndex implements AutoCloseable {
  /** What is needed of a class; {@code superName} is null for java/lang/Object. */
  record Kind(String superName, boolean isInterface) {}

  private static final Kind ABSENT = new Kind("java/lang/Object", false);

  private final Map<String, byte[]> app;
  private final ZipFile sdk;
  private final Map<String, Kind> known = new HashMap<>();

  ClassIndex(Map<String, byte[]> app, Path sdkJar) throws IOException {
    this.app = app;
    this.sdk = new ZipFile(sdkJar.toFile());
  }

  /** True when the class is known to be an interface, null when the class is nowhere to be found. */
  Boolean isInterface(String internalName) {
    Kind kind = kind(internalName);
    return kind == ABSENT ? null : (Boolean) kind.isInterface();
  }

  /** The nearest common superclass as the JVM's verifier sees it: interfaces count as Object. */
  String commonSuperClass(String first, String second) {
    if (first.equals(second)) {
      return first;
    }
    Set<String> ancestors = new HashSet<>();
    for (String name = first; name != null && ancestors.add(name); ) {
      name = parent(name);
    }
    Set<String> seen = new HashSet<>();
    for (String name = second; name != null && seen.add(name); ) {
      if (ancestors.contains(name)) {
        return name;
      }
      name = parent(name);
    }
    return "java/lang/Object";
  }

  private String parent(String internalName) {
    Kind kind = kind(internalName);
    return kind.isInterface() ? "java/lang/Object" : kind.superName();
  }

  private Kind kind(String internalName) {
    return known.computeIfAbsent(internalName, this::read);
  }

  private Kind read(String internalName) {
    byte[] bytes = app.get(internalName);
    try {
      if (bytes == null && !internalName.startsWith("java/")) {
        ZipEntry entry = sdk.getEntry(internalName + ".class");
        if (entry != null) {
          try (InputStream in = sdk.getInputStream(entry)) {
            bytes = in.readAllBytes();
          }
        }
      }
      if (bytes == null) {
        try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(internalName + ".class")) {
          bytes = in == null ? null : in.readAllBytes();
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot read " + internalName, e);
    }
    if (bytes == null) {
      return ABSENT;
    }
    ClassReader reader = new ClassReader(bytes);
    return new Kind(reader.getSuperName(), (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0);
  }

  @Override
  public void close() throws IOException {
    sdk.close();
  }
}
