package virtualhandset;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.Permission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Keeps the app away from the machine that it runs on: its files, programs and network other than loopback. Java's
 * file, socket and process classes ask this guard; only what app code does, directly or through the framework, is
 * held back, with the exceptions that Android would throw.
 *
 * <p>Not covered: whether a host file exists and what a folder lists (no way to answer "no" there), and the names of
 * network interfaces.
 */
@SuppressWarnings("removal") // Java 17 is the newest runtime that can play the handset, and it still has this class.
public final class HostGuard extends SecurityManager {
  private static final Set<String> OPEN_DEVICES =
      Set.of("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom", "/etc/localtime", "/etc/timezone");
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "::1", "0:0:0:0:0:0:0:1", "ip6-localhost");

  private final Set<String> appClasses;
  private final List<String> readable = new ArrayList<>();
  private final List<String> writable = new ArrayList<>();
  private final List<String> loadable = new ArrayList<>();
  private final StackWalker stack = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private HostGuard(HandsetConfig config, String classPath) throws IOException {
    appClasses = classNames(config.path("appJar"));
    String temporary = real(Path.of(System.getProperty("java.io.tmpdir")));
    writable.add(real(config.path("dataDir")));
    writable.add(real(config.path("stateFile").resolveSibling("sdcard")));
    writable.add(temporary);
    loadable.add(temporary);
    loadable.add(real(Path.of(System.getProperty("java.home"))));
    readable.addAll(writable);
    readable.addAll(loadable);
    readable.add("/usr/share/zoneinfo");
    readable.add(real(config.path("apk")));
    for (String entry : classPath.split(File.pathSeparator)) readable.add(real(Path.of(entry)));
    if (System.getProperty("robolectric.dependency.dir") != null) {
      readable.add(real(Path.of(System.getProperty("robolectric.dependency.dir"))));
    }
  }

  /**
   * Puts the guard in place for the rest of the process.
   *
   * @param classPath the JVM's class path, which has to stay readable
   */
  public static void install(HandsetConfig config, String classPath) throws IOException {
    System.setSecurityManager(new HostGuard(config, classPath));
  }

  private static Set<String> classNames(Path jar) throws IOException {
    Set<String> names = new HashSet<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(".class"))
          .forEach(name -> names.add(name.substring(0, name.length() - ".class".length()).replace('/', '.')));
    }
    return names;
  }

  private static String real(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }

  @Override
  public void checkPermission(Permission permission) {
    switch (permission.getName()) {
      case "setSecurityManager" -> throw new SecurityException("Operation not permitted");
      case "getNetworkInformation" -> {
        // Hides hardware addresses, as Android does from version 11 on.
        if (isForApp()) throw new SecurityException("Operation not permitted");
      }
      default -> {}
    }
  }

  @Override
  public void checkPermission(Permission permission, Object context) {
    checkPermission(permission);
  }

  @Override
  public void checkPackageAccess(String name) {}

  @Override
  public void checkPackageDefinition(String name) {}

  @Override
  public void checkRead(String file) {
    if (isUnder(file, readable) || OPEN_DEVICES.contains(file) || asksOnlyAboutFile() || !isForApp()) return;
    throw unchecked(new FileNotFoundException(file + ": open failed: ENOENT (No such file or directory)"));
  }

  @Override
  public void checkRead(String file, Object context) {
    checkRead(file);
  }

  @Override
  public void checkWrite(String file) {
    if (isUnder(file, writable) || OPEN_DEVICES.contains(file) || !isForApp()) return;
    if (asksOnlyAboutFile()) throw new SecurityException(file + ": EACCES (Permission denied)");
    throw unchecked(new FileNotFoundException(file + ": open failed: EACCES (Permission denied)"));
  }

  @Override
  public void checkDelete(String file) {
    if (isUnder(file, writable) || !isForApp()) return;
    throw new SecurityException(file + ": EACCES (Permission denied)");
  }

  @Override
  public void checkExec(String program) {
    // File.canExecute asks here too, and starts nothing.
    if (!isOnStack("java.lang.ProcessBuilder", null) || !isForApp()) return;
    throw unchecked(new IOException("Cannot run program \"" + program + "\": error=2, No such file or directory"));
  }

  @Override
  public void checkLink(String library) {
    // A library's bare name is looked up in the JVM's own folders; a path could be a file that the app wrote.
    if (!library.contains("/") || isUnder(library, loadable) || !isForApp()) return;
    throw new UnsatisfiedLinkError("dlopen failed: library \"" + library + "\" not found");
  }

  @Override
  public void checkConnect(String host, int port) {
    if (isLoopback(host) || !isForApp()) return;
    if (port >= 0) throw unchecked(new ConnectException("failed to connect to " + host + ": ENETUNREACH"));
    // These two take a SecurityException as "leave this address out".
    if (isOnStack("java.net.NetworkInterface", null) || isOnStack("java.net.InetAddress", "getLocalHost")) {
      throw new SecurityException("Operation not permitted");
    }
    throw unchecked(new UnknownHostException("Unable to resolve host \"" + host + "\": No address associated with hostname"));
  }

  @Override
  public void checkConnect(String host, int port, Object context) {
    checkConnect(host, port);
  }

  private static boolean isLoopback(String host) {
    String name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    return LOOPBACK_NAMES.contains(name) || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  private static boolean isUnder(String file, List<String> roots) {
    String path = real(Path.of(file));
    for (String root : roots) {
      if (path.equals(root) || path.startsWith(root + "/")) return true;
    }
    return false;
  }

  /** Whether the question is one of java.io.File's, which has no way to fail but an answer. */
  private boolean asksOnlyAboutFile() {
    return stack.walk(
        frames ->
            frames
                .dropWhile(frame -> frame.getDeclaringClass() == HostGuard.class)
                .findFirst()
                .map(frame -> frame.getDeclaringClass() == File.class)
                .orElse(false));
  }

  /** Whether app code is what asks; the handset's own work on the app's behalf (clipboard, access log) is not. */
  private boolean isForApp() {
    return stack.walk(
        frames ->
            frames
                .map(StackWalker.StackFrame::getClassName)
                .filter(name -> appClasses.contains(name) || isHandset(name))
                .findFirst()
                .map(appClasses::contains)
                .orElse(false));
  }

  private static boolean isHandset(String className) {
    return className.startsWith("virtualhandset.") && !className.equals(HostGuard.class.getName());
  }

  private boolean isOnStack(String type, String method) {
    return stack.walk(
        frames ->
            frames.anyMatch(
                frame ->
                    frame.getClassName().equals(type) && (method == null || frame.getMethodName().equals(method))));
  }

  /** Lets a checked exception out where the callers all declare it, though this class's methods cannot. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
