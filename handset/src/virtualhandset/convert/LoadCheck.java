package virtualhandset.convert;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Asks the JVM's own verifier which classes it accepts. Classes are linked, never initialised, so no
 * code of the app runs.
 */
final class LoadCheck {
  private LoadCheck() {}

  /**
   * Returns a limit for each class the JVM refuses. A class whose superclass exists neither in the
   * app nor in the SDK is left out: it does not load on a phone either.
   */
  static List<Limit> run(Map<String, byte[]> classes, Path sdkJar) throws IOException {
    List<Limit> limits = new ArrayList<>();
    try (PlatformLoader platform = new PlatformLoader(sdkJar)) {
      AppLoader app = new AppLoader(classes, platform);
      for (String internalName : classes.keySet()) {
        String name = internalName.replace('/', '.');
        try {
          // HotSpot links (and so verifies) a class before it lists its fields.
          app.loadClass(name).getDeclaredFields();
        } catch (NoClassDefFoundError | ClassNotFoundException | TypeNotPresentException e) {
          continue;
        } catch (LinkageError e) {
          limits.add(new Limit("class-not-loadable", name + ": " + e.getClass().getSimpleName() + ": " + firstLine(e)));
        } catch (SecurityException e) {
          limits.add(new Limit("class-not-loadable", name + ": " + e.getMessage()));
        }
      }
    }
    return limits;
  }

  private static String firstLine(Throwable e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  /**
   * Serves the SDK jar's classes before all others but Java's own: the class path of this process holds stand-ins for
   * some of them, against which no app was built.
   */
  private static final class PlatformLoader extends URLClassLoader {
    PlatformLoader(Path sdkJar) throws IOException {
      super(new URL[] {sdkJar.toUri().toURL()}, LoadCheck.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        if (!name.startsWith("java.") && findResource(name.replace('.', '/') + ".class") != null) {
          return findClass(name);
        }
        return super.loadClass(name, resolve);
      }
    }
  }

  /** Serves the app's own classes first, as the phone does for everything outside the framework. */
  private static final class AppLoader extends ClassLoader {
    private final Map<String, byte[]> classes;

    AppLoader(Map<String, byte[]> classes, ClassLoader parent) {
      super(parent);
      this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        byte[] bytes = classes.get(name.replace('.', '/'));
        if (bytes == null || name.startsWith("java.")) {
          return super.loadClass(name, resolve);
        }
        return defineClass(name, bytes, 0, bytes.length);
      }
    }
  }
}
