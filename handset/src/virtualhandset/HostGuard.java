package virtualhandset;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.security.Permission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import virtualhandset.host.HostCalls;
import virtualhandset.host.PhoneFiles;
import virtualhandset.host.PhoneInterfaces;

/**
 * Keeps the app away from the machine that it runs on: its files and its network other than loopback. Java's file and
 * socket classes ask this guard; only what app code does, directly or through the framework, is held back, with the
 * exceptions that Android would throw. Paths of the app lead into the phone's own tree ({@link PhoneFiles}), and the
 * network interfaces it sees are the phone's.
 */
@SuppressWarnings("removal") // Java 17 is the newest runtime that can play the handset, and it still has this class.
public final class HostGuard extends SecurityManager {
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "::1", "0:0:0:0:0:0:0:1", "ip6-localhost");

  private static final String NIO_PROVIDER = "sun.nio.fs.UnixFileSystemProvider";
  private static final List<String> NIO_QUESTIONS = List.of("exists", "isDirectory", "isRegularFile", "checkAccess");

  private final Set<String> appClasses;
  private final PhoneFiles files;
  private final List<String> loadable = new ArrayList<>();
  private final StackWalker stack = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private HostGuard(HandsetConfig config, String classPath) throws IOException {
    appClasses = classNames(config.path("appJar"));
    List<String> writable = new ArrayList<>();
    String temporary = real(Path.of(System.getProperty("java.io.tmpdir")));
    writable.add(real(config.path("dataDir")));
    writable.add(real(config.path("stateFile").resolveSibling("sdcard")));
    writable.add(temporary);
    loadable.add(temporary);
    loadable.add(real(Path.of(System.getProperty("java.home"))));
    List<String> readable = new ArrayList<>(writable);
    readable.addAll(loadable);
    readable.add("/usr/share/zoneinfo");
    readable.add(real(config.path("apk")));
    for (String entry : classPath.split(File.pathSeparator)) readable.add(real(Path.of(entry)));
    if (System.getProperty("robolectric.dependency.dir") != null) {
      readable.add(real(Path.of(System.getProperty("robolectric.dependency.dir"))));
    }
    if (config.raw().get("nativeDir") != null) readable.add(real(config.path("nativeDir")));
    files = PhoneFiles.create(config, readable, writable);
  }

  /**
   * Puts the guard in place for the rest of the process.
   *
   * @param classPath the JVM's class path, which has to stay readable
   * @return the file tree that the app sees
   */
  public static PhoneFiles install(HandsetConfig config, String classPath) throws IOException {
    HostGuard guard = new HostGuard(config, classPath);
    HostCalls.setFiles(guard::place);
    String address = config.seed().get("ssid") == null ? null : HandsetConfig.LAN_ADDRESS;
    HostCalls.setInterfaces(new PhoneInterfaces(address, guard::isForApp));
    System.setSecurityManager(guard);
    return guard.files;
  }

  /** The machine's path for one that Java's file classes are about to use: the phone's tree, when the app asks. */
  private String place(String path) {
    return files.isOwn(path) || !isForApp() ? path : files.place(path);
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
      case "setSecurityManager" -> throw unchecked(new SecurityException("Operation not permitted"));
      case "manageProcess" -> {
        // Android has no java.lang.ProcessHandle: it would list the machine's processes.
        if (isForApp()) throw unchecked(new SecurityException("Operation not permitted"));
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
    if (files.isOwn(file) || asksOnlyAboutFile() || !isForApp()) return;
    String error = files.denial(file);
    if (error == null) return;
    if (!isOnStack(NIO_PROVIDER, null)) throw unchecked(new FileNotFoundException(PhoneFiles.message(file, error)));
    // What is not there is missed by java.nio.file itself; and its questions about a file cannot fail either.
    boolean isQuestion = NIO_QUESTIONS.stream().anyMatch(method -> isOnStack(NIO_PROVIDER, method));
    if (error.equals("EACCES") && !isQuestion) throw unchecked(new AccessDeniedException(file));
  }

  @Override
  public void checkRead(String file, Object context) {
    checkRead(file);
  }

  @Override
  public void checkWrite(String file) {
    if (files.mayWrite(file) || !isForApp()) return;
    if (asksOnlyAboutFile()) throw unchecked(new SecurityException(file + ": EACCES (Permission denied)"));
    throw unchecked(new FileNotFoundException(file + ": open failed: EACCES (Permission denied)"));
  }

  @Override
  public void checkDelete(String file) {
    if (files.mayWrite(file) || !isForApp()) return;
    throw unchecked(new SecurityException(file + ": EACCES (Permission denied)"));
  }

  @Override
  public void checkExec(String program) {
    // Nothing to hold back: a program that the app starts is one of the phone's (HostCalls).
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
    if (isOnStack("java.net.NetworkInterface", null)) return; // The addresses of an interface of the phone.
    // It takes a SecurityException as "leave this address out".
    if (isOnStack("java.net.InetAddress", "getLocalHost")) throw unchecked(new SecurityException("Operation not permitted"));
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

  /** Whether the question is one of java.io.File's, which has no way to fail but an answer, or about a program. */
  private boolean asksOnlyAboutFile() {
    return stack.walk(
        frames ->
            frames
                .dropWhile(frame -> frame.getDeclaringClass() == HostGuard.class)
                .findFirst()
                .map(frame -> frame.getDeclaringClass() == File.class || frame.getDeclaringClass() == ProcessBuilder.class)
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
    return className.startsWith("virtualhandset.")
        && !className.equals(HostGuard.class.getName())
        && !className.startsWith(HostCalls.class.getPackageName() + ".");
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
    throw (E) HiddenFrames.hide(thrown);
  }
}
